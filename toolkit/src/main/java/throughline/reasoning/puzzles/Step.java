package throughline.reasoning.puzzles;

import java.util.ArrayList;
import java.util.List;
import throughline.random.Stream;

/// A step of a search, or of any chain of reasoning.
///
/// @param kind  what it is for
/// @param words that tell it
/// @param fact  what a re-check of it would repeat; empty where there is nothing to check
public record Step(Kind kind, List<String> words, List<String> fact) {
    /// What a step is for (LIMOPro, arXiv 2505.19187, section 3: all but progress and the answer are functional).
    public enum Kind {
        /// A step of the way to the answer.
        PROGRESS,
        /// A branch that failed and was left again.
        CORRECTION,
        /// A fact that was known, checked once more.
        VERIFICATION,
        /// The answer.
        ANSWER;

        /// Whether a step of this kind may be left out of a chain that still leads to the answer.
        public boolean functional() {
            return this == CORRECTION || this == VERIFICATION;
        }
    }

    /// How much of a dead end is told.
    public enum Detail {
        /// Every state that was visited.
        FULL,
        /// The choice that was wrong, and that it was.
        BRIEF
    }

    public Step {
        words = List.copyOf(words);
        fact = List.copyOf(fact);
    }

    /// A chain with a [Kind#VERIFICATION] after some of its steps: `check`, the fact, `ok`.
    ///
    /// @param share of the steps with a fact that are checked, 0 to 1
    public static List<Step> rechecked(List<Step> chain, double share, Stream stream) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share of re-checks [%s] must lie between 0 and 1".formatted(share));
        }
        List<Step> longer = new ArrayList<>();
        for (Step step : chain) {
            longer.add(step);
            if (!step.fact.isEmpty() && stream.uniform() < share) {
                longer.add(step.recheck());
            }
        }
        return longer;
    }

    private Step recheck() {
        List<String> check = new ArrayList<>(List.of(PuzzleVocabulary.CHECK));
        check.addAll(fact);
        check.add(PuzzleVocabulary.OK);
        return new Step(Kind.VERIFICATION, check, List.of());
    }
}
