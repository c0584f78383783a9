package throughline.training;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// The shape of a decoder-only transformer.
///
/// ```java
/// var model = Transformer.gpt("GPT-3 175B", 96, 12288, 96);
/// var longer = Transformer.named("llama-3-8b").with("sequence", "131072");
/// ```
///
/// @param name       of the model
/// @param layers     blocks of attention and feed-forward
/// @param width      of the residual stream
/// @param attention  of each layer
/// @param inner      width inside the feed-forward layers
/// @param gated      whether these, or the experts, multiply two projections, as SwiGLU does
/// @param mixture    experts in the place of feed-forward layers, if any
/// @param vocabulary tokens that are told apart
/// @param tied       whether the output has the table of tokens
/// @param classic    whether layers have biases and dropout, and positions a table, as in GPT-2
/// @param sequence   tokens
public record Transformer(
        @Param("name") String name,
        @Param(value = "layers", min = 1) int layers,

        @Param(value = "width of the residual stream", min = 1)
        int width,

        @Param("heads of attention") Attention attention,

        @Param(value = "width inside the feed-forward layers", min = 1)
        int inner,

        @Param("whether the feed-forward layers are gated") boolean gated,
        @Param("experts") Optional<Experts> mixture,
        @Param(value = "tokens of the vocabulary", min = 1) int vocabulary,
        @Param("whether the output has the table of tokens") boolean tied,

        @Param("whether it has biases, dropout and a table of positions")
        boolean classic,

        @Param(value = "tokens of a sequence", min = 1) int sequence) {
    public Transformer {
        Spec.check(
                Transformer.class,
                name,
                layers,
                width,
                attention,
                inner,
                gated,
                mixture,
                vocabulary,
                tied,
                classic,
                sequence);
        if (mixture.isPresent() && mixture.get().denseLayers() > layers) {
            throw new BadInput(
                    "%s: denseLayers [%d] must be at most the layers [%d]",
                    name, mixture.get().denseLayers(), layers);
        }
    }

    /// The shape of GPT-2 and GPT-3, as Megatron's papers use it: four times the width inside, a vocabulary of 51,200,
    /// sequences of 2,048 tokens.
    ///
    /// @throws BadInput when the heads do not divide the width
    public static Transformer gpt(String name, int layers, int width, int heads) {
        if (heads < 1 || width % heads != 0) {
            throw new BadInput("%s: heads [%d] must divide the width [%d]", name, heads, width);
        }
        Attention attention = Attention.grouped(heads, heads, width / heads);
        return new Transformer(
                name, layers, width, attention, 4 * width, false, Optional.empty(), 51_200, true, true, 2_048);
    }

    /// The shape of a published model; [#names] lists them.
    ///
    /// @throws BadInput when there is none of that name
    public static Transformer named(String name) {
        return Shapes.named(name);
    }

    /// Names of published models, such as `llama-3-8b`, in alphabetical order.
    public static List<String> names() {
        return Shapes.names();
    }

    /// A copy with one part set from text, as in `with("sequence", "4096")`; the parts of attention and of experts are
    /// parts as well.
    ///
    /// @throws BadInput when there is no such part, or the value is not allowed
    public Transformer with(String part, String text) {
        if (parts(Attention.class).contains(part)) {
            return with(Spec.with(attention, part, text));
        }
        if (parts(Experts.class).contains(part)) {
            return with(Spec.with(
                    mixture.orElseThrow(() -> new BadInput("%s has no experts; it has no part [%s]", name, part)),
                    part,
                    text));
        }
        if (!parts(Transformer.class).contains(part) || part.equals("attention") || part.equals("mixture")) {
            throw new BadInput(
                    "%s has no part [%s]; there are %s",
                    name,
                    part,
                    Stream.of(Transformer.class, Attention.class, Experts.class)
                            .flatMap(type -> parts(type).stream())
                            .filter(known -> !known.equals("attention") && !known.equals("mixture"))
                            .toList());
        }
        return Spec.with(this, part, text);
    }

    private static List<String> parts(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(java.lang.reflect.RecordComponent::getName)
                .toList();
    }

    /// A copy with other heads.
    public Transformer with(Attention other) {
        return new Transformer(name, layers, width, other, inner, gated, mixture, vocabulary, tied, classic, sequence);
    }

    /// A copy with experts.
    public Transformer with(Experts experts) {
        return new Transformer(
                name,
                layers,
                width,
                attention,
                inner,
                gated,
                Optional.of(experts),
                vocabulary,
                tied,
                classic,
                sequence);
    }

    /// Heads of the queries.
    public int heads() {
        return attention.heads();
    }

    /// Heads of keys and values.
    public int keyHeads() {
        return attention.keyHeads();
    }

    /// Width of a head.
    public int headWidth() {
        return attention.headWidth();
    }

    /// Width of keys, and of values.
    public int keyWidth() {
        return attention.keyWidth();
    }

    /// Layers with experts.
    public int expertLayers() {
        return mixture.map(experts -> layers - experts.denseLayers()).orElse(0);
    }

    double feedForward(double within) {
        return (gated ? 3.0 : 2.0) * width * within;
    }

    /// Weights of the matrices of a layer without experts.
    public double layerWeights() {
        return attention.weights(width) + feedForward(inner);
    }

    /// Weights of one expert.
    public double expertWeights() {
        return mixture.map(experts -> feedForward(experts.expertInner())).orElse(0.0);
    }

    /// Weights of the matrices of a layer with experts that every token takes: attention, shared experts, and what
    /// chooses.
    public double sharedWeights() {
        return mixture.map(experts -> attention.weights(width)
                        + experts.shared() * expertWeights()
                        + (double) width * experts.experts())
                .orElse(0.0);
    }

    /// Weights of the table of tokens.
    public double embeddingWeights() {
        return (double) vocabulary * width;
    }

    /// Weights of all matrices; of a table that input and output share, once.
    public double weights() {
        return weightsWith(mixture.map(Experts::experts).orElse(0)) + (tied ? 1 : 2) * embeddingWeights();
    }

    /// Weights that one token goes through: those of the experts it chooses, and of the tables the output alone.
    public double activeWeights() {
        return weightsWith(mixture.map(Experts::chosen).orElse(0)) + embeddingWeights();
    }

    private double weightsWith(int experts) {
        return (layers - expertLayers()) * layerWeights()
                + expertLayers() * (sharedWeights() + experts * expertWeights());
    }

    /// All parameters: weights, norms, and of classic models biases and the table of positions.
    public double parameters() {
        double norms = (classic ? 4.0 : 2.0) * width;
        double biases = classic ? attention.width() + 2.0 * keyWidth() + 2.0 * width + inner : 0;
        return weights() + layers * (norms + biases) + (classic ? (double) sequence * width : 0);
    }

    /// Operations of one pass forward and back over sequences: six for each weight that a token goes through, and the
    /// attention of every token with every other, which is what all count, although half of it is masked (Narayanan
    /// et al. 2021, appendix).
    public double operations(double sequences) {
        double tokens = sequences * sequence;
        double compared = (double) attention.heads() * (attention.compared() + attention.headWidth());
        return 6 * tokens * activeWeights() + 6 * tokens * layers * (double) sequence * compared;
    }
}
