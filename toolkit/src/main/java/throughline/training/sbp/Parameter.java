package throughline.training.sbp;

import java.util.Arrays;
import java.util.List;
import throughline.spec.BadInput;

/// A trained tensor of a model, called as in a tree of Flax: `mlp/fc_in/kernel`.
///
/// @param path  names from the root, joined by slashes
/// @param shape of the tensor
public record Parameter(String path, Shape shape) {
    public Parameter {
        if (path.isBlank()) {
            throw new BadInput("parameter of shape %s: path [%s] must name it", shape, path);
        }
    }

    /// A parameter.
    public static Parameter of(String path, int... sizes) {
        return new Parameter(path, Shape.of(sizes));
    }

    /// Names from the root on.
    List<String> names() {
        return Arrays.asList(path.split("/"));
    }
}
