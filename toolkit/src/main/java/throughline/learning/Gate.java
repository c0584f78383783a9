package throughline.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;

/// Lets through as much of an update as helps: `norm(x + sigmoid(W update) * V update)` (Lim et al. 2021, equations 2
/// and 5).
///
/// Inputs are the update and x, each `[B, N, D]`, and so is the answer. It has `2 D (D + 1) + 2 D` weights.
final class Gate extends Layers {
    private final int width;
    private final Block both;
    private final Block norm;

    Gate(int width) {
        super(width);
        this.width = width;
        both = linear("both", width, 2L * width);
        norm = norm("norm", width);
    }

    @Override
    NDArray forward(Pass pass, NDList inputs) {
        NDArray halves = pass.through(both, inputs.get(0));
        NDArray open = Activation.sigmoid(Slices.last(halves, 0, width));
        return pass.through(norm, inputs.get(1).add(open.mul(Slices.last(halves, width, 2L * width))));
    }
}
