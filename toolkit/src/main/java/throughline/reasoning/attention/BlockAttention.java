package throughline.reasoning.attention;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import throughline.training.ranks.Matrix;
import throughline.training.ranks.Partial;

/// Exact attention, in doubles, to text with branches, in two ways that give the same: [#masked] over everything laid
/// flat, and [#toBlock] one stored block after another, merged by their log-sum-exp.
///
/// A block is moved by turning the query once for it, by how far the block begins before the query; its keys stay as
/// they are stored (Hogwild! Inference, arXiv 2504.06261).
///
/// ```java
/// BlockAttention attention = new BlockAttention(8, 2, Rotary.STANDARD);
/// Partial whole = attention.masked(q, k, v, ancestry);
/// Partial first = attention.toBlock(query, _ -> 40, _ -> prompt.tokens(), prompt);
/// Partial both = first.merge(attention.toBlock(query, _ -> 12, _ -> path.tokens(), path));
/// ```
///
/// @param heads    of queries
/// @param keyHeads of keys and values, dividing heads
public record BlockAttention(int heads, int keyHeads, Rotary rotary) {
    public BlockAttention {
        if (keyHeads < 1 || heads < 1 || heads % keyHeads != 0) {
            throw new IllegalArgumentException(
                    "key heads [%d] must be at least 1 and divide the [%d] heads".formatted(keyHeads, heads));
        }
        Objects.requireNonNull(rotary, "rotary");
    }

    /// Attention of all tokens to all that they see, from their distances: what every other way is held against.
    ///
    /// @param q        not turned, `[tokens, heads x size]`
    /// @param k        not turned, `[tokens, key heads x size]`
    /// @param v        `[tokens, key heads x size]`
    /// @param ancestry of as many tokens
    /// @throws IllegalArgumentException when sizes do not agree
    public Partial masked(Matrix q, Matrix k, Matrix v, Ancestry ancestry) {
        int size = size(q, k, v);
        if (q.rows() != k.rows() || q.rows() != ancestry.tokens()) {
            throw new IllegalArgumentException("[%d] queries and [%d] keys of a text of [%d] tokens must be as many"
                    .formatted(q.rows(), k.rows(), ancestry.tokens()));
        }
        return attend(q, v, row -> {
            Matrix keys = rotary.turn(k, size, key -> ancestry.sees(row, key) ? -ancestry.distance(row, key) : 0);
            return new Seen(q, keys, key -> ancestry.sees(row, key));
        });
    }

    /// Attention of some queries to a stored block.
    ///
    /// @param q       not turned, `[rows, heads x size]`
    /// @param after   by how many positions a row comes after the block's first token
    /// @param visible how many of the block's first tokens a row sees
    /// @throws IllegalArgumentException when sizes do not agree
    public Partial toBlock(Matrix q, IntUnaryOperator after, IntUnaryOperator visible, KeyBlock block) {
        Matrix turned = rotary.turn(q, size(q, block.keys(), block.values()), after);
        return attend(q, block.values(), row -> new Seen(turned, block.keys(), key -> key < visible.applyAsInt(row)));
    }

    /// Of a head.
    private int size(Matrix q, Matrix k, Matrix v) {
        int size = q.columns() / heads;
        int wide = keyHeads * size;
        if (size < 1 || q.columns() != heads * size || k.columns() != wide || v.columns() != wide) {
            throw new IllegalArgumentException(
                    "queries [%d], keys [%d] and values [%d] wide must be [%d], [%d] and [%d] heads of one size"
                            .formatted(q.columns(), k.columns(), v.columns(), heads, keyHeads, keyHeads));
        }
        if (k.rows() != v.rows()) {
            throw new IllegalArgumentException(
                    "[%d] keys and [%d] values must be as many".formatted(k.rows(), v.rows()));
        }
        return size;
    }

    /// Merges attention of the same queries to several sets of keys.
    ///
    /// @param parts at least one
    public static Partial merged(List<Partial> parts) {
        return parts.stream().reduce(Partial::merge).orElseThrow();
    }

    private interface Mask {
        boolean sees(int key);
    }

    private record Seen(Matrix q, Matrix keys, Mask mask) {}

    private interface Rows {
        Seen row(int row);
    }

    private Partial attend(Matrix q, Matrix v, Rows rows) {
        int size = q.columns() / heads;
        double[] out = new double[q.rows() * q.columns()];
        double[] lse = new double[q.rows() * heads];
        long seen = 0;
        for (int row = 0; row < q.rows(); row++) {
            Seen all = rows.row(row);
            for (int head = 0; head < heads; head++) {
                double[] weights = scores(all, row, head, size);
                lse[row * heads + head] = softmax(weights);
                int from = head / (heads / keyHeads) * size;
                for (int key = 0; key < weights.length; key++) {
                    seen += all.mask.sees(key) ? 1 : 0;
                    for (int c = 0; c < size && weights[key] > 0; c++) {
                        out[row * q.columns() + head * size + c] += weights[key] * v.at(key, from + c);
                    }
                }
            }
        }
        return new Partial(Matrix.of(q.rows(), q.columns(), out), Matrix.of(q.rows(), heads, lse), seen);
    }

    private double[] scores(Seen all, int row, int head, int size) {
        double[] scores = new double[all.keys.rows()];
        int from = head / (heads / keyHeads) * size;
        for (int key = 0; key < scores.length; key++) {
            if (all.mask.sees(key)) {
                for (int c = 0; c < size; c++) {
                    scores[key] += all.q.at(row, head * size + c) * all.keys.at(key, from + c) / Math.sqrt(size);
                }
            } else {
                scores[key] = Double.NEGATIVE_INFINITY;
            }
        }
        return scores;
    }

    /// Turns scores into weights that sum to 1, or to 0 where none is seen; the logarithm of the sum of exponentials.
    private static double softmax(double[] scores) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            largest = Math.max(largest, score);
        }
        if (largest == Double.NEGATIVE_INFINITY) {
            Arrays.fill(scores, 0);
            return largest;
        }
        double sum = 0;
        for (int key = 0; key < scores.length; key++) {
            scores[key] = StrictMath.exp(scores[key] - largest);
            sum += scores[key];
        }
        for (int key = 0; key < scores.length; key++) {
            scores[key] /= sum;
        }
        return largest + StrictMath.log(sum);
    }
}
