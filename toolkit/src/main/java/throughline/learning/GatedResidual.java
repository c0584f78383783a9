package throughline.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;

/// A gated residual network: a perceptron that a [Gate] can shut (Lim et al. 2021, equations 2 to 4).
///
/// | layer | shape |
/// |---|---|
/// | input, and where there is one the context of the run | `[B, N, I]`, `[B, 1, D]` |
/// | linear of both, ELU | `[B, N, D]` |
/// | linear | `[B, N, O]` |
/// | gate, added to the input, or to a linear map of it where `I != O` | `[B, N, O]` |
///
/// It has `D (I + 1) + O (D + 1) + 2 O (O + 1) + 2 O` weights, `D^2` more with a context, `O (I + 1)` more where
/// `I != O`.
final class GatedResidual extends Layers {
    private final Block read;
    /// Null without a context.
    private final Block context;
    private final Block inner;
    private final Gate gate;
    /// Null where the input is as wide as the output.
    private final Block past;

    /// @param inputs  I
    /// @param width   D
    /// @param outputs O
    /// @param told    whether there is a context
    GatedResidual(int inputs, int width, int outputs, boolean told) {
        super(outputs);
        read = linear("read", inputs, width);
        context = told
                ? part(
                        "context",
                        Linear.builder().setUnits(width).optBias(false).build(),
                        width)
                : null;
        inner = linear("inner", width, outputs);
        gate = part("gate", new Gate(outputs), outputs);
        past = inputs == outputs ? null : linear("past", inputs, outputs);
    }

    @Override
    NDArray forward(Pass pass, NDList inputs) {
        NDArray x = inputs.get(0);
        NDArray a = pass.through(read, x);
        NDArray known = context == null ? a : a.add(pass.through(context, inputs.get(1)));
        NDArray update = pass.through(inner, Activation.elu(known, 1));
        return pass.through(gate, update, past == null ? x : pass.through(past, x));
    }
}
