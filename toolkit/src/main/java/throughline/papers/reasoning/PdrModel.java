package throughline.papers.reasoning;

import java.util.List;
import java.util.stream.DoubleStream;
import throughline.reasoning.Aggregator;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.Exam;
import throughline.reasoning.Improvement;
import throughline.reasoning.Outcome;
import throughline.reasoning.ParallelDrafts;
import throughline.reasoning.ParallelDrafts.Keep;
import throughline.reasoning.Policy;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.Refine;
import throughline.reasoning.WorkGraph;
import throughline.spec.BadInput;

/// A model that improves answers, on 1,500 problems: what it sees in an answer (d') decides both how refinement and how
/// drafts do.
///
/// ```java
/// var model = PdrModel.of(0.769, 0.86);
/// model.accuracy(model.refine());                       // 81.2
/// model.accuracy(model.drafts(8, 4, 1));                // 89
/// ```
public final class PdrModel {
    static final double SPREAD = 1.2;
    static final double CONFUSION = 8;
    static final double KEPT = 0.84;
    static final int CALLS = 3;
    static final int WORKSPACE = 4;
    static final double TOKENS = 1_000;
    private static final int PROBLEMS = 1_500;
    private static final int ATTEMPTS = 2;
    private static final double ALL = 1e9;

    private final Exam exam;
    private final double discrimination;
    private final double budget;

    private PdrModel(Exam exam, double discrimination, double budget) {
        this.exam = exam;
        this.discrimination = discrimination;
        this.budget = budget;
    }

    /// A model whose calls have the time they need.
    ///
    /// @param share          of problems that a single pass solves, above 0 and below 1
    /// @param discrimination d' with which it tells right answers from wrong ones, 0 or more
    public static PdrModel of(double share, double discrimination) {
        if (!(discrimination >= 0 && Double.isFinite(discrimination))) {
            throw new BadInput("d' [%s] must be 0 or more and finite", discrimination);
        }
        return new PdrModel(exam(share), discrimination, ALL);
    }

    private static Exam exam(double share) {
        return Exam.stratified(
                Reasoner.of(new ProblemPopulation(share, SPREAD), AnswerModel.open(CONFUSION)), PROBLEMS, 13);
    }

    /// The d' with which refinement reaches an accuracy, from 0 to 6; the nearer end where there is none.
    static double discrimination(double share, double refined) {
        double[] chances =
                exam(share).problems().mapToDouble(problem -> problem.success()).toArray();
        double low = 0;
        double high = 6;
        for (int i = 0; i < 50; i++) {
            double middle = (low + high) / 2;
            Improvement operator = Improvement.keeping(KEPT, middle);
            double mean = DoubleStream.of(chances)
                    .map(chance -> operator.after(CALLS - 1, chance))
                    .average()
                    .orElseThrow();
            if (mean < refined) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /// A copy whose calls may each write so many tokens; traces are as long as [throughline.reasoning.TraceModel#usual]
    /// has them.
    ///
    /// @param tokens at least 1
    public PdrModel within(double tokens) {
        return new PdrModel(exam, discrimination, tokens);
    }

    /// One pass with as many tokens as three calls.
    public Policy single() {
        return Policy.single(CALLS * budget);
    }

    /// A majority of 13 such passes, as many as there are drafts in rounds of 8, 4 and 1.
    public Policy vote() {
        return Policy.majority(13, CALLS * budget);
    }

    /// A pass, then two calls that refine its answer.
    public Policy refine() {
        return new Refine(CALLS, operator(), budget, TOKENS);
    }

    /// Rounds of drafts: the best four of each by the model's own judgement are read by the next.
    ///
    /// @param counts of each round, the last 1
    public Policy drafts(Integer... counts) {
        return drafts(Keep.best(WORKSPACE, discrimination), counts);
    }

    /// Rounds of drafts, of which others are kept.
    public Policy drafts(Keep keep, Integer... counts) {
        return new ParallelDrafts(List.of(counts), keep, Aggregator.majority(), operator(), budget, TOKENS);
    }

    /// What the model does with an answer.
    public Improvement operator() {
        return Improvement.keeping(KEPT, discrimination);
    }

    /// The problems.
    public Exam exam() {
        return exam;
    }

    /// Percent of problems that a policy solves; one value a problem.
    double[] solved(Policy policy) {
        double[] all = exam.outcomes(policy, ATTEMPTS)
                .mapToDouble((Outcome outcome) -> outcome.correct() ? 100 : 0)
                .toArray();
        double[] means = new double[PROBLEMS];
        for (int i = 0; i < all.length; i++) {
            means[i / ATTEMPTS] += all[i] / ATTEMPTS;
        }
        return means;
    }

    /// Accuracy of a policy, in percent.
    public double accuracy(Policy policy) {
        return DoubleStream.of(solved(policy)).average().orElseThrow();
    }

    /// Pairs of tokens that attention compares, over those of one pass that writes as many tokens in sequence.
    double attention(Policy policy) {
        double pairs = 0;
        double whole = 0;
        for (Outcome outcome : exam.outcomes(policy, 1).toList()) {
            pairs += outcome.work().attended();
            whole += WorkGraph.single(exam.reasoner().prompt(), outcome.work().criticalOutput())
                    .attended();
        }
        return pairs / whole;
    }
}
