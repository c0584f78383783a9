package throughline.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv1d;

/// Each input column cut into patches that end with its last step, each patch a token (Nie et al. 2023, section 3.1).
///
/// | layer | shape |
/// |---|---|
/// | features | `[B, L, F]` |
/// | each input column alone | `[B inputs, 1, L]` |
/// | linear of P steps every so many, plus a learnt position | `[B inputs, N, D]` |
///
/// It has `D (P + 1) + N D` weights. Steps before the first whole patch are not seen.
final class Patches extends Layers {
    private final Sizes sizes;
    private final int count;
    private final int width;
    private final int seen;
    private final Block cut;
    private final Parameter position;

    /// @param patch  steps in a patch, P, at most the lags
    /// @param stride steps between the starts of two
    /// @param width  of a token, D
    Patches(Sizes sizes, int patch, int stride, int width) {
        super(count(sizes, patch, stride), width);
        this.sizes = sizes;
        this.width = width;
        count = count(sizes, patch, stride);
        seen = (count - 1) * stride + patch;
        cut = part("cut", linear(patch, stride, width), 1, seen);
        position = weight("position", Parameter.Type.WEIGHT, count, width);
    }

    private static int count(Sizes sizes, int patch, int stride) {
        return (sizes.lags() - patch) / stride + 1;
    }

    private static Conv1d linear(int patch, int stride, int width) {
        return Conv1d.builder()
                .setFilters(width)
                .setKernelShape(new Shape(patch))
                .optStride(new Shape(stride))
                .build();
    }

    /// Tokens of a column, N.
    int count() {
        return count;
    }

    /// Numbers of a token, D.
    int width() {
        return width;
    }

    @Override
    NDArray forward(Pass pass, NDList inputs) {
        NDArray features = inputs.head();
        NDArray columns = Slices.inputs(features, sizes).transpose(0, 2, 1).reshape(-1, 1, sizes.lags());
        NDArray tokens = pass.through(cut, Slices.last(columns, sizes.lags() - seen, sizes.lags()));
        return tokens.transpose(0, 2, 1).add(pass.weight(position, features));
    }
}
