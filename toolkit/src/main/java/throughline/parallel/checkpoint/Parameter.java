package throughline.parallel.checkpoint;

import java.util.List;
import throughline.spec.BadInput;

/// One tensor that is trained.
///
/// @param name   parts separated by slashes, such as `layer-0/attention/qkv`; it names files
/// @param shape  elements along each dimension, at least one dimension, fewer than 2^31 elements
/// @param layers in which it is used, from 0, ascending; more than one for tied weights, which every stage that uses
///               them keeps whole
public record Parameter(String name, List<Integer> shape, List<Integer> layers) {
    /// @throws BadInput when the name cannot be that of a file, the shape is empty, or no layer uses it
    public Parameter {
        shape = List.copyOf(shape);
        layers = List.copyOf(layers);
        for (String part : name.split("/", -1)) {
            if (!part.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
                throw new BadInput(
                        "parameter [%s]: its parts, between slashes, must be of letters, digits, -, _ and .", name);
            }
        }
        long size = 1;
        for (int extent : shape) {
            size = extent < 1 ? Long.MAX_VALUE : Math.multiplyExact(size, extent);
            if (size > Integer.MAX_VALUE) {
                throw new BadInput("parameter %s: shape %s must be positive, of less than 2^31 elements", name, shape);
            }
        }
        if (shape.isEmpty()) {
            throw new BadInput("parameter %s: shape [] needs a dimension; a single number is [1]", name);
        }
        if (layers.isEmpty()
                || layers.getFirst() < 0
                || !layers.equals(layers.stream().sorted().distinct().toList())) {
            throw new BadInput("parameter %s: layers %s must ascend from 0 or more", name, layers);
        }
    }

    /// One that a single layer uses.
    public static Parameter of(String name, int layer, Integer... shape) {
        return new Parameter(name, List.of(shape), List.of(layer));
    }

    /// @throws BadInput when a state has more or fewer numbers than the shape
    void require(double[] numbers, String state) {
        if (numbers.length != size()) {
            throw new BadInput("%s of %s: [%d] numbers, not %d", state, name, numbers.length, size());
        }
    }

    /// Elements in all.
    public int size() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}
