package throughline.training.ranks;

import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/// Ring self-attention (RSA, arXiv 2105.13120): keys go around the ring until each rank has whole rows of scores, which
/// it keeps; then values go around. Going back, values and keys go around again, and gradients of keys and values are
/// all-reduced as whole sequences.
///
/// With n ranks of s tokens each, every rank sends `2 (n - 1) s x width` elements forward and six of `(n - 1) s x
/// width` back, as many as four ring all-reduces of the whole sequence. Unlike later ring attention it keeps
/// `s x n s` scores a head.
///
/// @param attention what it computes
/// @param shards    which tokens each rank holds
public record RingSelfAttention(Attention attention, Shards shards) implements ContextParallel {
    @Override
    public Attended attend(Rank rank, Qkv own) {
        Matrix[][] blocks = new Matrix[attention.heads()][rank.size()];
        around(rank, own.k(), (keys, owner) -> {
            for (int head = 0; head < attention.heads(); head++) {
                blocks[head][owner] = scores(own.q(), keys, head, rank.index(), owner);
            }
        });
        Matrix[] weights = new Matrix[attention.heads()];
        Matrix[] out = new Matrix[attention.heads()];
        for (int head = 0; head < attention.heads(); head++) {
            weights[head] = softmax(Matrix.beside(blocks[head]));
            out[head] = Matrix.zero(own.q().rows(), size(own));
        }
        around(rank, own.v(), (values, owner) -> {
            for (int head = 0; head < attention.heads(); head++) {
                out[head] = out[head].plus(block(weights[head], owner).times(shared(values, head)));
            }
        });
        long scores = (long) attention.heads() * own.q().rows() * shards.tokens();
        return new Attended(Matrix.beside(out), scores, gradient -> back(rank, own, weights, gradient));
    }

    /// Shows this rank its own rows, then those of every other.
    private static void around(Rank rank, Matrix own, ObjIntConsumer<Matrix> seen) {
        Matrix held = own;
        seen.accept(held, rank.index());
        for (int step = 1; step < rank.size(); step++) {
            held = rank.rotate(held);
            seen.accept(held, rank.wrap(rank.index() - step));
        }
    }

    private Matrix scores(Matrix queries, Matrix keys, int head, int rank, int owner) {
        Matrix own = own(queries, head);
        Matrix all = own.times(shared(keys, head).transposed()).times(1 / Math.sqrt(own.columns()));
        double[] masked = all.values();
        int[] rows = shards.of(rank);
        int[] columns = shards.of(owner);
        for (int i = 0; i < masked.length && attention.causal(); i++) {
            if (columns[i % columns.length] > rows[i / columns.length]) {
                masked[i] = Double.NEGATIVE_INFINITY;
            }
        }
        return Matrix.of(all.rows(), all.columns(), masked);
    }

    private static Matrix softmax(Matrix scores) {
        double[] weights = new double[scores.rows() * scores.columns()];
        for (int i = 0; i < scores.rows(); i++) {
            double[] row = scores.rows(i, i + 1).values();
            Attention.softmax(row);
            System.arraycopy(row, 0, weights, i * row.length, row.length);
        }
        return Matrix.of(scores.rows(), scores.columns(), weights);
    }

    private Qkv back(Rank rank, Qkv own, Matrix[] weights, Matrix gradient) {
        int heads = attention.heads();
        double[] dv = new double[shards.tokens() * own.v().columns()];
        Matrix[][] blocks = new Matrix[heads][rank.size()];
        around(rank, own.v(), (values, owner) -> {
            for (int head = 0; head < heads; head++) {
                Matrix slope = own(gradient, head);
                blocks[head][owner] = slope.times(shared(values, head).transposed());
                add(
                        dv,
                        own.v().columns(),
                        owner,
                        head,
                        block(weights[head], owner).transposed().times(slope));
            }
        });
        Matrix[] slopes = new Matrix[heads];
        Matrix[] dq = new Matrix[heads];
        for (int head = 0; head < heads; head++) {
            slopes[head] = slope(weights[head], Matrix.beside(blocks[head])).times(1 / Math.sqrt(size(own)));
            dq[head] = Matrix.zero(own.q().rows(), size(own));
        }
        double[] dk = new double[dv.length];
        around(rank, own.k(), (keys, owner) -> {
            for (int head = 0; head < heads; head++) {
                Matrix slope = block(slopes[head], owner);
                dq[head] = dq[head].plus(slope.times(shared(keys, head)));
                add(dk, own.k().columns(), owner, head, slope.transposed().times(own(own.q(), head)));
            }
        });
        return new Qkv(Matrix.beside(dq), mine(rank, own.k(), dk), mine(rank, own.v(), dv));
    }

    /// Back through softmax: `weights (gradient - rows' means of gradient under weights)`.
    private static Matrix slope(Matrix weights, Matrix gradient) {
        Matrix products = weights.with(gradient, (w, g) -> w * g);
        double[] inner = IntStream.range(0, weights.rows())
                .mapToDouble(i -> IntStream.range(0, weights.columns())
                        .mapToDouble(j -> products.at(i, j))
                        .reduce(0, Double::sum))
                .toArray();
        double[] slope = products.values();
        for (int i = 0; i < slope.length; i++) {
            slope[i] -= weights.at(i / weights.columns(), i % weights.columns()) * inner[i / weights.columns()];
        }
        return Matrix.of(weights.rows(), weights.columns(), slope);
    }

    /// Adds to the rows of an owner and the columns of a head.
    private void add(double[] sums, int width, int owner, int head, Matrix added) {
        int left = attention.keyHead(head) * added.columns();
        for (int i = 0; i < added.rows(); i++) {
            for (int c = 0; c < added.columns(); c++) {
                sums[(owner * shards.each() + i) * width + left + c] += added.at(i, c);
            }
        }
    }

    private static Matrix mine(Rank rank, Matrix own, double[] sums) {
        Matrix all = Matrix.of(sums.length / own.columns(), own.columns(), rank.allReduce(sums));
        return all.rows(rank.index() * own.rows(), (rank.index() + 1) * own.rows());
    }

    private int size(Qkv own) {
        return own.q().columns() / attention.heads();
    }

    private Matrix own(Matrix rows, int head) {
        int size = rows.columns() / attention.heads();
        return rows.columns(head * size, (head + 1) * size);
    }

    private Matrix shared(Matrix rows, int head) {
        int size = rows.columns() / attention.keyHeads();
        return rows.columns(attention.keyHead(head) * size, (attention.keyHead(head) + 1) * size);
    }

    private Matrix block(Matrix row, int owner) {
        return row.columns(owner * shards.each(), (owner + 1) * shards.each());
    }
}
