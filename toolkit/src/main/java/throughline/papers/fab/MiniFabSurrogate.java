package throughline.papers.fab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import throughline.data.Estimate;
import throughline.data.Trace;
import throughline.fab.MiniFab;
import throughline.fab.MiniFabSpec;
import throughline.learning.Backtest;
import throughline.learning.Forecaster;
import throughline.learning.Lstm;
import throughline.learning.Series;
import throughline.learning.Split;
import throughline.learning.Task;
import throughline.learning.Window;
import throughline.papers.Evidence;
import throughline.papers.Measured;
import throughline.papers.Recomputed;
import throughline.papers.Tolerance;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Forecasts of the turnaround by a network that has learnt from simulated runs, once from its own past alone and once
/// from queues and work in progress too, scored on runs whose random numbers it has not seen.
final class MiniFabSurrogate {
    private static final List<String> COLUMNS =
            List.of("mean_tat", "wip", "queue_S1", "queue_S2", "queue_S3", "queue_S4", "queue_S5", "queue_S6");
    private static final int SEEDS = 6;
    private static final int EPOCHS = 8;
    private static final int STATES = 16;
    private static final int REPEATS = 10;

    private static final MiniFabSpec SPEC =
            MiniFabSpec.KEMPF.with("lots", "120").with("horizon", "11 d").with("sampling", "1 h");

    private MiniFabSurrogate() {}

    static void claims(Evidence evidence, Cancel cancel) {
        List<Series> runs = runs(cancel);
        if (cancel.requested()) {
            return;
        }
        Split split = Split.byKnob(runs, "seed", 0.6, 0.2, 1);
        Task alone = Task.forecast("mean_tat").lags(24).horizon(12).every(2);
        Task all = alone.from(COLUMNS.toArray(String[]::new));
        Measured<Backtest.Row> univariate = train(evidence, "LSTM on the turnaround alone", alone, split, cancel);
        Measured<Backtest.Row> multivariate = train(evidence, "LSTM on turnaround, queues and WIP", all, split, cancel);
        if (univariate.value() == null || multivariate.value() == null) {
            return;
        }
        double rmse = multivariate.value().score().rmse();
        evidence.claim(Recomputed.of("RMSE of the multivariate surrogate", rmse).from(multivariate));
        evidence.claim(Recomputed.of(
                        "multivariate over univariate RMSE",
                        rmse / univariate.value().score().rmse())
                .from(univariate)
                .from(multivariate));
        faster(evidence, multivariate.value(), all.at(split.test().getFirst(), 100));
        univariate.value().forecaster().close();
        multivariate.value().forecaster().close();
    }

    private static List<Series> runs(Cancel cancel) {
        List<Series> runs = new ArrayList<>();
        for (String repair : List.of("none", "steps", "time", "pm")) {
            for (int seed = 1; seed <= SEEDS && !cancel.requested(); seed++) {
                Trace trace = MiniFab.run(SPEC.with("repair", repair), seed, cancel, Progress.NONE)
                        .get("series");
                double[][] values = COLUMNS.stream().map(trace::column).toArray(double[][]::new);
                SequencedMap<String, Double> knobs = new LinkedHashMap<>(Map.of("seed", (double) seed));
                runs.add(new Series(repair + "-" + seed, 0, 1, COLUMNS, values, knobs));
            }
        }
        return runs;
    }

    /// The row of the network; null after a cancel.
    private static Measured<Backtest.Row> train(Evidence evidence, String what, Task task, Split split, Cancel cancel) {
        Lstm network = new Lstm().hidden(STATES).epochs(EPOCHS);
        return evidence.measure(what, () -> {
            List<Backtest.Row> rows = Backtest.of(task, split)
                    .run(List.of(network), cancel, Progress.NONE)
                    .rows();
            return cancel.requested() ? null : rows.getLast();
        });
    }

    /// One forecast against one simulation of a run up to the same moment, timed in turn.
    private static void faster(Evidence evidence, Backtest.Row row, Window window) {
        Forecaster surrogate = row.forecaster();
        Measured<double[]> ratios = evidence.measure("one simulation and one forecast in turn, timed", () -> {
            double[] logs = new double[REPEATS];
            MiniFabSpec question = SPEC.with("horizon", "112 h");
            for (int i = -REPEATS; i < REPEATS; i++) {
                long start = System.nanoTime();
                MiniFab.run(question, 100 + i, Cancel.NEVER, Progress.NONE);
                long simulated = System.nanoTime();
                surrogate.forecast(window);
                long forecast = System.nanoTime();
                if (i >= 0) {
                    logs[i] = Math.log10((double) (simulated - start) / (forecast - simulated));
                }
            }
            return logs;
        });
        Estimate effect = Estimate.of(ratios.value());
        evidence.claim(Recomputed.of("the surrogate is far faster, log10 of the ratio over 10", effect.mean() - 1)
                .within(Tolerance.direction(effect.standardError(), REPEATS + " repeats after as many warm-ups"))
                .timedBy(ratios)
                .tried(String.format(
                        Locale.ROOT,
                        "Asked for alone, a forecast takes %.2g s, in a batch %.2g s; the simulator is compiled and takes"
                                + " milliseconds. Far is read as ten times.",
                        row.secondsAlone(),
                        row.secondsInBatch())));
    }
}
