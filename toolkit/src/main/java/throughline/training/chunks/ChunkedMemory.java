package throughline.training.chunks;

import throughline.hardware.Cost;
import throughline.hardware.Cost.Basis;
import throughline.spec.BadInput;
import throughline.training.Transformer;

/// The memory of training on long sequences on one device, in bytes, by what is kept for the way back: everything,
/// inputs of layers, or inputs of layers with all else in chunks.
///
/// ```java
/// var memory = ChunkedMemory.of(Transformer.named("qwen3-8b"));
/// memory.longest(Backpropagation.stream(3, 100), 78 * Math.pow(2, 30));    // 111 thousand tokens
/// show(memory.of(Backpropagation.checkpointed(), 20_000).explain());
/// ```
///
/// What a layer holds is counted from what autograd saves in Hugging Face's Qwen3 in bfloat16, with norms in float32
/// and keys repeated for all heads, and from the code of StreamBP. Attention is taken to hold no scores.
///
/// @param model       gated
/// @param rank        of LoRA adapters on all matrices of layers, which alone are trained; 0 where all weights are
/// @param weightBytes held for each weight that is trained, its gradient included; ignored with adapters
/// @param logitBytes  held for each logit
/// @param sequences   that are processed together: 2 for a preference, 8 for a group of eight answers
/// @param copies      of the weights in 2 bytes that are held besides, such as that of a reference
public record ChunkedMemory(
        Transformer model, int rank, double weightBytes, double logitBytes, int sequences, int copies) {
    private static final String SAVED = "what autograd saves in transformers' Qwen3, in bytes a token";
    private static final String STREAMED = "StreamBP's stream_model.py";
    private static final double HALF = 2;
    private static final double SINGLE = 4;
    private static final double ADAPTER = 8;

    /// Of 16-bit weights and gradients.
    private static final double WEIGHT_AND_GRADIENT = 4;

    /// Of a 16-bit logit, its 32-bit copy, the logarithm of its probability, and the gradient of that.
    private static final double LOGIT = 2 + 4 + 4 + 4;

    public ChunkedMemory {
        if (!model.gated() || model.mixture().isPresent() || model.attention().latent()) {
            throw new BadInput(
                    "%s: only models with gated feed-forward layers, without experts or latent attention, are counted",
                    model.name());
        }
        if (rank < 0 || sequences < 1 || copies < 0 || !(weightBytes >= HALF) || !(logitBytes >= 0)) {
            throw new BadInput(
                    "rank [%d] and copies [%d] must be at least 0, sequences [%d] at least 1, bytes of a weight [%s] at"
                            + " least 2, and of a logit [%s] at least 0",
                    rank, copies, sequences, weightBytes, logitBytes);
        }
    }

    /// All weights trained, one sequence at a time, without an optimizer: weights and gradients of 2 bytes, and 14 for
    /// each logit.
    public static ChunkedMemory of(Transformer model) {
        return new ChunkedMemory(model, 0, WEIGHT_AND_GRADIENT, LOGIT, 1, 0);
    }

    /// With adapters of this rank in the place of trained weights.
    public ChunkedMemory adapters(int otherRank) {
        return new ChunkedMemory(model, otherRank, weightBytes, logitBytes, sequences, copies);
    }

    /// With this many bytes for each weight that is trained.
    public ChunkedMemory weightBytes(double other) {
        return new ChunkedMemory(model, rank, other, logitBytes, sequences, copies);
    }

    /// With this many bytes for each logit.
    public ChunkedMemory logitBytes(double other) {
        return new ChunkedMemory(model, rank, weightBytes, other, sequences, copies);
    }

    /// With this many sequences together.
    public ChunkedMemory sequences(int other) {
        return new ChunkedMemory(model, rank, weightBytes, logitBytes, other, copies);
    }

    /// With this many frozen copies of the weights besides.
    public ChunkedMemory copies(int other) {
        return new ChunkedMemory(model, rank, weightBytes, logitBytes, sequences, other);
    }

    /// Weights that adapters of the rank have: inputs and outputs of all matrices of layers.
    public double adapterWeights() {
        double heads = model.heads() * model.headWidth();
        double sides = 2 * (model.width() + heads)
                + 2.0 * (model.width() + model.keyWidth())
                + 3.0 * (model.width() + model.inner());
        return rank * sides * model.layers();
    }

    /// What is held before there is a token: weights, their gradients, copies.
    public Cost weights() {
        double all = model.parameters();
        Cost frozen = cost("copies", copies * HALF * all, "%d · 2 · weights".formatted(copies), "");
        return rank == 0
                ? Cost.sum("weights", cost("trained", weightBytes * all, weightBytes + " · weights", ""), frozen)
                : Cost.sum(
                        "weights",
                        cost("not trained", HALF * all, "2 · weights", ""),
                        cost(
                                "adapters",
                                ADAPTER * adapterWeights(),
                                "4 of the adapter, 4 of its gradient",
                                "PEFT keeps adapters in float32"),
                        frozen);
    }

    /// All that is held for sequences of some tokens.
    ///
    /// @param tokens of each sequence
    public Cost of(Backpropagation way, long tokens) {
        double all = (double) sequences * tokens;
        Cost each = times(all, perToken(way));
        Cost tokenByToken = new Cost(
                "%.0f tokens".formatted(all),
                each.value(),
                each.unit(),
                "tokens · sum",
                each.source(),
                each.basis(),
                each.terms());
        return Cost.sum("memory", weights(), logitsHeld(way), tokenByToken);
    }

    private static Cost times(double factor, Cost one) {
        return new Cost(
                one.name(),
                factor * one.value(),
                one.unit(),
                one.formula(),
                one.source(),
                one.basis(),
                one.terms().stream().map(term -> times(factor, term)).toList());
    }

    /// The longest sequences that fit, in tokens; 0 where not even the weights do.
    ///
    /// @param bytes of the device
    public double longest(Backpropagation way, double bytes) {
        double left = bytes - weights().value() - logitsHeld(way).value();
        return Math.max(0, left / sequences / perToken(way).value());
    }

    /// Logits of a chunk, whose number does not grow with the sequence.
    private Cost logitsHeld(Backpropagation way) {
        double held = (double) way.logits().size() * sequences;
        return cost(
                "logits of a chunk",
                held * logitBytes * model.vocabulary(),
                "%.4g · %.4g · vocabulary".formatted(held, logitBytes),
                "");
    }

    /// What each further token of a sequence adds: inputs of layers, and the larger of what the output layer and what
    /// the layer at work need.
    public Cost perToken(Backpropagation way) {
        boolean whole = way.logits().size() == 0;
        Cost logits = cost("logits", whole ? logitBytes * model.vocabulary() : 0, "of all tokens", "");
        if (way.keepsLayers()) {
            double all = (keys() + chunk()) * model.layers();
            return Cost.sum("a token", cost("layers", all, "all that layers compute", SAVED), logits);
        }
        return Cost.sum(
                "a token",
                cost("inputs of layers", HALF * model.width() * model.layers(), "2 · width · layers", ""),
                Cost.longest("at work", logits, layerAtWork(way)));
    }

    /// On the way back through a layer.
    private Cost layerAtWork(Backpropagation way) {
        int chunks = Math.max(1, way.layer().count());
        return Cost.sum(
                "layer",
                cost("norm, keys and values", keys(), "of all tokens", STREAMED),
                cost("queries and feed-forward", chunk() / chunks, "of 1 in %d tokens".formatted(chunks), STREAMED),
                cost(
                        "gradients in the feed-forward part",
                        2 * HALF * model.inner() / chunks,
                        "4 · inner, of 1 in %d tokens".formatted(chunks),
                        STREAMED),
                cost(
                        "ends",
                        4 * HALF * model.width(),
                        "output of the model and its gradient, gradients of the layer's output and input",
                        STREAMED));
    }

    /// Bytes of a token that a layer's norm, keys and values hold for attention: with frozen weights the norm's result
    /// and the inputs of matrices are not needed, but each adapter has a float32 copy of its input.
    private double keys() {
        double width = model.width();
        double repeated = 2 * HALF * model.heads() * model.headWidth();
        return rank == 0
                ? (SINGLE + 2 * HALF) * width + (SINGLE + HALF) * model.keyWidth() + repeated
                : (SINGLE + 2 * SINGLE) * width + SINGLE * model.keyWidth() + repeated;
    }

    /// Bytes of a token that the rest of a layer holds: queries before and after their norm, turned, the result of
    /// attention; the second norm; gate, its sigmoid's product, up, and the product of all.
    private double chunk() {
        double width = model.width();
        double heads = model.heads() * model.headWidth();
        double inner = model.inner();
        return rank == 0
                ? (SINGLE + 3 * HALF) * heads + (SINGLE + 2 * HALF) * width + 4 * HALF * inner
                : SINGLE * width
                        + (2 * SINGLE + 2 * HALF) * heads
                        + (SINGLE + 2 * SINGLE) * width
                        + (3 * HALF + SINGLE) * inner;
    }

    private static Cost cost(String name, double value, String formula, String source) {
        return Cost.of(name, value, "B", formula, source, Basis.DERIVED);
    }
}
