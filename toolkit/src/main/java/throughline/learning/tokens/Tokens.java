package throughline.learning.tokens;

import java.util.List;

/// Runs as tokens; some are for training, others are only looked at to measure a loss.
///
/// @param vocabulary that made the tokens, fitted on training runs
/// @param train      runs to learn from
/// @param heldOut    runs of other seeds
public record Tokens(Vocabulary vocabulary, List<short[]> train, List<short[]> heldOut) {
    public Tokens {
        train = List.copyOf(train);
        heldOut = List.copyOf(heldOut);
    }
}
