package throughline.learning.tokens;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// How large a token transformer is. With width d, layers L, context T, vocabulary V, streams P and prefix m:
///
/// - [#size()], the N of a scaling law: `L (12 d² + 4 d) + 2 d + 2 L P m d`, and with P > 1 the aggregator's
///   `P d² + d + d P + P`;
/// - [#embeddings()]: `V d` tokens, `T d` positions, `d V` of the head.
///
/// N counts prefixes and aggregator, as ParScale's does (arXiv 2505.10475), so each P has an N of its own.
///
/// @param vocabulary tokens there are
/// @param context    tokens that are seen at most
/// @param layers     of attention and perceptron
/// @param width      of the hidden state
/// @param heads      of the attention; they divide the width
/// @param streams    that look at the same text side by side
/// @param prefix     learned keys and values of each stream in each layer; 0 for a plain model
public record TokenShape(
        @Param(value = "tokens there are", min = 2, max = 32_000)
        int vocabulary,

        @Param(value = "tokens that are seen at most", min = 1, max = 4_096)
        int context,

        @Param(value = "layers", min = 1, max = 100) int layers,

        @Param(value = "width of the hidden state", min = 1, max = 8_192)
        int width,

        @Param(value = "heads of the attention", min = 1, max = 128)
        int heads,

        @Param(value = "parallel streams", min = 1, max = 64)
        int streams,

        @Param(value = "learned keys and values before the text", min = 0, max = 1_024)
        int prefix) {
    /// The perceptron is so many times as wide as the model.
    static final int INNER = 4;
    /// Bytes for what a step computes and keeps until its end.
    private static final double WORKING = 4.0 * (1L << 30);

    /// @throws BadInput when a size is out of its range, or streams have no prefix to differ by
    public TokenShape {
        Spec.check(TokenShape.class, vocabulary, context, layers, width, heads, streams, prefix);
        if (width % heads != 0) {
            throw new BadInput("width [%d] must be a multiple of the heads, %d", width, heads);
        }
        if (streams > 1 && prefix == 0) {
            throw new BadInput("prefix [0] must be at least 1 with %d streams: they differ by nothing else", streams);
        }
    }

    /// The plain model of a size: one stream, no prefix.
    public static TokenShape plain(int vocabulary, int context, int layers, int width, int heads) {
        return new TokenShape(vocabulary, context, layers, width, heads, 1, 0);
    }

    /// The same weights seen by several streams.
    public TokenShape streams(int parallel, int length) {
        return new TokenShape(vocabulary, context, layers, width, heads, parallel, length);
    }

    /// Parameters beside embeddings and head.
    public long size() {
        long d = width;
        return layers * (12 * d * d + 4 * d) + 2 * d + prefixes() + aggregator();
    }

    private long prefixes() {
        return 2L * layers * streams * prefix * width;
    }

    private long aggregator() {
        long d = width;
        return streams == 1 ? 0 : streams * d * d + d + d * streams + streams;
    }

    /// Parameters that grow with vocabulary or context.
    public long embeddings() {
        return (2L * vocabulary + context) * width;
    }

    /// How many sequences are computed at once: as many as 4 GiB hold of what a step keeps until its end, at least one.
    /// A layer keeps about 28 numbers for each token and number of the width, and three for each pair of tokens and
    /// head. It depends on the shape alone, so that sums are the same on every machine.
    int sequencesAtOnce() {
        double tokens = (double) streams * context;
        double layer = tokens * (28.0 * width + 3.0 * heads * (prefix + context));
        return (int) Math.max(1, WORKING / (Float.BYTES * layers * layer));
    }

    /// The arrays of weights by name, in the order in which they are kept.
    SequencedMap<String, Shape> arrays() {
        SequencedMap<String, Shape> arrays = new LinkedHashMap<>();
        arrays.put("embedding", new Shape(vocabulary, width));
        arrays.put("positions", new Shape(context, width));
        for (int layer = 0; layer < layers; layer++) {
            layer(arrays, "layer-" + layer + "/");
        }
        arrays.put("norm/gain", new Shape(width));
        arrays.put("norm/shift", new Shape(width));
        if (streams > 1) {
            arrays.put("aggregator/in", new Shape((long) streams * width, width));
            arrays.put("aggregator/in-shift", new Shape(width));
            arrays.put("aggregator/out", new Shape(width, streams));
            arrays.put("aggregator/out-shift", new Shape(streams));
        }
        arrays.put("head", new Shape(width, vocabulary));
        return arrays;
    }

    private void layer(SequencedMap<String, Shape> arrays, String below) {
        arrays.put(below + "attention-norm/gain", new Shape(width));
        arrays.put(below + "attention-norm/shift", new Shape(width));
        arrays.put(below + "attention/in", new Shape(width, 3L * width));
        arrays.put(below + "attention/out", new Shape(width, width));
        if (prefix > 0) {
            long each = width / heads;
            arrays.put(below + "prefix/keys", new Shape(streams, 1, heads, prefix, each));
            arrays.put(below + "prefix/values", new Shape(streams, 1, heads, prefix, each));
        }
        arrays.put(below + "perceptron-norm/gain", new Shape(width));
        arrays.put(below + "perceptron-norm/shift", new Shape(width));
        arrays.put(below + "perceptron/in", new Shape(width, (long) INNER * width));
        arrays.put(below + "perceptron/out", new Shape((long) INNER * width, width));
    }
}
