package throughline.reasoning;

import throughline.spec.Param;
import throughline.spec.Spec;

/// What a model does with an answer that it is shown: hands it on, or solves the problem afresh.
///
/// @param right chance to hand on a right one
/// @param wrong chance to hand on a wrong one
public record Improvement(
        @Param(value = "chance to hand on a right answer", min = 0, max = 1)
        double right,

        @Param(value = "chance to hand on a wrong answer", min = 0, max = 1)
        double wrong) {
    public Improvement {
        Spec.check(Improvement.class, right, wrong);
    }

    /// A model that scores the answer, right ones higher by d' standard deviations, and hands on what scores above a
    /// threshold: `right = Phi(d' - threshold)`, `wrong = Phi(-threshold)`.
    ///
    /// @param discrimination d'; see [Aggregator#discrimination]
    public static Improvement of(double discrimination, double threshold) {
        return new Improvement(NormalScore.below(discrimination - threshold), NormalScore.below(-threshold));
    }

    /// A model with a d' that hands on a share of the right answers.
    ///
    /// @param right above 0 and below 1
    public static Improvement keeping(double right, double discrimination) {
        return of(discrimination, discrimination - NormalScore.at(right));
    }

    /// A model that does not tell right from wrong.
    public static Improvement always(double chance) {
        return new Improvement(chance, chance);
    }

    /// Whether it hands an answer on.
    ///
    /// @param answer  [Trace#NONE] never is
    /// @param uniform from 0 to below 1
    boolean handsOn(int answer, double uniform) {
        return answer != Trace.NONE && uniform < (answer == 0 ? right : wrong);
    }

    /// The chance that the answer is right after some rounds, where a fresh trace is right with chance p:
    /// `S' = S right + (1 - S right - (1 - S) wrong) p`, from `S = p`. The chance must be a problem's own: with the
    /// mean over problems in its place, a few rounds seem to solve nearly all.
    ///
    /// @param rounds that follow the first trace, 0 or more
    public double after(int rounds, double success) {
        double chance = success;
        for (int i = 0; i < rounds; i++) {
            double kept = chance * right;
            chance = kept + (1 - kept - (1 - chance) * wrong) * success;
        }
        return chance;
    }
}
