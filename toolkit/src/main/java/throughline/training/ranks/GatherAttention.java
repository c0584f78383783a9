package throughline.training.ranks;

import java.util.stream.IntStream;

/// Every rank gathers all keys and values, then attends alone (Llama 3, 2024). With n ranks of s tokens each, every
/// rank sends `2 (n - 1) s x key width` elements forward, and twice as many back: they are gathered again, and their
/// gradients reduced and scattered.
///
/// @param attention what it computes
/// @param shards    which tokens each rank holds
public record GatherAttention(Attention attention, Shards shards) implements ContextParallel {
    @Override
    public Attended attend(Rank rank, Qkv own) {
        Queries queries = new Queries(own.q(), shards.of(rank.index()));
        Partial result = attention.partial(queries, gathered(rank, own));
        return new Attended(
                result.out(), result.scores(), gradient -> back(rank, own, queries, Slope.of(result, gradient)));
    }

    /// In order of ranks, not of the sequence: the places of the tokens go along.
    private Keys gathered(Rank rank, Qkv own) {
        Matrix packed = Matrix.beside(own.k(), own.v());
        int[] tokens = IntStream.range(0, rank.size())
                .flatMap(other -> IntStream.of(shards.of(other)))
                .toArray();
        return Keys.of(Matrix.of(tokens.length, packed.columns(), rank.allGather(packed.values())), tokens);
    }

    private Qkv back(Rank rank, Qkv own, Queries queries, Slope slope) {
        Qkv sums = attention.backward(queries, slope, gathered(rank, own));
        double[] mine = rank.reduceScatter(Matrix.beside(sums.k(), sums.v()).values());
        Keys gradients = Keys.of(Matrix.of(own.k().rows(), 2 * own.k().columns(), mine), new int[0]);
        return new Qkv(sums.q(), gradients.k(), gradients.v());
    }
}
