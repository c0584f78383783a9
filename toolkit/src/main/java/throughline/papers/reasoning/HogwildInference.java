package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Measured;
import throughline.papers.Null;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.reasoning.Hogwild;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Workers of one model who write at once and see each other's text (Hogwild! Inference, arXiv 2504.06261).
///
/// That moving a block is turning the query, and that nothing is lost by it, is run for real with a small transformer.
/// The accuracies of two workers are held against one constant, the share of the other's text that helps: it says no
/// more than that as much is gained in log-odds at every budget. Workers who see finished paragraphs alone gain nothing
/// at first, as a lag would have it; but so does a straight line through their other two bars.
public final class HogwildInference implements Paper {
    private static final String SPEED = "tokens a second over one worker's, L40S, 4 bits";
    private static final String IDENTITY = "distance of attention to moved blocks from keys encoded anew";
    private static final String LOOP = "distance of two workers' logits from the run computed from nothing";

    @Override
    public String id() {
        return "Hogwild";
    }

    @Override
    public List<Reported> reported() {
        List<Reported> rows = new ArrayList<>(HogwildAccuracies.reported());
        String text = "the paper's text";
        rows.add(Reported.of(SPEED + ", 2 workers", 1.8, "", text, Provenance.RECALLED));
        rows.add(Reported.of(SPEED + ", 4 workers", 3, "", text + ": above 3", Provenance.RECALLED));
        String code = "repository, code: caches are joined exactly";
        rows.add(Reported.of(IDENTITY, 0, "", code, Provenance.AUTHORS_DATA));
        rows.add(Reported.of(LOOP, 0, "", code, Provenance.AUTHORS_DATA));
        return rows;
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        HogwildAccuracies.claims(evidence);
        progress.report(1, 3);
        speeds(evidence);
        progress.report(2, 3);
        if (!cancel.requested()) {
            runs(evidence);
        }
        progress.report(3, 3);
    }

    private static void speeds(Evidence evidence) {
        Constant weights = Constant.frozen("bytes of weights", 19e9, "QwQ-32B-AWQ", Provenance.RECALLED);
        Constant passes = Constant.frozen("passes made", 4_000, "of the middle budget", Provenance.RECALLED);
        HogwildSpeed speed = new HogwildSpeed(weights.value(), passes.value(), true);
        HogwildSpeed each = new HogwildSpeed(weights.value(), passes.value(), false);
        for (int workers : List.of(2, 4)) {
            evidence.claim(Recomputed.of("%s, %d workers".formatted(SPEED, workers), speed.ratio(workers))
                    .within(Tolerance.relative(0.2, "remembered to a digit, and as a bound"))
                    .against(Null.of(workers, "as many times as there are workers"))
                    .using(weights, passes)
                    .tried("Each block is read once for all workers; were each to read it, it would be %.2f."
                            .formatted(each.ratio(workers))));
        }
    }

    private static void runs(Evidence evidence) {
        Measured<HogwildRun> run = evidence.measure("two workers in three layouts", HogwildRun::run);
        evidence.claim(Recomputed.of(IDENTITY, run.value().identity())
                .within(Tolerance.absolute(1e-10, "rounding of doubles"))
                .against(Null.of(run.value().unmoved(), "the query turned alike for all blocks"))
                .from(run));
        evidence.claim(Recomputed.of(LOOP, run.value().loop())
                .within(Tolerance.absolute(1e-9, "rounding of doubles"))
                .against(Null.of(run.value().stuck(), "the other's block seen where it is stored"))
                .from(run));
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        HogwildCurve alone = HogwildAccuracies.curve(published, 1024, 4096, 8192, 16_384);
        double[] passes = IntStream.rangeClosed(0, 64)
                .mapToDouble(i -> 512 * Math.pow(2, i / 12.8))
                .toArray();
        double efficiency = HogwildAccuracies.efficiency(published, HogwildAccuracies.COMBINED);
        double lag = HogwildAccuracies.lag(published);
        Plot plot = Plot.of(
                        "Two workers who see each other are worth nearly twice the passes, once they see something",
                        Axis.of("forward passes", "").logarithmic(),
                        Axis.of("accuracy", "%"))
                .line("one worker", passes, along(passes, alone::accuracy))
                .line("two, at once", passes, along(passes, p -> alone.accuracy(progress(efficiency, 0, p))))
                .line("two, after a lag", passes, along(passes, p -> alone.accuracy(progress(efficiency, lag, p))));
        double[] budgets =
                Arrays.stream(HogwildAccuracies.BUDGETS).asDoubleStream().toArray();
        for (String series : List.of(
                HogwildAccuracies.IMPROVED,
                HogwildAccuracies.INDEPENDENT,
                HogwildAccuracies.CONTIGUOUS,
                HogwildAccuracies.INTERLEAVED,
                HogwildAccuracies.COMBINED)) {
            plot = plot.published(
                    series,
                    budgets,
                    published.values(Arrays.stream(HogwildAccuracies.BUDGETS)
                            .mapToObj(p -> HogwildAccuracies.key(series, p))
                            .toArray(String[]::new)));
        }
        progress.report(1, 1);
        return Optional.of(plot);
    }

    private static double progress(double efficiency, double lag, double passes) {
        return new Hogwild(2, efficiency, lag, 1).progress(passes);
    }

    private static double[] along(double[] x, DoubleUnaryOperator y) {
        return Arrays.stream(x).map(y).toArray();
    }
}
