package throughline.training.chunks;

import throughline.spec.BadInput;

/// A sequence of tokens, and how many of them are given.
///
/// @param ids    of the tokens, from 0 and below the model's vocabulary
/// @param prompt tokens at the start that are given, at least one; the others are predicted, each from all before it
public record Tokens(int[] ids, int prompt) {
    public Tokens {
        if (prompt < 1 || prompt >= ids.length) {
            throw new BadInput("prompt [%d] must be at least 1 and shorter than the %d tokens", prompt, ids.length);
        }
        ids = ids.clone();
    }

    void check(int vocabulary) {
        for (int place = 0; place < ids.length; place++) {
            if (ids[place] < 0 || ids[place] >= vocabulary) {
                throw new BadInput(
                        "token %d [%d] must be at least 0 and below the vocabulary of %d",
                        place, ids[place], vocabulary);
            }
        }
    }

    /// All tokens.
    int count() {
        return ids.length;
    }

    /// Tokens that are predicted.
    public int predicted() {
        return ids.length - prompt;
    }
}
