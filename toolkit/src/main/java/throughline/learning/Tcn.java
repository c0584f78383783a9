package throughline.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.List;

/// A temporal convolutional network: residual blocks of causal convolutions, each block looking twice as far back as
/// the one before, as many as it takes to see all lags (Bai, Kolter & Koltun 2018, section 3).
///
/// With C channels, kernels of k steps, and the sizes of [Sizes]:
///
/// | layer | shape |
/// |---|---|
/// | features | `[B, F, L]` |
/// | block i = 0, 1, ...: see [CausalResidual]; dilation `2^i` | `[B, C, L]` |
/// | the last step | `[B, C]` |
/// | linear head, with the known future beside | `[B, Q T H]` |
///
/// It has `C (F k + 1) + C (C k + 1)` weights in the first block, `C (F + 1)` more for its input where `F != C`,
/// `2 C (C k + 1)` in each other, and `Q T H (C + H K + 1)` in the head. Weight normalisation and dropout are left out.
public final class Tcn extends Network<Tcn> {
    /// A network of 32 channels and kernels of 3 steps.
    public Tcn() {
        super("tcn", "TCN");
        rate(1e-2).schedule(0.05, 0);
        settings().whole("channels", 32, 1, 4_096).whole("kernel", 3, 2, 1_000);
    }

    /// @param width channels of each block, 1 to 4096; default 32
    public Tcn channels(int width) {
        settings().set("channels", width);
        return this;
    }

    /// @param steps that a convolution combines, 2 to 1000; default 3
    public Tcn kernel(int steps) {
        settings().set("kernel", steps);
        return this;
    }

    /// How many blocks see all of some lags: n of them see `1 + 2 (k - 1) (2^n - 1)` steps.
    static int blocks(int lags, int kernel) {
        int blocks = 1;
        while (1 + 2L * (kernel - 1) * ((1L << blocks) - 1) < lags) {
            blocks++;
        }
        return blocks;
    }

    @Override
    protected Block layers(Sizes sizes) {
        return new Headed(
                new Stack(sizes, settings().whole("channels"), settings().whole("kernel")), sizes);
    }

    private static final class Stack extends Layers {
        private final List<CausalResidual> blocks = new ArrayList<>();

        Stack(Sizes sizes, int channels, int kernel) {
            super(channels);
            for (int i = 0; i < blocks(sizes.lags(), kernel); i++) {
                int inputs = i == 0 ? sizes.features() : channels;
                blocks.add(
                        part("block" + i, new CausalResidual(inputs, channels, kernel, 1 << i, sizes.lags()), inputs));
            }
        }

        @Override
        NDArray forward(Pass pass, NDList inputs) {
            NDArray x = inputs.head().transpose(0, 2, 1);
            for (CausalResidual block : blocks) {
                x = pass.through(block, x);
            }
            return x.get(":, :, -1");
        }
    }
}
