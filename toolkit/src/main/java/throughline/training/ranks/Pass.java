package throughline.training.ranks;

import java.util.List;
import java.util.function.Function;

/// What came out of layers, and the way back.
///
/// @param out  one row a token
/// @param back from the gradient of `out` to those of what went in and of the weights
public record Pass(Matrix out, Function<Matrix, Slopes> back) {
    /// Gradients.
    ///
    /// @param input   of what went in
    /// @param weights of the weights, in the order in which the layers take them
    public record Slopes(Matrix input, List<Matrix> weights) {
        public Slopes {
            weights = List.copyOf(weights);
        }
    }
}
