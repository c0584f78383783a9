package throughline.papers.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import throughline.learning.Weights;
import throughline.random.Stream;

/// A small transformer that sees all tokens, without normalisation, and its task: to say at every place which token
/// stands at the mirrored place, which split attention can only know from other devices.
///
/// @param layers     of attention and MLP
/// @param width      of the stream
/// @param heads      of attention
/// @param vocabulary tokens that are told apart
/// @param length     of a sequence
/// @param batch      sequences
record RsaShape(int layers, int width, int heads, int vocabulary, int length, int batch) {
    /// Weights of a layer: queries, keys, values, outputs, up, down.
    static final int A_LAYER = 6;

    /// Tokens and what is asked for, both `[batch][length]`.
    record Batch(int[][] tokens, int[][] targets) {}

    /// The same model on sequences of another length.
    RsaShape length(int other) {
        return new RsaShape(layers, width, heads, vocabulary, other, batch);
    }

    Batch draw(Stream random) {
        int[][] tokens = new int[batch][length];
        int[][] targets = new int[batch][length];
        for (int i = 0; i < batch; i++) {
            for (int t = 0; t < length; t++) {
                tokens[i][t] = random.below(vocabulary);
                targets[i][length - 1 - t] = tokens[i][t];
            }
        }
        return new Batch(tokens, targets);
    }

    /// First weights: tokens, places, those of every layer, and the last product.
    NDList weights(NDManager manager, Stream random) {
        NDList weights = new NDList(drawn(manager, vocabulary, width, random), drawn(manager, length, width, random));
        for (int layer = 0; layer < layers; layer++) {
            for (int i = 0; i < 4; i++) {
                weights.add(drawn(manager, width, width, random));
            }
            weights.add(drawn(manager, width, 4 * width, random));
            weights.add(drawn(manager, 4 * width, width, random));
        }
        weights.add(drawn(manager, width, vocabulary, random));
        weights.forEach(weight -> weight.setRequiresGradient(true));
        return weights;
    }

    private static NDArray drawn(NDManager manager, int rows, int columns, Stream random) {
        return Weights.glorot(manager, new Shape(rows, columns), random);
    }

    /// A layer's weight among all.
    static NDArray of(NDList weights, int layer, int which) {
        return weights.get(2 + A_LAYER * layer + which);
    }

    /// One row a token, one column a kind, 1 where they meet.
    ///
    /// @param from first place of the sequence
    /// @param to   first place after
    NDArray oneHot(NDManager manager, int[][] tokens, int from, int to) {
        int share = to - from;
        float[] values = new float[batch * share * vocabulary];
        for (int i = 0; i < batch; i++) {
            for (int t = from; t < to; t++) {
                values[(i * share + t - from) * vocabulary + tokens[i][t]] = 1;
            }
        }
        return manager.create(values, new Shape((long) batch * share, vocabulary));
    }

    /// From `[tokens, width]` to `[batch, heads, tokens of a sequence, size]`.
    NDArray heads(NDArray rows) {
        return rows.reshape(batch, -1, heads, width / heads).swapAxes(1, 2);
    }

    /// The way back.
    NDArray rows(NDArray heads) {
        return heads.swapAxes(1, 2).reshape(-1, width);
    }
}
