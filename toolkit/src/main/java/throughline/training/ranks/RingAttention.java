package throughline.training.ranks;

/// Queries stay, keys and values go around the ring (Liu et al. 2023). With n ranks of s tokens each, every rank sends
/// `2 (n - 1) s x key width` elements forward, and twice as many back: keys and values again, and their gradients,
/// which start at the first rank that is not their owner and end one before it.
///
/// @param attention what it computes
/// @param shards    which tokens each rank holds
public record RingAttention(Attention attention, Shards shards) implements ContextParallel {
    @Override
    public Attended attend(Rank rank, Qkv own) {
        Queries queries = new Queries(own.q(), shards.of(rank.index()));
        Keys keys = new Keys(own.k(), own.v(), shards.of(rank.index()));
        Partial result = attention.partial(queries, keys);
        for (int step = 1; step < rank.size(); step++) {
            keys = rotated(rank, keys, step);
            result = result.merge(attention.partial(queries, keys));
        }
        Partial all = result;
        return new Attended(all.out(), all.scores(), gradient -> back(rank, own, queries, Slope.of(all, gradient)));
    }

    private Keys rotated(Rank rank, Keys keys, int step) {
        return Keys.of(rank.rotate(keys.packed()), shards.of(rank.wrap(rank.index() - step)));
    }

    private Qkv back(Rank rank, Qkv own, Queries queries, Slope slope) {
        Keys keys = new Keys(own.k(), own.v(), shards.of(rank.index()));
        Qkv mine = attention.backward(queries, slope, keys);
        Matrix dq = mine.q();
        Matrix travelling = Matrix.zero(keys.k().rows(), 2 * keys.k().columns());
        for (int step = 1; step < rank.size(); step++) {
            keys = rotated(rank, keys, step);
            Qkv gradients = attention.backward(queries, slope, keys);
            dq = dq.plus(gradients.q());
            travelling = rank.rotate(travelling.plus(Matrix.beside(gradients.k(), gradients.v())));
        }
        Keys came = Keys.of(travelling, new int[0]);
        return new Qkv(dq, mine.k().plus(came.k()), mine.v().plus(came.v()));
    }
}
