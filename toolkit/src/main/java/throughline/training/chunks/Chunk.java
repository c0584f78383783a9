package throughline.training.chunks;

/// What a layer keeps of a chunk of tokens for the way back, one row a token.
///
/// @param from      place of the first token in the sequence
/// @param normed    input of the queries
/// @param queries   of all heads
/// @param attended  what attention gives, before its output projection
/// @param logSums   logarithm of each row's sum of scores, one a head
/// @param middle    the stream between attention and feed-forward
/// @param fed       input of the feed-forward part
/// @param gate      its gate, before the sigmoid
/// @param up        what is gated
/// @param inner     what comes out of the gate
record Chunk(
        int from,
        Matrix normed,
        Matrix queries,
        Matrix attended,
        Matrix logSums,
        Matrix middle,
        Matrix fed,
        Matrix gate,
        Matrix up,
        Matrix inner) {
    int to() {
        return from + queries.rows();
    }

    void free(Meter meter) {
        meter.free(normed, queries, attended, logSums, middle, fed, gate, up, inner);
    }
}
