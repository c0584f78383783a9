package throughline.papers.reasoning;

import java.util.Locale;
import throughline.data.Estimate;

/// A share of test puzzles that a trained model has solved.
///
/// @param puzzle       family
/// @param form         of what the model writes: `direct`, `trace` or `thought`
/// @param stage        `taught`, or `GRPO` after the reinforcement
/// @param measure      `tries` for the best of some samples, `tokens` for one sample of a budget
/// @param at           how many
/// @param multiplyAdds what they cost, by the paper's count
/// @param solved       percent, over test puzzles
public record BacktrackShare(
        String puzzle, String form, String stage, String measure, int at, double multiplyAdds, Estimate solved) {
    static final String TRIES = "tries";
    static final String TOKENS = "tokens";
    static final String HEADINGS = "puzzle,form,stage,measure,at,multiply_adds,solved,standard_error\n";

    /// A line of a table under [#HEADINGS].
    String line() {
        return String.format(
                Locale.ROOT,
                "%s,%s,%s,%s,%d,%.6g,%.4f,%.4f\n",
                puzzle,
                form,
                stage,
                measure,
                at,
                multiplyAdds,
                solved.mean(),
                solved.standardError());
    }
}
