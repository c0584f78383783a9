package throughline.training.ranks;

import java.util.stream.IntStream;

/// Softmax attention with several heads, of which some may share keys and values; scores are products over the root
/// of a head's size.
///
/// ```java
/// Attended dense = Attention.causal(8, 2).dense(new Qkv(q, k, v));
/// Qkv gradients = dense.back().apply(gradient);
/// ```
///
/// @param heads    of queries
/// @param keyHeads of keys and values, dividing heads
/// @param causal   whether a token sees none that come after it
public record Attention(int heads, int keyHeads, boolean causal) {
    public Attention {
        if (keyHeads < 1 || heads % keyHeads != 0) {
            throw new IllegalArgumentException(
                    "key heads [%d] must be at least 1 and divide the [%d] heads".formatted(keyHeads, heads));
        }
    }

    /// Attention to all that came before, and to itself.
    public static Attention causal(int heads, int keyHeads) {
        return new Attention(heads, keyHeads, true);
    }

    /// Attention to all tokens.
    public static Attention full(int heads, int keyHeads) {
        return new Attention(heads, keyHeads, false);
    }

    /// On one device, over the whole sequence: what every other way is held against.
    public Attended dense(Qkv all) {
        int[] tokens = IntStream.range(0, all.q().rows()).toArray();
        Queries queries = new Queries(all.q(), tokens);
        Keys keys = new Keys(all.k(), all.v(), tokens);
        Partial result = partial(queries, keys);
        return new Attended(
                result.out(), result.scores(), gradient -> backward(queries, Slope.of(result, gradient), keys));
    }

    /// Attention of some queries to some keys.
    Partial partial(Queries queries, Keys keys) {
        int size = queries.q().columns() / heads;
        int rows = queries.q().rows();
        double[] out = new double[rows * heads * size];
        double[] lse = new double[rows * heads];
        long scores = 0;
        for (int i = 0; i < rows; i++) {
            for (int head = 0; head < heads; head++) {
                double[] weights = new double[keys.tokens().length];
                scores += scores(queries, i, keys, head, weights);
                lse[i * heads + head] = softmax(weights);
                for (int j = 0; j < weights.length; j++) {
                    for (int c = 0; c < size && weights[j] > 0; c++) {
                        out[(i * heads + head) * size + c] +=
                                weights[j] * keys.v().at(j, keyHead(head) * size + c);
                    }
                }
            }
        }
        return new Partial(Matrix.of(rows, heads * size, out), Matrix.of(rows, heads, lse), scores);
    }

    /// Which head of keys and values a head of queries sees.
    int keyHead(int head) {
        return head / (heads / keyHeads);
    }

    private boolean sees(int query, int key) {
        return !causal || key <= query;
    }

    /// Fills in one row's scores of one head, minus infinity for what it does not see; how many it sees.
    private int scores(Queries queries, int i, Keys keys, int head, double[] scores) {
        int size = queries.q().columns() / heads;
        double scale = 1 / Math.sqrt(size);
        int seen = 0;
        for (int j = 0; j < scores.length; j++) {
            if (sees(queries.tokens()[i], keys.tokens()[j])) {
                seen++;
                for (int c = 0; c < size; c++) {
                    scores[j] += scale
                            * queries.q().at(i, head * size + c)
                            * keys.k().at(j, keyHead(head) * size + c);
                }
            } else {
                scores[j] = Double.NEGATIVE_INFINITY;
            }
        }
        return seen;
    }

    /// Turns scores into weights that sum to 1, or to 0 where none is seen; the logarithm of the sum of exponentials.
    static double softmax(double[] scores) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            largest = Math.max(largest, score);
        }
        double sum = 0;
        for (int j = 0; j < scores.length; j++) {
            scores[j] = largest == Double.NEGATIVE_INFINITY ? 0 : StrictMath.exp(scores[j] - largest);
            sum += scores[j];
        }
        for (int j = 0; j < scores.length && sum > 0; j++) {
            scores[j] /= sum;
        }
        return largest + StrictMath.log(sum);
    }

    /// What some queries and some keys add to each other's gradients, from the sum over all keys that `slope` has.
    Qkv backward(Queries queries, Slope slope, Keys keys) {
        AttentionBack sums = new AttentionBack(this, queries, slope, keys);
        for (int i = 0; i < queries.tokens().length; i++) {
            for (int head = 0; head < heads; head++) {
                double[] scores = new double[keys.tokens().length];
                scores(queries, i, keys, head, scores);
                for (int j = 0; j < scores.length; j++) {
                    if (scores[j] > Double.NEGATIVE_INFINITY) {
                        sums.add(i, head, j, scores[j]);
                    }
                }
            }
        }
        return sums.gradients();
    }
}
