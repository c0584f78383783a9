package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import throughline.data.Estimate;
import throughline.random.Streams;
import throughline.reasoning.Exam;
import throughline.reasoning.Problem;
import throughline.reasoning.pruning.Clusters;
import throughline.reasoning.pruning.GreedyClustering;
import throughline.reasoning.pruning.JudgePruning;
import throughline.reasoning.pruning.PairJudge;
import throughline.reasoning.pruning.PlainVoting;
import throughline.reasoning.pruning.Pruned;
import throughline.reasoning.pruning.Sampled;
import throughline.reasoning.pruning.Similarity;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// DeepPrune run on all problems of an exam, at one threshold.
///
/// @param chance   that a sample is right, `[problem]`
/// @param right    1 where the vote inside the largest group is right, `[problem]`
/// @param covered  1 where the first of any group is right, `[problem]`
/// @param groups   `[problem]`
/// @param compared pairs that the judge was asked for, `[problem]`
/// @param plain    1 where as many samples as the same tokens pay for, run to their end without a judge, vote rightly
/// @param voted    1 where the vote of all samples is right, `[problem]`
/// @param tokens   of what was begun, `[problem]`
/// @param all      tokens of all samples, run to their end, `[problem]`
record DeepPruneRun(
        double[] chance,
        double[] right,
        double[] covered,
        double[] groups,
        double[] compared,
        double[] plain,
        double[] voted,
        double[] tokens,
        double[] all) {
    private static final int MOST_GROUPS = 32;
    private static final int COMPARED = 10;

    private DeepPruneRun(int problems) {
        this(
                new double[problems],
                new double[problems],
                new double[problems],
                new double[problems],
                new double[problems],
                new double[problems],
                new double[problems],
                new double[problems],
                new double[problems]);
    }

    /// One run a threshold, all on the same samples and with the same errors of the judge.
    ///
    /// @param completed samples of the largest group that run to their end
    /// @return what is not done after a cancel is zero
    static List<DeepPruneRun> of(
            Exam exam, PairJudge judge, List<Double> thresholds, int completed, Cancel cancel, Progress progress) {
        List<DeepPruneRun> runs = new ArrayList<>();
        thresholds.forEach(_ -> runs.add(new DeepPruneRun(exam.size())));
        for (int p = 0; p < exam.size() && !cancel.requested(); p++) {
            Problem problem = exam.problem(p);
            Sampled samples = Sampled.of(problem, DeepPruneTokens.SAMPLES, 0);
            Streams streams = new Streams(p);
            Similarity similarity = judge.reads(samples, streams);
            for (int t = 0; t < thresholds.size(); t++) {
                GreedyClustering clustering = new GreedyClustering(thresholds.get(t), MOST_GROUPS, COMPARED);
                JudgePruning pruning = new JudgePruning(clustering, DeepPruneTokens.PREFIX, completed);
                Clusters clusters = clustering.of(samples.count(), similarity, streams.named("members"));
                runs.get(t).enter(p, problem.success(), samples, clusters, pruning);
            }
            progress.report(p + 1, exam.size());
        }
        return runs;
    }

    private void enter(int p, double success, Sampled samples, Clusters clusters, JudgePruning pruning) {
        Pruned kept = pruning.voting(samples, clusters);
        chance[p] = success;
        right[p] = kept.correct() ? 1 : 0;
        covered[p] =
                pruning.greedy(samples, clusters).completed().stream().anyMatch(s -> samples.answers()[s] == 0) ? 1 : 0;
        groups[p] = clusters.count();
        compared[p] = clusters.comparisons();
        plain[p] = PlainVoting.within(samples, kept.tokens()).correct() ? 1 : 0;
        voted[p] = PlainVoting.of(samples).correct() ? 1 : 0;
        tokens[p] = kept.tokens();
        all[p] = Arrays.stream(samples.tokens()).sum();
    }

    static double mean(double[] values) {
        return Estimate.of(values).mean();
    }
}
