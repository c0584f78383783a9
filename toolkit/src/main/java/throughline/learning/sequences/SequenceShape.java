package throughline.learning.sequences;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// How large a decoder of sequences is: Qwen2's blocks (arXiv 2407.10671, section 2.2.1), with width h, keys and values
/// of `kv = groups h / heads`, and an inner width f.
///
/// ```java
/// var shape = SequenceShape.backtrack("17M", 80, 4_096);
/// shape.size();                 // 17,825,792: what the paper's name for it says
/// shape.multiplyAdds(4_096);    // of one generation of 4,096 tokens
/// ```
///
/// @param vocabulary tokens there are
/// @param context    tokens of prompt and completion at most
/// @param layers     of attention and perceptron
/// @param width      of the hidden state
/// @param heads      of the queries; they divide the width into even parts
/// @param groups     of heads that share keys and values; they divide the heads
/// @param inner      width of the perceptron
public record SequenceShape(
        @Param(value = "tokens there are", min = 2, max = 200_000)
        int vocabulary,

        @Param(value = "tokens that are seen at most", min = 1, max = 32_768)
        int context,

        @Param(value = "layers", min = 1, max = 200) int layers,

        @Param(value = "width of the hidden state", min = 2, max = 16_384)
        int width,

        @Param(value = "heads of the queries", min = 1, max = 256)
        int heads,

        @Param(value = "groups of heads that share keys and values", min = 1, max = 256)
        int groups,

        @Param(value = "width of the perceptron", min = 1, max = 65_536)
        int inner) {
    /// Numbers of a query in the shapes of the paper; it gives only their sum over heads.
    private static final int HEAD = 64;
    /// Bytes for what a step computes and keeps until its end.
    private static final double WORKING = 4.0 * (1L << 30);

    /// @throws BadInput when a size is out of its range, or heads do not divide
    public SequenceShape {
        Spec.check(SequenceShape.class, vocabulary, context, layers, width, heads, groups, inner);
        if (width % (2 * heads) != 0) {
            throw new BadInput(
                    "width [%d] must be an even multiple of the heads, %d: numbers turn in pairs", width, heads);
        }
        if (heads % groups != 0) {
            throw new BadInput("heads [%d] must be a multiple of the groups, %d", heads, groups);
        }
    }

    /// A shape of the paper on backtracking (arXiv 2504.07052), from its scripts; heads of 64 numbers are ours.
    ///
    /// @param size `3M`, `17M`, `38M` or `144M`
    /// @throws BadInput for any other
    public static SequenceShape backtrack(String size, int vocabulary, int context) {
        return switch (size) {
            case "3M" -> of(vocabulary, context, 6, 256, 64, 512);
            case "17M" -> of(vocabulary, context, 8, 512, 128, 1_024);
            case "38M" -> of(vocabulary, context, 10, 512, 128, 2_048);
            case "144M" -> of(vocabulary, context, 12, 1_024, 256, 3_072);
            default -> throw new BadInput("size [%s] is not one of 3M, 17M, 38M, 144M", size);
        };
    }

    private static SequenceShape of(int vocabulary, int context, int layers, int width, int kv, int inner) {
        return new SequenceShape(vocabulary, context, layers, width, width / HEAD, kv / HEAD, inner);
    }

    /// Numbers of one head's query.
    int head() {
        return width / heads;
    }

    /// Numbers of a token's keys, and of its values.
    public int kv() {
        return groups * head();
    }

    /// Weights of all matrices in all layers, `layers (2 h² + 2 h kv + 3 h f)`: embeddings, head, norms and biases are
    /// not counted.
    public long size() {
        long h = width;
        return layers * (2 * h * h + 2 * h * kv() + 3 * h * inner);
    }

    /// Multiply-adds of one generation of L tokens, `size() L + layers h L (L + 1) / 2`, as the paper on backtracking
    /// counts them: the head, and one of attention's two products, are left out.
    ///
    /// @param length L, at least 0
    public double multiplyAdds(double length) {
        return size() * length + (double) layers * width * length * (length + 1) / 2;
    }

    /// How many examples are computed at once: as many as 4 GiB hold of what a step keeps until its end, at least one.
    /// A layer keeps about 36 numbers for each token and number of the width, and four for each pair of tokens and
    /// head. It depends on sizes alone, so that sums are the same on every machine.
    ///
    /// @param length tokens of each
    int sequencesAtOnce(int length) {
        double layer = (double) length * (36.0 * width + 4.0 * heads * length);
        return (int) Math.max(1, WORKING / (Float.BYTES * layers * layer));
    }

    /// The arrays of weights by name, in the order in which they are kept.
    SequencedMap<String, Shape> arrays() {
        SequencedMap<String, Shape> arrays = new LinkedHashMap<>();
        arrays.put("embedding", new Shape(vocabulary, width));
        for (int layer = 0; layer < layers; layer++) {
            String below = "layer-" + layer + "/";
            arrays.put(below + "attention-norm/gain", new Shape(width));
            arrays.put(below + "attention/in", new Shape(width, width + 2L * kv()));
            arrays.put(below + "attention/in-shift", new Shape(width + 2L * kv()));
            arrays.put(below + "attention/out", new Shape(width, width));
            arrays.put(below + "perceptron-norm/gain", new Shape(width));
            arrays.put(below + "perceptron/in", new Shape(width, 2L * inner));
            arrays.put(below + "perceptron/out", new Shape(inner, width));
        }
        arrays.put("norm/gain", new Shape(width));
        arrays.put("head", new Shape(width, vocabulary));
        return arrays;
    }
}
