package throughline.papers.reasoning;

import static throughline.papers.reasoning.DeepPruneTables.accuracy;
import static throughline.papers.reasoning.DeepPruneTables.tokens;

import java.util.List;
import java.util.stream.DoubleStream;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.papers.Published;
import throughline.papers.reasoning.DeepPruneSimulation.Inputs;
import throughline.papers.reasoning.DeepPruneSimulation.Set;
import throughline.reasoning.Exam;
import throughline.reasoning.pruning.PlainVoting;
import throughline.reasoning.pruning.Pruned;
import throughline.reasoning.pruning.Sampled;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// DeepPrune's figures: tokens against accuracy on AIME25, where methods differ most, and what a better judge brings.
final class DeepPruneFigure {
    /// Of a population of problems as the claims find it, rounded.
    private static final Inputs SWEPT = new Inputs(Set.AIME25, 0.5, 0.9, 0.8, 50);

    private static final int PROBLEMS = 200;

    private static final List<Integer> COUNTS = List.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 512);

    private DeepPruneFigure() {}

    /// Methods as points, plain votes as a line, and what the leaderboard has for Qwen3-32B.
    static Plot methods(Published published, Cancel cancel, Progress progress) {
        Inputs inputs = DeepPruneSimulation.inputs(published, Set.AIME25);
        Exam exam = DeepPruneSimulation.exam(inputs.set(), inputs.spread(), PROBLEMS);
        List<Sampled> samples = exam.problems()
                .map(problem -> Sampled.of(problem, DeepPruneTokens.SAMPLES, 0))
                .toList();
        double[] x = new double[COUNTS.size()];
        double[] y = new double[COUNTS.size()];
        for (int i = 0; i < x.length; i++) {
            int count = COUNTS.get(i);
            List<Pruned> first =
                    samples.stream().map(s -> PlainVoting.first(s, count)).toList();
            x[i] = meanTokens(first);
            y[i] = percentRight(first);
        }
        DeepPruneRun run = inputs.pruned(exam, List.of(0.5), cancel, progress).getFirst();
        List<Pruned> low = DeepPruneConfidence.run(exam, DeepPruneConfidence.LOW);
        List<Pruned> high = DeepPruneConfidence.run(exam, DeepPruneConfidence.HIGH);
        double all = x[x.length - 1];
        Plot plot = Plot.of(
                        "Votes saturate: what a judge saves, fewer samples save as well",
                        Axis.of("tokens of a problem over those of all 512 samples", "")
                                .logarithmic(),
                        Axis.of("accuracy, AIME25", "%"))
                .line("the first samples vote", over(x, all), y)
                .points("DeepPrune", new double[] {DeepPruneRun.mean(run.tokens()) / all}, new double[] {
                    100 * DeepPruneRun.mean(run.right())
                })
                .points("DeepConf-low", new double[] {meanTokens(low) / all}, new double[] {percentRight(low)})
                .points("DeepConf-high", new double[] {meanTokens(high) / all}, new double[] {percentRight(high)});
        for (String method : List.of("cons@512", "DeepPrune", "DeepConf-low", "DeepConf-high")) {
            plot = published(plot, published, method);
        }
        return plot;
    }

    private static Plot published(Plot plot, Published rows, String method) {
        double all = rows.value(tokens("cons@512", "Qwen3-32B", "AIME25"));
        return plot.published(
                method + ", published",
                new double[] {rows.value(tokens(method, "Qwen3-32B", "AIME25")) / all},
                new double[] {rows.value(accuracy(method, "Qwen3-32B", "AIME25"))});
    }

    private static double meanTokens(List<Pruned> all) {
        return all.stream().mapToDouble(Pruned::tokens).average().orElseThrow();
    }

    private static double percentRight(List<Pruned> all) {
        return 100.0 * all.stream().filter(Pruned::correct).count() / all.size();
    }

    private static double[] over(double[] values, double whole) {
        return DoubleStream.of(values).map(value -> value / whole).toArray();
    }

    /// Groups by the judge's AUROC, one line a threshold.
    static Plot sweep(Cancel cancel, Progress progress) {
        Exam exam = DeepPruneSimulation.exam(SWEPT.set(), SWEPT.spread(), PROBLEMS / 2);
        double[] aurocs = {0.55, 0.6, 0.65, 0.7072, 0.75, 0.8, 0.87, 0.92, 0.96};
        double[][] groups = new double[DeepPruneTables.THRESHOLDS.size()][aurocs.length];
        for (int a = 0; a < aurocs.length && !cancel.requested(); a++) {
            List<DeepPruneRun> runs =
                    SWEPT.with(aurocs[a]).pruned(exam, DeepPruneTables.THRESHOLDS, cancel, Progress.NONE);
            for (int t = 0; t < runs.size(); t++) {
                groups[t][a] = DeepPruneRun.mean(runs.get(t).groups());
            }
            progress.report(a + 1, aurocs.length);
        }
        Plot plot = Plot.of(
                "A better judge tells more answers apart, where the threshold lets it",
                Axis.of("AUROC of the judge", ""),
                Axis.of("groups of a problem, AIME25", "").logarithmic());
        for (int t = 0; t < groups.length; t++) {
            plot = plot.line("threshold " + DeepPruneTables.THRESHOLDS.get(t), aurocs, groups[t]);
        }
        return plot;
    }
}
