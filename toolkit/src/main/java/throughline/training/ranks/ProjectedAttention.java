package throughline.training.ranks;

import java.util.stream.IntStream;

/// Attention to keys and values that are projected to fewer rows (Linformer, arXiv 2006.04768), as RSA (arXiv
/// 2105.13120) splits it: every rank projects its own tokens, and the sum over ranks is what all attend to. Whatever
/// the length of the sequence, n ranks together send `4 (n - 1) x rows x key width` elements forward, and as many back.
///
/// @param attention  what it computes, not causal: projected rows have no place in the sequence
/// @param shards     which tokens each rank holds
/// @param projection `[rows, tokens]`, which is given and not learnt
public record ProjectedAttention(Attention attention, Shards shards, Matrix projection) implements ContextParallel {
    public ProjectedAttention {
        if (attention.causal()) {
            throw new IllegalArgumentException("projected attention cannot be causal");
        }
        if (projection.columns() != shards.tokens()) {
            throw new IllegalArgumentException("a projection of [%d] tokens does not fit a sequence of %d"
                    .formatted(projection.columns(), shards.tokens()));
        }
    }

    @Override
    public Attended attend(Rank rank, Qkv own) {
        int[] tokens = shards.of(rank.index());
        Matrix back = projection.transposed().pick(tokens);
        Queries queries = new Queries(own.q(), tokens);
        Matrix seen = sum(rank, back.transposed().times(Matrix.beside(own.k(), own.v())));
        Keys keys = Keys.of(seen, IntStream.range(0, seen.rows()).toArray());
        Partial result = attention.partial(queries, keys);
        return new Attended(result.out(), result.scores(), gradient -> {
            Qkv slopes = attention.backward(queries, Slope.of(result, gradient), keys);
            Matrix summed = sum(rank, Matrix.beside(slopes.k(), slopes.v()));
            Keys mine = Keys.of(back.times(summed), tokens);
            return new Qkv(slopes.q(), mine.k(), mine.v());
        });
    }

    private static Matrix sum(Rank rank, Matrix part) {
        return Matrix.of(part.rows(), part.columns(), rank.allReduce(part.values()));
    }
}
