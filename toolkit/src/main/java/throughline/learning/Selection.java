package throughline.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;

/// Several variables as one vector: a mean of their embeddings, whose weights a [GatedResidual] chooses at each step
/// (Lim et al. 2021, section 4.2; there each embedding passes a gated residual network of its own, which is left out).
///
/// | layer | shape |
/// |---|---|
/// | variables, and where there is one the context of the run | `[B, N, V]`, `[B, 1, D]` |
/// | a linear embedding of each | `[B, N, V, D]` |
/// | weights, which add to 1 | `[B, N, V]` |
/// | mean | `[B, N, D]` |
///
/// It has `2 V D` weights, and those of a gated residual network of `V D` inputs and V outputs.
final class Selection extends Layers {
    private final int width;
    private final int variables;
    private final Parameter slope;
    private final Parameter level;
    private final GatedResidual choice;

    /// @param told whether there is a context
    Selection(int variables, int width, boolean told) {
        super(width);
        this.variables = variables;
        this.width = width;
        slope = weight("slope", Parameter.Type.WEIGHT, variables, width);
        level = weight("level", Parameter.Type.BIAS, variables, width);
        choice = part("choice", new GatedResidual(variables * width, width, variables, told), variables, width);
    }

    @Override
    NDArray forward(Pass pass, NDList inputs) {
        NDArray x = inputs.get(0);
        long batch = x.getShape().get(0);
        long steps = x.getShape().get(1);
        NDArray each = x.expandDims(3).mul(pass.weight(slope, x)).add(pass.weight(level, x));
        inputs.set(0, each.reshape(batch, steps, (long) variables * width));
        NDArray weights = pass.through(choice, inputs.toArray(NDArray[]::new)).softmax(-1);
        return weights.expandDims(2).matMul(each).reshape(batch, steps, width);
    }
}
