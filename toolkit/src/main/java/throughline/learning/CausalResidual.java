package throughline.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv1d;

/// A residual block of causal convolutions: none of its steps sees a later one (Bai, Kolter & Koltun 2018, figure 1).
///
/// | layer | shape |
/// |---|---|
/// | input | `[B, I, L]` |
/// | convolution of k steps, ReLU | `[B, C, L]` |
/// | convolution of k steps, ReLU | `[B, C, L]` |
/// | plus the input, or a linear map of it where `I != C`, ReLU | `[B, C, L]` |
///
/// It has `C (I k + 1) + C (C k + 1)` weights, `C (I + 1)` more where `I != C`.
final class CausalResidual extends Layers {
    private final int lags;
    private final Block first;
    private final Block second;
    /// Null where the input has as many channels as the output.
    private final Block widened;

    CausalResidual(int inputs, int channels, int kernel, int dilation, int lags) {
        super(channels, lags);
        this.lags = lags;
        first = part("first", convolution(channels, kernel, dilation), inputs, lags);
        second = part("second", convolution(channels, kernel, dilation), channels, lags);
        widened = inputs == channels ? null : part("widened", convolution(channels, 1, 1), inputs, lags);
    }

    /// Padded on both sides; what the right padding adds is cut off, and what is left is causal.
    private static Conv1d convolution(int channels, int kernel, int dilation) {
        return Conv1d.builder()
                .setFilters(channels)
                .setKernelShape(new Shape(kernel))
                .optDilation(new Shape(dilation))
                .optPadding(new Shape((long) (kernel - 1) * dilation))
                .build();
    }

    @Override
    NDArray forward(Pass pass, NDList inputs) {
        NDArray x = inputs.head();
        NDArray y = causal(pass, second, causal(pass, first, x));
        return Activation.relu(y.add(widened == null ? x : pass.through(widened, x)));
    }

    private NDArray causal(Pass pass, Block convolution, NDArray x) {
        return Activation.relu(Slices.last(pass.through(convolution, x), 0, lags));
    }
}
