package throughline.reasoning.pruning;

import java.util.List;
import java.util.Optional;
import throughline.random.Streams;
import throughline.reasoning.Outcome;
import throughline.reasoning.Policy;
import throughline.reasoning.Problem;
import throughline.reasoning.WorkGraph;
import throughline.spec.BadInput;

/// Many samples, of which a judge lets few run to their end (DeepPrune, arXiv 2510.08483).
///
/// ```java
/// Policy prune = Prune.of(512, 0.87, 0.5, 50);
/// Score score = Exam.stratified(reasoner, 1_500, 1).run(prune);
/// ```
///
/// @param samples that are begun, at least 1
/// @param pruning how they are sorted and stopped
/// @param judge   that sorts them
/// @param reading what the judge's reading costs, in tokens that the model itself would read; empty for nothing
public record Prune(int samples, JudgePruning pruning, PairJudge judge, Optional<Reading> reading) implements Policy {
    private static final double PREFIX = 500;
    private static final double PRIOR = 0.8;
    private static final int GROUPS = 32;
    private static final int COMPARED = 10;

    /// @throws BadInput when no sample is begun
    public Prune {
        if (samples < 1) {
            throw new BadInput("samples [%d] must be at least 1", samples);
        }
    }

    /// Makes tokens of the model out of a judge's reading.
    ///
    /// @param cost      of the judge
    /// @param generator parameters of the model, positive
    public record Reading(JudgeCost cost, double generator) {
        /// @throws BadInput when the model has no parameters
        public Reading {
            if (!(generator > 0 && Double.isFinite(generator))) {
                throw new BadInput("generator [%s] must have more than 0 parameters", generator);
            }
        }
    }

    /// With prefixes of 500 tokens, a judge trained where 80 % of pairs end alike, whose errors are the pairs' own, at
    /// most 32 groups, and 10 members compared of each; the judge's reading is not counted.
    ///
    /// @param auroc     of the judge
    /// @param threshold mean similarity above which a sample joins a group
    /// @param completed samples of the largest group that run to their end, at most
    public static Prune of(int samples, double auroc, double threshold, int completed) {
        GreedyClustering clustering = new GreedyClustering(threshold, GROUPS, COMPARED);
        return new Prune(
                samples,
                new JudgePruning(clustering, PREFIX, completed),
                new BinormalJudge(auroc, PRIOR, 0),
                Optional.empty());
    }

    /// This with the judge's reading counted.
    public Prune counting(JudgeCost cost, double generator) {
        return new Prune(samples, pruning, judge, Optional.of(new Reading(cost, generator)));
    }

    @Override
    public Outcome attempt(Problem problem) {
        return attempt(problem, Double.POSITIVE_INFINITY);
    }

    /// This with samples that are cut at a budget, and then cast no vote; if none that goes on is done, the first is
    /// forced to answer. The judge says what a sample would end with were it not cut.
    ///
    /// @param budget tokens of each sample, at least 1
    public Policy within(double budget) {
        if (!(budget >= 1)) {
            throw new BadInput("budget [%s] must be at least 1 token", budget);
        }
        return problem -> attempt(problem, budget);
    }

    private Outcome attempt(Problem problem, double budget) {
        Sampled whole = Sampled.of(problem, samples, 0);
        Sampled sampled = whole.cut(budget);
        Pruned pruned = pruning.voting(sampled, pruning.clusters(whole, judge, streams(problem)));
        return new Outcome(pruned.answer() < 0 ? problem.forced(0) : pruned.answer(), work(problem, sampled, pruned));
    }

    /// The judge's errors on an attempt at a problem, the same for every threshold.
    static Streams streams(Problem problem) {
        return new Streams(Double.doubleToLongBits(problem.uniform(0)));
    }

    private WorkGraph work(Problem problem, Sampled sampled, Pruned pruned) {
        double prompt = problem.reasoner().prompt();
        WorkGraph.Builder work = new WorkGraph.Builder();
        int read = work.read(prompt);
        int[] begun = new int[samples];
        for (int s = 0; s < samples; s++) {
            begun[s] = work.fork(prompt, begun(sampled, s), read);
        }
        int judged = work.read(judged(pruned), begun);
        List<Integer> goOn = pruned.completed();
        for (int s : goOn) {
            double prefix = begun(sampled, s);
            work.fork(prompt + prefix, sampled.tokens()[s] - prefix, judged);
        }
        return work.graph();
    }

    private double begun(Sampled sampled, int sample) {
        return Math.min(pruning.prefix(), sampled.tokens()[sample]);
    }

    private double judged(Pruned pruned) {
        return reading.map(one -> one.cost().asTokensOf(one.generator(), pruned.comparisons()))
                .orElse(0.0);
    }
}
