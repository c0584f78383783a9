package throughline.papers.training;

import ai.djl.ndarray.NDArray;

/// What a device keeps of a layer for the way back; heads are `[batch, heads, tokens, size]`.
final class RsaKept {
    NDArray input;
    NDArray q;
    NDArray k;
    NDArray v;
    NDArray shares;
    NDArray seen;
    NDArray between;
    NDArray inner;
    NDArray slope;
}
