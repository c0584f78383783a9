package throughline.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;

/// Two linear maps, one of a moving average of the past and one of what is left (Zeng et al. 2023, section 4, DLinear).
///
/// With C channels, L lags and the sizes of [Sizes]:
///
/// | layer | shape |
/// |---|---|
/// | features | `[B, L, F]` |
/// | moving average of each channel, ends repeated | `[B, C, L]` |
/// | the rest of each channel | `[B, C, L]` |
/// | both, and the knobs | `[B, 2 C L + knobs]` |
/// | linear head, with the known future beside | `[B, Q T H]` |
///
/// It has `Q T H (2 C L + knobs + H K + 1)` weights. In the paper a target is forecast from its own past alone, as here
/// with one target and [#own()]; otherwise each target reads all channels.
public final class DLinear extends Network<DLinear> {
    /// A moving average over 25 steps, as in the paper, of all inputs.
    public DLinear() {
        super("dlinear", "DLinear");
        rate(1e-2).schedule(0.05, 0);
        settings().whole("kernel", 25, 1, 100_000).whole("own", 0, 0, 1);
    }

    /// @param steps of the moving average, at least 1; default 25
    public DLinear kernel(int steps) {
        settings().set("kernel", steps);
        return this;
    }

    /// Reads the targets' own past alone, and no other input's.
    public DLinear own() {
        settings().set("own", 1);
        return this;
    }

    @Override
    protected Block layers(Sizes sizes) {
        int channels = settings().whole("own") == 1 ? sizes.targets() : sizes.inputs();
        return new Headed(new Decomposition(sizes, channels, settings().whole("kernel")), sizes);
    }

    /// Trend and remainder of the first channels, and the knobs.
    private static final class Decomposition extends Layers {
        private final Sizes sizes;
        private final int channels;
        private final float[] average;

        Decomposition(Sizes sizes, int channels, int kernel) {
            super(2L * channels * sizes.lags() + sizes.knobs());
            this.sizes = sizes;
            this.channels = channels;
            average = average(sizes.lags(), kernel);
        }

        /// `[L, L]`: column i takes the mean of the steps around i, the first and the last step repeated beyond.
        private static float[] average(int lags, int kernel) {
            float[] average = new float[lags * lags];
            for (int i = 0; i < lags; i++) {
                int first = i - (kernel - 1) / 2;
                for (int step = first; step < first + kernel; step++) {
                    average[Math.clamp(step, 0, lags - 1) * lags + i] += 1f / kernel;
                }
            }
            return average;
        }

        @Override
        NDArray forward(Pass pass, NDList inputs) {
            NDArray features = inputs.head();
            long batch = features.getShape().get(0);
            int lags = sizes.lags();
            NDArray past = Slices.features(features, 0, channels).transpose(0, 2, 1);
            NDArray trend = past.matMul(past.getManager().create(average, new Shape(lags, lags)));
            NDArray both = trend.concat(past.sub(trend), 2).reshape(batch, -1);
            return sizes.knobs() == 0 ? both : both.concat(Slices.knobs(features, sizes), 1);
        }
    }
}
