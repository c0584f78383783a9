package throughline.papers.reasoning;

import java.util.List;
import throughline.data.Estimate;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Provenance;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.Decomposition;
import throughline.reasoning.Difficulties;
import throughline.reasoning.Exam;
import throughline.reasoning.Outcome;
import throughline.reasoning.Policy;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Rationing;
import throughline.reasoning.Rationing.Share;
import throughline.reasoning.Reasoner;
import throughline.reasoning.TraceModel.Lengths;

/// Tokens shared out by difficulty beside as many shared out evenly.
///
/// ```java
/// ScaleAllocation.gain(Difficulties.constant(0.5), 24_000);      // 0: nothing to choose
/// ScaleAllocation.gain(Difficulties.even(0.5, 0.9), 24_000);     // above 0
/// ```
public final class ScaleAllocation {
    private static final String SELECTIVE = "selective over even allocation of the same tokens";
    private static final String DISPERSED = "selective gains more where difficulty is dispersed";
    private static final Lengths LENGTHS = new Lengths(2_000, 1, 0, 0.5, 1);
    private static final double SUB_PROBLEMS = 7;
    private static final Exam EXAM =
            Exam.stratified(Reasoner.of(new ProblemPopulation(0.8, 0.5), AnswerModel.open(8)), 1_500, 3);

    private ScaleAllocation() {}

    static List<Reported> reported() {
        return List.of(
                Reported.rises(SELECTIVE, "points", "abstract: outperforms uniform scaling", Provenance.PRINTED),
                Reported.rises(DISPERSED, "points", "figure 2 and its discussion, AIME and AMC", Provenance.PRINTED));
    }

    /// What sharing out by difficulty adds to the accuracy, in points, on the same problems with the same tokens. A
    /// problem has seven sub-problems; one of middling difficulty takes 2,000 tokens in half of all cases, one that
    /// is harder than 84 of 100 takes e times as many.
    ///
    /// @param difficulties of sub-problems
    /// @param tokens       for all sub-problems of a problem, at least 1
    public static Estimate gain(Difficulties difficulties, double tokens) {
        Decomposition parts = new Decomposition(SUB_PROBLEMS, difficulties);
        return Estimate.paired(
                solved(new Rationing(parts, LENGTHS, tokens, Share.BY_DIFFICULTY)),
                solved(new Rationing(parts, LENGTHS, tokens, Share.EVEN)));
    }

    private static double[] solved(Policy policy) {
        return EXAM.outcomes(policy, 1)
                .mapToDouble((Outcome outcome) -> outcome.correct() ? 100 : 0)
                .toArray();
    }

    static void claims(Evidence evidence) {
        Constant lengths = Constant.frozen(
                "lengths of sub-problems", LENGTHS.median(), "ours; the paper's are not known", Provenance.RECALLED);
        Constant budget = Constant.frozen("tokens a problem", 24_000, "ours, near table 2's", Provenance.RECALLED);
        Estimate wide = gain(Difficulties.even(0.5, 0.9), budget.value());
        Estimate narrow = gain(Difficulties.even(0.5, 0.3), budget.value());
        evidence.claim(Recomputed.of(SELECTIVE, wide.mean())
                .within(Tolerance.direction(wide.standardError(), "1,500 problems, paired"))
                .using(lengths, budget));
        evidence.claim(Recomputed.of(DISPERSED, wide.mean() - narrow.mean())
                .within(Tolerance.direction(
                        Math.hypot(wide.standardError(), narrow.standardError()), "1,500 problems each"))
                .using(lengths, budget));
    }
}
