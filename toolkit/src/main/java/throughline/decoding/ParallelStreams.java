package throughline.decoding;

import java.util.ArrayList;
import java.util.List;
import throughline.decoding.RooflineForward.Pass;
import throughline.hardware.Cost;
import throughline.hardware.Cost.Basis;
import throughline.spec.BadInput;

/// A decoder that reads its input several times at once (ParScale, arXiv 2505.10475). Each stream has learnt keys and
/// values of its own, in every layer, before the first token; all other weights are shared. A small network mixes the
/// streams' last states; what it gives goes through the one output layer.
///
/// ```java
/// var shape = new DecoderShape(36, 1536, 8320, 16, 2, 151_936);
/// var model = ParallelStreams.of(shape, 8);
/// var a100 = Roofline.of(Device.named("a100-sxm-80gb"));
/// show(model.seconds(new Generation(1, 256, 256), a100).explain());
/// ```
///
/// @param shape   of the decoder
/// @param streams at least 1; one is the plain decoder
/// @param prefix  learnt tokens before each stream's first, 0 or more
public record ParallelStreams(DecoderShape shape, int streams, int prefix) {
    private static final int PREFIX = 48;
    private static final String AUTHORS = "ParScale's cost_analysis.py with llm-analysis";

    /// @throws BadInput when there is no stream, or a prefix is below 0
    public ParallelStreams {
        if (streams < 1) {
            throw new BadInput("streams [%d] must be at least 1", streams);
        }
        if (prefix < 0) {
            throw new BadInput("prefix [%d] must be 0 or more tokens", prefix);
        }
    }

    /// With the paper's prefixes: 48 tokens for each of several streams, none for a single one.
    public static ParallelStreams of(DecoderShape shape, int streams) {
        return new ParallelStreams(shape, streams, streams > 1 ? PREFIX : 0);
    }

    /// All weights but the table of tokens: the `N` of the paper's law, which differs a little between numbers of
    /// streams.
    public long weights() {
        long prefixes = 2L * shape.layers() * streams * prefix * shape.keyWidth();
        long biases = mixes() ? shape.width() + streams : 0;
        long out = mixes() ? (long) shape.width() * streams : 0;
        return shape.weights() + prefixes + firstMixingWeights() + out + biases;
    }

    private boolean mixes() {
        return streams > 1;
    }

    /// Of the mixing network's first layer, by far the larger: all streams' states to a hidden layer as wide as one.
    private long firstMixingWeights() {
        return mixes() ? (long) streams * shape.width() * shape.width() : 0;
    }

    /// As the authors count it: with one bias too many for each further stream, and without the second layer.
    private double mixingWeights() {
        return mixes() ? firstMixingWeights() + (double) streams * shape.width() : 0;
    }

    /// The time from prompts to the last tokens, in seconds: one pass over all prompts, then one for each token.
    ///
    /// Streams are more sequences to the layers, and none to the output layer; but the authors' count, kept here,
    /// lets prefixes through both in the first pass. In each further pass the cache counts as read and written,
    /// whole and at its final length. The mixing network takes as much of a feed-forward layer's time as it has of
    /// its weights.
    public Cost seconds(Generation work, Roofline roofline) {
        RooflineForward forward = new RooflineForward(shape, roofline);
        double outputs = (double) work.batch() * work.prompt() + (double) sequences(work) * prefix;
        Pass prompts = new Pass(sequences(work), (double) work.prompt() + prefix, outputs);
        List<Cost> terms = new ArrayList<>();
        terms.add(forward.seconds("prompts", 1, prompts));
        if (work.output() > 0) {
            terms.add(forward.seconds("tokens", work.output(), new Pass(sequences(work), 1, work.batch())));
            double cache = 2 * cacheBytes(work, roofline.precision().bytes());
            terms.add(Cost.sum("cache", roofline.moving(work.output(), cache)));
        }
        if (mixes()) {
            double share = mixingWeights() / shape.feedForwardWeights();
            Pass mixed = new Pass(work.batch(), (double) work.prompt() + work.output(), 0);
            terms.add(forward.feedForward("mixing of streams", share, mixed));
        }
        return Cost.sum("generation", terms.toArray(Cost[]::new));
    }

    /// The memory that is needed at the most, in bytes: weights, cache, and the larger of a layer's activations and
    /// the scores of all tokens of the prompts.
    public Cost memory(Generation work, Roofline roofline) {
        double bytes = roofline.precision().bytes();
        double layers = shape.layers() * (shape.attentionWeights() + shape.feedForwardWeights() + 2.0 * shape.width());
        double tokens = (double) work.prompt() + prefix;
        double activations = new RooflineForward(shape, roofline).activations(new Pass(sequences(work), tokens, 0));
        double scores = bytes * work.batch() * tokens * shape.vocabulary();
        return Cost.sum(
                "memory",
                bytes("weights", bytes * (layers + shape.tableWeights() + shape.width()), "without biases"),
                bytes("mixing weights", bytes * mixingWeights(), ""),
                bytes("cache", cacheBytes(work, bytes), "keys and values of prefixes, prompts and outputs"),
                Cost.longest(
                        "at work",
                        bytes("activations of a layer", activations, "streams are more sequences"),
                        bytes("scores of tokens", scores, "of one stream, prefix included")));
    }

    private static Cost bytes(String name, double value, String formula) {
        return Cost.of(name, value, "B", formula, AUTHORS, Basis.DERIVED);
    }

    private long sequences(Generation work) {
        return (long) streams * work.batch();
    }

    private double cacheBytes(Generation work, double bytes) {
        double tokens = (double) work.prompt() + prefix + work.output();
        return bytes * 2 * shape.layers() * sequences(work) * tokens * shape.keyWidth();
    }
}
