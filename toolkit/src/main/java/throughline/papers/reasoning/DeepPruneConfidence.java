package throughline.papers.reasoning;

import java.util.List;
import throughline.data.Estimate;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Provenance;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.papers.reasoning.DeepPruneSimulation.Set;
import throughline.random.Streams;
import throughline.reasoning.Aggregator;
import throughline.reasoning.Exam;
import throughline.reasoning.pruning.ConfidenceStopping;
import throughline.reasoning.pruning.Pruned;
import throughline.reasoning.pruning.Sampled;

/// DeepConf beside DeepPrune, as the leaderboard orders them for Qwen3-32B: which takes fewer tokens. How sure right
/// samples are of themselves is not in the tables: an AUROC of .7 is assumed, so no size is claimed.
final class DeepPruneConfidence {
    private static final String LOW_HIGH = "tokens, DeepConf-high over DeepConf-low, ";
    private static final String HIGH_ALL = "tokens, cons@512 over DeepConf-high, ";
    private static final String PRUNED_LOW = "tokens, DeepConf-low over DeepPrune, ";
    /// Share of the warm-up above the threshold of DeepConf-low: most samples are stopped.
    static final double LOW = 0.1;
    /// The same of DeepConf-high: few are stopped.
    static final double HIGH = 0.9;

    private static final int WARM_UP = 16;
    private static final Constant SURE =
            Constant.frozen("AUROC of a sample's confidence", 0.7, "assumed", Provenance.RECALLED);
    private static final Constant AGREED =
            Constant.frozen("agreement at which DeepConf ends", 0.95, "DeepConf, as remembered", Provenance.RECALLED);

    private DeepPruneConfidence() {}

    static List<Reported> reported() {
        return List.of(Set.values()).stream()
                .flatMap(set -> List.of(LOW_HIGH, HIGH_ALL, PRUNED_LOW).stream().map(row -> row + set))
                .map(row -> Reported.rises(row, "", "leaderboard on the project page", Provenance.AUTHORS_DATA))
                .toList();
    }

    /// What comes of each problem.
    ///
    /// @param share of the warm-up above the threshold: [#LOW] or [#HIGH]
    static List<Pruned> run(Exam exam, double share) {
        ConfidenceStopping stopping = new ConfidenceStopping(WARM_UP, share, AGREED.value());
        double sure = Aggregator.discrimination(SURE.value());
        return exam.problems()
                .map(problem ->
                        stopping.of(Sampled.of(problem, DeepPruneTokens.SAMPLES, sure), new Streams(problem.index())))
                .toList();
    }

    private static double[] tokens(List<Pruned> all) {
        return all.stream().mapToDouble(Pruned::tokens).toArray();
    }

    static void claims(Evidence evidence, DeepPruneSimulation simulation) {
        for (Set set : Set.values()) {
            DeepPruneRun pruned = simulation.run(set, 0.5);
            double[] low = tokens(simulation.ran(set).low());
            double[] high = tokens(simulation.ran(set).high());
            claim(evidence, simulation, set, LOW_HIGH, high, low);
            claim(evidence, simulation, set, HIGH_ALL, pruned.all(), high);
            claim(evidence, simulation, set, PRUNED_LOW, low, pruned.tokens());
        }
    }

    private static void claim(
            Evidence evidence, DeepPruneSimulation simulation, Set set, String row, double[] more, double[] fewer) {
        Estimate over = Estimate.paired(more, fewer);
        double all = DeepPruneRun.mean(simulation.run(set, 0.5).all());
        evidence.claim(Recomputed.of(row + set, over.mean() / all)
                .within(Tolerance.direction(over.standardError() / all, "600 problems, paired; share of all tokens"))
                .using(simulation.all(set))
                .using(SURE, AGREED));
    }
}
