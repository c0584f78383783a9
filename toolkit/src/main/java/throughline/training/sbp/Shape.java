package throughline.training.sbp;

import java.util.Arrays;
import java.util.List;
import throughline.spec.BadInput;

/// The sizes of a tensor along its axes.
///
/// @param sizes at least one, each at least 1
public record Shape(List<Integer> sizes) {
    public Shape {
        sizes = List.copyOf(sizes);
        if (sizes.isEmpty() || sizes.stream().anyMatch(size -> size < 1)) {
            throw new BadInput("shape %s must have at least one axis, each at least 1 long", sizes);
        }
    }

    /// A shape.
    public static Shape of(int... sizes) {
        return new Shape(Arrays.stream(sizes).boxed().toList());
    }

    /// How many axes.
    public int rank() {
        return sizes.size();
    }

    /// Size along an axis, from 0.
    public int size(int axis) {
        return sizes.get(axis);
    }

    /// Size along the last axis.
    public int last() {
        return sizes.getLast();
    }

    /// How many numbers.
    public long elements() {
        return sizes.stream().mapToLong(size -> size).reduce(1, Math::multiplyExact);
    }

    @Override
    public String toString() {
        return sizes.toString();
    }
}
