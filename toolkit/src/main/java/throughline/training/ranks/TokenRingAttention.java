package throughline.training.ranks;

import java.util.Arrays;

/// Keys and values stay, queries go around the ring, and what they found goes straight back to their owner, on the
/// links' other direction (TokenRing, arXiv 2412.20501). Where attention is causal and shards are in zigzag, queries
/// that have passed the ring's start need only their second half.
///
/// With n ranks of s tokens each, `n (n - 1) s` rows of queries move forward in all, a quarter fewer in causal zigzag;
/// each as wide as all heads, and so is what comes back, with one more element a head. Going back, a row carries its
/// gradient and two elements a head too, and the gradient of the query comes home.
///
/// @param attention what it computes
/// @param shards    which tokens each rank holds
public record TokenRingAttention(Attention attention, Shards shards) implements ContextParallel {
    @Override
    public Attended attend(Rank rank, Qkv own) {
        Queries queries = new Queries(own.q(), shards.of(rank.index()));
        Keys keys = new Keys(own.k(), own.v(), shards.of(rank.index()));
        Partial result = attention.partial(queries, keys);
        Matrix moving = own.q();
        long scores = result.scores();
        for (int step = 1; step < rank.size(); step++) {
            int owner = rank.wrap(rank.index() + step);
            moving = moved(rank, moving, owner);
            Partial found = at(owner, rank.index()).partial(queries(owner, moving), seen(owner, rank.index(), keys));
            scores += found.scores();
            rank.send(owner, Matrix.beside(found.out(), found.lse()).values());
        }
        for (int step = 1; step < rank.size(); step++) {
            result = result.mergeLast(
                    returned(rank, rank.wrap(rank.index() - step), own.q().columns()));
        }
        Partial all = result;
        return new Attended(all.out(), scores, gradient -> back(rank, queries, keys, Slope.of(all, gradient)));
    }

    private Qkv back(Rank rank, Queries queries, Keys keys, Slope slope) {
        Qkv sums = attention.backward(queries, slope, keys);
        Matrix moving = Matrix.beside(queries.q(), slope.out(), slope.lse(), slope.inner());
        for (int step = 1; step < rank.size(); step++) {
            int owner = rank.wrap(rank.index() + step);
            moving = moved(rank, moving, owner);
            Qkv found = back(owner, rank.index(), moving, keys);
            rank.send(owner, found.q().values());
            sums = new Qkv(sums.q(), plusFirst(sums.k(), found.k()), plusFirst(sums.v(), found.v()));
        }
        Matrix dq = sums.q();
        for (int step = 1; step < rank.size(); step++) {
            double[] came = rank.receive(rank.wrap(rank.index() - step));
            double[] total = dq.values();
            for (int i = 0; i < came.length; i++) {
                total[total.length - came.length + i] += came[i];
            }
            dq = Matrix.of(dq.rows(), dq.columns(), total);
        }
        return new Qkv(dq, sums.k(), sums.v());
    }

    private Qkv back(int owner, int holder, Matrix moving, Keys keys) {
        int heads = attention.heads();
        int width = moving.columns() / 2 - heads;
        Slope slope = new Slope(
                moving.columns(width, 2 * width),
                moving.columns(2 * width, 2 * width + heads),
                moving.columns(2 * width + heads, 2 * width + 2 * heads));
        Queries queries = queries(owner, moving.columns(0, width));
        return at(owner, holder).backward(queries, slope, seen(owner, holder, keys));
    }

    /// Sends on those rows that the next rank needs, and receives those of an owner that this one needs.
    private Matrix moved(Rank rank, Matrix moving, int owner) {
        int next = rank.wrap(rank.index() - 1);
        int sent = rows(rank.wrap(owner - 1), next);
        Matrix last = moving.rows(moving.rows() - sent, moving.rows());
        double[] came = rank.pass(next, rank.wrap(rank.index() + 1), last.values());
        return Matrix.of(rows(owner, rank.index()), moving.columns(), came);
    }

    /// Rows of an owner's queries that see keys of a holder.
    private int rows(int owner, int holder) {
        return halved() && owner < holder ? shards.each() / 2 : shards.each();
    }

    private boolean halved() {
        return attention.causal() && shards.zigzag();
    }

    /// Away from home, halves see each other without a mask.
    private Attention at(int owner, int holder) {
        return halved() && owner != holder ? Attention.full(attention.heads(), attention.keyHeads()) : attention;
    }

    private Queries queries(int owner, Matrix rows) {
        int[] tokens = shards.of(owner);
        return new Queries(rows, Arrays.copyOfRange(tokens, tokens.length - rows.rows(), tokens.length));
    }

    private Keys seen(int owner, int holder, Keys keys) {
        int rows = halved() && owner > holder ? shards.each() / 2 : shards.each();
        return new Keys(keys.k().rows(0, rows), keys.v().rows(0, rows), Arrays.copyOf(keys.tokens(), rows));
    }

    private Partial returned(Rank rank, int from, int width) {
        int heads = attention.heads();
        double[] came = rank.receive(from);
        Matrix both = Matrix.of(came.length / (width + heads), width + heads, came);
        return new Partial(both.columns(0, width), both.columns(width, width + heads), 0);
    }

    private static Matrix plusFirst(Matrix sum, Matrix first) {
        double[] total = sum.values();
        double[] added = first.values();
        for (int i = 0; i < added.length; i++) {
            total[i] += added[i];
        }
        return Matrix.of(sum.rows(), sum.columns(), total);
    }
}
