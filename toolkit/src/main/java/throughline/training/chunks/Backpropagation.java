package throughline.training.chunks;

import java.util.List;
import throughline.spec.BadInput;

/// A way to find the gradients of a [LanguageModel]. All ways find the same; they differ in what they hold meanwhile.
///
/// ```java
/// var kept = Backpropagation.plain().of(model, batch, new Objective.Sft());
/// var chunked = Backpropagation.stream(4, 8).of(model, batch, new Objective.Sft());
/// chunked.most();                                            // far fewer numbers held
/// chunked.gradients().differenceTo(kept.gradients());        // 1e-15 or so
/// ```
///
/// @param keepsLayers whether all that layers compute is kept on the way forward, not only their inputs
/// @param layer       how tokens are cut in layers
/// @param logits      how tokens are cut in the output layer
public record Backpropagation(boolean keepsLayers, Tiles layer, Tiles logits) {
    /// What came out.
    ///
    /// @param loss      of the batch
    /// @param gradients of all weights
    /// @param most      numbers held at one time, at most, beside weights and their gradients
    /// @param attention multiply-adds of attention: scores, their product with values, and the gradients of both
    public record Pass(double loss, LanguageModel gradients, long most, long attention) {}

    /// Everything is kept from the way forward: the textbook's way.
    public static Backpropagation plain() {
        return new Backpropagation(true, Tiles.ONE, Tiles.ONE);
    }

    /// Only the inputs of layers are kept; each layer is computed again on the way back (Chen et al. 2016). Logits of
    /// all tokens are held at once.
    public static Backpropagation checkpointed() {
        return new Backpropagation(false, Tiles.ONE, Tiles.ONE);
    }

    /// As [#checkpointed()], but logits exist for a chunk of tokens at a time, as with a fused cross-entropy: the part
    /// of StreamBP that others have.
    ///
    /// @param logits tokens whose logits are held at once, at least 1
    public static Backpropagation chunkedLogits(int logits) {
        return new Backpropagation(false, Tiles.ONE, Tiles.of(logits));
    }

    /// StreamBP: the inputs of layers are kept; on the way back, keys and values of a layer are computed for all
    /// tokens, all else for one chunk of tokens at a time, each chunk attending to nothing after it. Logits never
    /// exist for more than a chunk of their own.
    ///
    /// @param chunks of a layer, at least 1
    /// @param logits tokens whose logits are held at once, at least 1
    public static Backpropagation stream(int chunks, int logits) {
        return new Backpropagation(false, Tiles.into(chunks), Tiles.of(logits));
    }

    /// Loss and gradients of a batch.
    ///
    /// @param batch     sequences that do not see each other
    /// @param objective what they are judged by
    /// @throws BadInput where a token is not in the vocabulary, or the objective cannot judge the batch
    public Pass of(LanguageModel model, List<Tokens> batch, Objective objective) {
        int vocabulary = model.shape().vocabulary();
        batch.forEach(tokens -> tokens.check(vocabulary));
        objective.check(batch);
        return new Run(this, model, batch, objective).pass();
    }
}
