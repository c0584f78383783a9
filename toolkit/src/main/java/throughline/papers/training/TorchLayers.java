package throughline.papers.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.List;
import throughline.training.Transformer;
import throughline.training.chunks.LanguageModel;

/// The layers of a [LanguageModel] in PyTorch, in float32, for some of the tokens or for all. What they compute belongs
/// to the manager of their input.
final class TorchLayers {
    private static final int WEIGHTS_OF_LAYER = 9;
    private static final float EPSILON = 1e-6f;
    private static final float MASKED = -1e9f;

    private final Transformer shape;
    private final NDList weights = new NDList();

    /// @param model   whose weights are copied
    /// @param manager owns the copies
    TorchLayers(LanguageModel model, NDManager manager) {
        shape = model.shape();
        List<double[]> numbers = model.numbers();
        for (int i = 0; i < numbers.size(); i++) {
            float[] floats = new float[numbers.get(i).length];
            for (int j = 0; j < floats.length; j++) {
                floats[j] = (float) numbers.get(i)[j];
            }
            long rows = rows(i, numbers.size());
            NDArray weight = manager.create(floats, new Shape(rows, floats.length / rows));
            weight.setRequiresGradient(true);
            weights.add(weight);
        }
    }

    /// Inputs of each matrix; norms are one row.
    private long rows(int matrix, int matrices) {
        if (matrix == 0) {
            return shape.vocabulary();
        }
        if (matrix == matrices - 2) {
            return 1;
        }
        if (matrix == matrices - 1) {
            return shape.width();
        }
        return switch ((matrix - 1) % WEIGHTS_OF_LAYER) {
            case 0, 5 -> 1;
            case 4 -> (long) shape.heads() * shape.headWidth();
            case 8 -> shape.inner();
            default -> shape.width();
        };
    }

    /// All weights, in the order of [LanguageModel#numbers()].
    NDList weights() {
        return weights;
    }

    int layers() {
        return shape.layers();
    }

    private NDArray weight(int layer, int place) {
        return weights.get(1 + layer * WEIGHTS_OF_LAYER + place);
    }

    /// Rows of the table, `[T, h]`.
    NDArray looked(NDArray tokens) {
        return tokens.getNDArrayInternal()
                .embedding(tokens, weights.getFirst(), SparseFormat.DENSE)
                .singletonOrThrow();
    }

    private NDArray oneHot(NDArray tokens) {
        return tokens.oneHot(shape.vocabulary(), DataType.FLOAT32);
    }

    /// Keys and values of tokens, both `[T, k·d]`.
    NDList keys(int layer, NDArray x) {
        NDArray normed = norm(x, weight(layer, 0));
        return new NDList(normed.matMul(weight(layer, 2)), normed.matMul(weight(layer, 3)));
    }

    /// Output of a layer for a chunk of tokens, `[n, h]`.
    ///
    /// @param rows   inputs of the chunk, `[n, h]`
    /// @param from   place of its first token
    /// @param keys   of all tokens up to the chunk's end
    /// @param values of all tokens up to the chunk's end
    NDArray layer(int layer, NDArray rows, int from, NDArray keys, NDArray values) {
        NDArray queries = norm(rows, weight(layer, 0)).matMul(weight(layer, 1));
        NDArray middle = rows.add(attended(queries, from, keys, values).matMul(weight(layer, 4)));
        NDArray fed = norm(middle, weight(layer, 5));
        NDArray gate = fed.matMul(weight(layer, 6));
        NDArray inner = gate.mul(gate.getNDArrayInternal().sigmoid()).mul(fed.matMul(weight(layer, 7)));
        return middle.add(inner.matMul(weight(layer, 8)));
    }

    private NDArray attended(NDArray queries, int from, NDArray keys, NDArray values) {
        long n = queries.getShape().get(0);
        NDManager manager = queries.getManager();
        NDArray scale = manager.full(new Shape(), (float) (1 / Math.sqrt(shape.headWidth())));
        NDArray scores = heads(queries, shape.heads())
                .matMul(shared(keys).transpose(0, 2, 1))
                .mul(scale)
                .add(mask(manager, (int) n, from));
        NDArray out = scores.softmax(2).matMul(shared(values));
        return out.transpose(1, 0, 2).reshape(n, (long) shape.heads() * shape.headWidth());
    }

    /// `[n, heads · d]` as `[heads, n, d]`.
    private NDArray heads(NDArray x, int heads) {
        return x.reshape(x.getShape().get(0), heads, shape.headWidth()).transpose(1, 0, 2);
    }

    /// Each head of keys as often as queries look at it.
    private NDArray shared(NDArray keys) {
        return heads(keys, shape.keyHeads()).repeat(0, shape.heads() / shape.keyHeads());
    }

    private static NDArray mask(NDManager manager, int n, int from) {
        float[] mask = new float[n * (from + n)];
        for (int i = 0; i < n; i++) {
            for (int j = from + i + 1; j < from + n; j++) {
                mask[i * (from + n) + j] = MASKED;
            }
        }
        return manager.create(mask, new Shape(n, from + n));
    }

    /// Sum of the log probabilities of the next tokens.
    ///
    /// @param rows outputs of the last layer, `[n, h]`
    /// @param next the token after each, `[n]`
    NDArray logProbability(NDArray rows, NDArray next) {
        NDArray logits = norm(rows, weights.get(weights.size() - 2)).matMul(weights.getLast());
        return logits.logSoftmax(1).mul(oneHot(next)).sum();
    }

    private static NDArray norm(NDArray x, NDArray gain) {
        NDArray epsilon = x.getManager().full(new Shape(), EPSILON);
        NDArray size = x.square().mean(new int[] {1}, true).add(epsilon).sqrt();
        return x.div(size).mul(gain);
    }
}
