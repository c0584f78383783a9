package throughline.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

/// Parts of the arrays that networks read.
final class Slices {
    private Slices() {}

    /// Some features at all lags, `[B, L, to - from]`.
    ///
    /// @param features `[B, L, F]`
    static NDArray features(NDArray features, int from, int to) {
        return features.get(new NDIndex().addAllDim(2).addSliceDim(from, to));
    }

    /// The columns of the past alone, `[B, L, inputs]`.
    ///
    /// @param features `[B, L, F]`
    static NDArray inputs(NDArray features, Sizes sizes) {
        return features(features, 0, sizes.inputs());
    }

    /// The knobs, once, `[B, knobs]`.
    ///
    /// @param features `[B, L, F]`, at least one knob among them
    static NDArray knobs(NDArray features, Sizes sizes) {
        return features.get(
                new NDIndex().addAllDim().addIndices(sizes.lags() - 1).addSliceDim(sizes.inputs(), sizes.features()));
    }

    /// Some of the last axis, of three.
    static NDArray last(NDArray array, long from, long to) {
        return array.get(new NDIndex().addAllDim(2).addSliceDim(from, to));
    }
}
