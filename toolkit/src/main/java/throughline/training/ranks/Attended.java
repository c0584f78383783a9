package throughline.training.ranks;

import java.util.function.Function;

/// What attention gave on a rank, and the way back.
///
/// @param out    of the rank's own tokens, `[tokens, heads x size]`
/// @param scores that this rank computed, over all heads
/// @param back   from the gradient of `out` to those of the rank's own queries, keys and values; to be called once, by
///               all ranks that attended
public record Attended(Matrix out, long scores, Function<Matrix, Qkv> back) {}
