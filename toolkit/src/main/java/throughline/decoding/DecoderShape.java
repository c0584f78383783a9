package throughline.decoding;

import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// The shape of a decoder-only transformer with grouped-query attention, biases on queries, keys and values, and a
/// gated feed-forward layer (Qwen2).
///
/// @param layers     blocks of attention and feed-forward
/// @param width      of the residual stream; the heads divide it
/// @param inner      width inside the feed-forward layers
/// @param heads      of the queries
/// @param keyHeads   of keys and values, which the queries' heads share
/// @param vocabulary tokens that are told apart
public record DecoderShape(
        @Param(value = "layers", min = 1) int layers,

        @Param(value = "width of the residual stream", min = 1)
        int width,

        @Param(value = "width inside the feed-forward layers", min = 1)
        int inner,

        @Param(value = "heads of the queries", min = 1) int heads,
        @Param(value = "heads of keys and values", min = 1) int keyHeads,
        @Param(value = "tokens of the vocabulary", min = 1) int vocabulary) {
    public DecoderShape {
        Spec.check(DecoderShape.class, layers, width, inner, heads, keyHeads, vocabulary);
        if (width % heads != 0) {
            throw new BadInput("heads [%d] must divide the width [%d]", heads, width);
        }
        if (heads % keyHeads != 0) {
            throw new BadInput("keyHeads [%d] must divide the heads [%d]", keyHeads, heads);
        }
    }

    /// Width of the keys of all heads; their values are as wide.
    public int keyWidth() {
        return keyHeads * (width / heads);
    }

    /// Weights of a layer's attention: the four matrices, without biases.
    public long attentionWeights() {
        return 2L * width * width + 2L * width * keyWidth();
    }

    /// Weights of a layer's feed-forward part: three matrices.
    public long feedForwardWeights() {
        return 3L * width * inner;
    }

    /// Weights of the table of tokens.
    public long tableWeights() {
        return (long) vocabulary * width;
    }

    /// All weights but the table of tokens: the `N` of scaling laws.
    public long weights() {
        long biases = width + 2L * keyWidth();
        long norms = 2L * width;
        return layers * (attentionWeights() + biases + feedForwardWeights() + norms) + width;
    }
}
