package throughline.papers.reasoning;

import throughline.learning.sequences.SequenceShape;
import throughline.reasoning.puzzles.CountDownRules;
import throughline.reasoning.puzzles.CountDownSearch;
import throughline.spec.Param;
import throughline.spec.Spec;

/// How large the experiment on pruned chains is.
public record LimoProSetting(
        @Param("the puzzles") CountDownRules rules,

        @Param(value = "puzzles that the first model learns from", min = 64, max = 1_000_000)
        int train,

        @Param(value = "chains that are refined", min = 16, max = 100_000)
        int refined,

        @Param(value = "puzzles of the test", min = 2, max = 10_000)
        int test,

        @Param(value = "steps of the first training", min = 1, max = 1_000_000)
        int steps,

        @Param(value = "steps on refined chains", min = 1, max = 1_000_000)
        int more,

        @Param(value = "chains of a step", min = 1, max = 4_096)
        int batch,

        @Param(value = "width of the model", min = 8, max = 1_024)
        int width,

        @Param(value = "share of facts that are checked again", min = 0, max = 1)
        double rechecks,

        @Param(value = "tokens that a model may write", min = 16, max = 4_096)
        int budget) {
    public LimoProSetting {
        Spec.check(LimoProSetting.class, rules, train, refined, test, steps, more, batch, width, rechecks, budget);
    }

    /// Under a minute on two cores: two numbers up to 30, whose operations are tried one after the other. Of three
    /// numbers a model of this size solves none within such a time.
    public static LimoProSetting small() {
        CountDownRules rules = new CountDownRules(2, 30, 2, 30, 60, CountDownSearch.Heuristic.NONE, false);
        return new LimoProSetting(rules, 4_000, 320, 200, 500, 60, 64, 64, 0.3, 60);
    }

    /// The shape of the model.
    ///
    /// @param context tokens of a question and a chain at most
    SequenceShape shape(int vocabulary, int context) {
        return new SequenceShape(vocabulary, context, 2, width, 4, 2, 2 * width);
    }
}
