package throughline.training;

import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// The shape of a decoder-only transformer with dense feed-forward layers.
///
/// ```java
/// var model = Transformer.gpt("GPT-3 175B", 96, 12288, 96);
/// var shorter = model.with("sequence", "1024");
/// ```
///
/// @param name       of the model
/// @param layers     blocks of attention and feed-forward
/// @param width      of the residual stream
/// @param heads      of the queries
/// @param keyHeads   of keys and values; as many as heads, or fewer where heads share them
/// @param inner      width inside the feed-forward layers
/// @param gated      whether these multiply two projections, as SwiGLU does
/// @param vocabulary tokens that are told apart
/// @param sequence   tokens
public record Transformer(
        @Param("name") String name,
        @Param(value = "layers", min = 1) int layers,

        @Param(value = "width of the residual stream", min = 1)
        int width,

        @Param(value = "heads of the queries", min = 1) int heads,
        @Param(value = "heads of keys and values", min = 1) int keyHeads,

        @Param(value = "width inside the feed-forward layers", min = 1)
        int inner,

        @Param("whether the feed-forward layers are gated") boolean gated,
        @Param(value = "tokens of the vocabulary", min = 1) int vocabulary,
        @Param(value = "tokens of a sequence", min = 1) int sequence) {
    public Transformer {
        Spec.check(Transformer.class, name, layers, width, heads, keyHeads, inner, gated, vocabulary, sequence);
        if (width % heads != 0 || heads % keyHeads != 0) {
            throw new BadInput(
                    "%s: heads [%d] must divide the width [%d], and heads of keys [%d] the heads",
                    name, heads, width, keyHeads);
        }
    }

    /// The shape of GPT-2 and GPT-3, as Megatron's papers use it: four times the width inside, a vocabulary of 51,200,
    /// sequences of 2,048 tokens.
    public static Transformer gpt(String name, int layers, int width, int heads) {
        return new Transformer(name, layers, width, heads, heads, 4 * width, false, 51_200, 2_048);
    }

    /// A copy with one part set from text, as in `with("sequence", "4096")`.
    ///
    /// @throws BadInput when there is no such part, or the value is not allowed
    public Transformer with(String part, String text) {
        return Spec.with(this, part, text);
    }

    /// Width of keys, and of values.
    public int keyWidth() {
        return width / heads * keyHeads;
    }

    /// Weights of the matrices of a layer.
    public double layerWeights() {
        return (double) width * (2.0 * width + 2.0 * keyWidth() + (gated ? 3.0 : 2.0) * inner);
    }

    /// Weights of the table of tokens, which the output shares.
    public double embeddingWeights() {
        return (double) vocabulary * width;
    }

    /// Weights of all matrices.
    public double weights() {
        return layers * layerWeights() + embeddingWeights();
    }

    /// Operations of one pass forward and back over sequences: six for each weight and token, and the attention of
    /// every token with every other, which is what all count, although half of it is masked (Narayanan et al. 2021,
    /// appendix).
    public double operations(double sequences) {
        double tokens = sequences * sequence;
        return 6 * tokens * (layers * layerWeights() + embeddingWeights())
                + 12 * tokens * layers * (double) sequence * width;
    }
}
