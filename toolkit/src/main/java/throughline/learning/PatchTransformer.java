package throughline.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.List;
import java.util.stream.IntStream;
import throughline.spec.BadInput;

/// A transformer whose tokens are patches of several steps of one column; all columns pass through the same weights,
/// one by one (Nie et al. 2023, section 3, PatchTST).
///
/// With patches of P steps, N patches that overlap and end at the last step, width D, and the sizes of [Sizes]:
///
/// | layer | shape |
/// |---|---|
/// | features | `[B, L, F]` |
/// | patches of each input column alone; see [Patches] | `[B inputs, N, D]` |
/// | encoders; see [Encoder] | `[B inputs, N, D]` |
/// | all of a window, and the knobs | `[B, inputs N D + knobs]` |
/// | linear head, with the known future beside | `[B, Q T H]` |
///
/// `N = (L - P) / stride + 1`, rounded down; a patch is never longer than the past. It has `D (P + 1) + N D` weights
/// before the encoders, `8 D^2 + 11 D` in each, and `Q T H (inputs N D + knobs + H K + 1)` in the head.
///
/// Other than in the paper, the head sees all columns, so that a column can tell of another; a window is not
/// normalised by itself: forecasts are changes from the last value, and the level itself may tell of the change.
public final class PatchTransformer extends Network<PatchTransformer> {
    /// Patches of 8 steps every 4, width 32, 4 heads, 2 encoders.
    public PatchTransformer() {
        super("patch-transformer", "patch transformer");
        rate(1e-2).schedule(0.05, 0);
        settings()
                .whole("patch", 8, 1, 100_000)
                .whole("stride", 4, 1, 100_000)
                .whole("width", 32, 1, 4_096)
                .whole("heads", 4, 1, 4_096)
                .whole("depth", 2, 1, 100);
    }

    /// @param steps in a patch, at least 1; default 8
    /// @param apart steps between the starts of two, at least 1; default 4
    public PatchTransformer patches(int steps, int apart) {
        settings().set("patch", steps);
        settings().set("stride", apart);
        return this;
    }

    /// @param size  of a token, 1 to 4096, a multiple of the heads; default 32
    /// @param heads of attention, at least 1; default 4
    public PatchTransformer width(int size, int heads) {
        settings().set("width", size);
        settings().set("heads", heads);
        return this;
    }

    /// @param encoders one after another, 1 to 100; default 2
    public PatchTransformer depth(int encoders) {
        settings().set("depth", encoders);
        return this;
    }

    @Override
    protected Block layers(Sizes sizes) {
        int width = settings().whole("width");
        int heads = settings().whole("heads");
        if (width % heads != 0) {
            throw new BadInput("%s: width [%d] must be a multiple of the %d heads", kind(), width, heads);
        }
        int patch = Math.min(settings().whole("patch"), sizes.lags());
        Patches cut = new Patches(sizes, patch, settings().whole("stride"), width);
        List<Encoder> encoders = IntStream.range(0, settings().whole("depth"))
                .mapToObj(i -> new Encoder(cut.count(), width, heads))
                .toList();
        return new Headed(new Body(sizes, cut, encoders), sizes);
    }

    private static final class Body extends Layers {
        private final Sizes sizes;
        private final Patches patches;
        private final List<Encoder> encoders;

        Body(Sizes sizes, Patches patches, List<Encoder> encoders) {
            super((long) sizes.inputs() * patches.count() * patches.width() + sizes.knobs());
            this.sizes = sizes;
            this.patches = part("patches", patches, sizes.lags(), sizes.features());
            this.encoders = encoders;
            for (int i = 0; i < encoders.size(); i++) {
                part("encoder" + i, encoders.get(i), patches.count(), patches.width());
            }
        }

        @Override
        NDArray forward(Pass pass, NDList inputs) {
            NDArray features = inputs.head();
            NDArray x = pass.through(patches, features);
            for (Encoder encoder : encoders) {
                x = pass.through(encoder, x);
            }
            NDArray state = x.reshape(features.getShape().get(0), -1);
            return sizes.knobs() == 0 ? state : state.concat(Slices.knobs(features, sizes), 1);
        }
    }
}
