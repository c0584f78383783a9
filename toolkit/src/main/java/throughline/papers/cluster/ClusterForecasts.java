package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.cluster.ClusterSpec;
import throughline.learning.Backtest;
import throughline.learning.Conformal;
import throughline.learning.Errors;
import throughline.learning.Forecaster;
import throughline.learning.Gru;
import throughline.learning.LastValue;
import throughline.learning.Learner;
import throughline.learning.MovingAverage;
import throughline.learning.Series;
import throughline.learning.Split;
import throughline.learning.Task;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Forecasts of a job's step time, power and temperature for the next quarter of an hour, backtested by run on runs
/// whose random numbers no forecaster has seen, with intervals of 80 %. A study, not a paper.
///
/// ```java
/// var study = ClusterForecasts.simulate(ClusterForecasts.CALM, 8);
/// show(study.table());
/// ```
///
/// What comes out, on ten test runs: while nothing breaks, step times and sensors are nearly white noise about a
/// mean, and what is learnt beats a moving average by no more than 4 %, but for a GRU on step times with 6 %. Where
/// hardware breaks and the log announces restarts, a GRU errs 21 % less than the last value on power and on
/// temperature, in nine and in all of the ten runs. Ridge regression and boosted trees err more than the last value
/// there in the mean, though less in the mean square. On step times nobody gains more than 3 % then.
public final class ClusterForecasts {
    /// A day of 64 A100, each minute, in which nothing breaks.
    public static final ClusterSpec CALM = ClusterSpec.SMALL
            .with("detail", "node")
            .with("sampling", "60")
            .with("microBatches", "64")
            .with("recovery", "recovery-timeout")
            .with("stragglers", "imbalance+pauses+throttling")
            .with("tenants", "0")
            .with("faults", "none");

    /// The same, in which hardware breaks each three hours.
    public static final ClusterSpec BREAKING =
            CALM.with("faults", "faults-llama-3").with("mtbf", "3 h");

    /// What is forecast.
    public static final List<String> TARGETS =
            List.of(ClusterForecastsRuns.STEP, ClusterForecastsRuns.POWER, ClusterForecastsRuns.HEAT);

    private static final int LAGS = 30;
    private static final int HORIZON = 15;
    private static final int EVERY = 5;
    private static final int EPOCHS = 8;
    private static final double LEVEL = 0.8;
    private static final int FEWEST = 8;

    private final Split split;

    private ClusterForecasts(Split split) {
        this.split = split;
    }

    /// Simulates runs, a third for each of training, validation and test, until done or interrupted.
    public static ClusterForecasts simulate(ClusterSpec spec, int each) {
        return simulate(spec, each, Cancel.onInterrupt(), Progress.NONE);
    }

    /// Simulates runs.
    ///
    /// @param each of training, validation and test runs; at least 8, as intervals of 80 % need 4 of the validation
    ///             runs to themselves
    /// @throws BadInput when they are fewer, or were cancelled before all were done
    public static ClusterForecasts simulate(ClusterSpec spec, int each, Cancel cancel, Progress progress) {
        if (each < FEWEST) {
            throw new BadInput("runs [%d] of each side must be at least %d", each, FEWEST);
        }
        List<Series> runs = ClusterForecastsRuns.simulate("run", spec, 1, 3 * each, cancel, progress);
        if (runs.size() < 3 * each) {
            throw new BadInput("[%d] of %d runs were done when it was cancelled", runs.size(), 3 * each);
        }
        return new ClusterForecasts(
                new Split(runs.subList(0, each), runs.subList(each, 2 * each), runs.subList(2 * each, 3 * each)));
    }

    /// The runs, dealt to three sides; for figures.
    public Split split() {
        return split;
    }

    /// What is asked: a target's next 15 values, from the last 30 of it and of all else that is known.
    public static Task task(String target) {
        List<String> others = Stream.of(TARGETS, ClusterForecastsRuns.ANNOUNCED)
                .flatMap(List::stream)
                .filter(column -> !column.equals(target))
                .toList();
        return Task.forecast(target)
                .from(others.toArray(String[]::new))
                .knowing(ClusterForecastsRuns.CLOCK.toArray(String[]::new))
                .lags(LAGS)
                .horizon(HORIZON)
                .every(EVERY)
                .quantiles((1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2);
    }

    /// All forecasters of a target, those from the module smile where it is on the class path.
    public Backtest.Results backtest(String target, Cancel cancel, Progress progress) {
        List<Forecaster> forecasters =
                new ArrayList<>(List.of(intervals(new LastValue()), intervals(new MovingAverage(HORIZON))));
        for (String name : List.of("ridge-ar", "gradient-boosting")) {
            if (Learner.names().contains(name)) {
                forecasters.add(intervals(Learner.named(name)));
            }
        }
        forecasters.add(intervals(new Gru().hidden(16).epochs(EPOCHS)));
        return Backtest.of(task(target), split).every(HORIZON).run(forecasters, cancel, progress);
    }

    /// Runs differ by their random numbers alone, so that windows may be counted; four runs alone would promise 80 %
    /// only by holding nearly all.
    private static Forecaster intervals(Forecaster base) {
        return new Conformal(base).counting(Conformal.Unit.WINDOWS);
    }

    /// One row a target and forecaster, see [#table(Cancel, Progress)].
    public Table table() {
        return table(Cancel.onInterrupt(), Progress.NONE);
    }

    /// One row a target and forecaster: `target`, `forecaster`, `MAE` and `RMSE` in the target's unit, `skill`, the
    /// share by which the MAE is below that of the better of last value and moving average, and `runs better`, the
    /// share of the test runs in which it is; `coverage` and `width` of the interval of 80 %.
    public Table table(Cancel cancel, Progress progress) {
        SequencedMap<String, Backtest.Results> all = new LinkedHashMap<>();
        for (String target : TARGETS) {
            if (!cancel.requested()) {
                all.put(target, backtest(target, cancel, Progress.NONE));
                progress.report(all.size(), TARGETS.size());
            }
        }
        return table(all);
    }

    private static Table table(SequencedMap<String, Backtest.Results> all) {
        Table table = Table.create(
                "forecasts of the next quarter of an hour",
                StringColumn.create("target"),
                StringColumn.create("forecaster"),
                DoubleColumn.create("MAE"),
                DoubleColumn.create("RMSE"),
                DoubleColumn.create("skill"),
                DoubleColumn.create("runs better"),
                DoubleColumn.create("coverage"),
                DoubleColumn.create("width"));
        all.forEach((target, results) -> {
            Backtest.Row naive = naive(results);
            for (Backtest.Row row : results.rows()) {
                if (row.model().startsWith("conformal")) {
                    add(table, target, row, naive);
                }
            }
        });
        return table;
    }

    /// The better of the two rules that know nothing but the target's past.
    private static Backtest.Row naive(Backtest.Results results) {
        Backtest.Row last = results.row("conformal last value");
        Backtest.Row mean = results.row("conformal moving average");
        return last.score().mae() <= mean.score().mae() ? last : mean;
    }

    private static void add(Table table, String target, Backtest.Row row, Backtest.Row naive) {
        Errors.Interval interval = row.score().concatenated().interval(LEVEL);
        table.stringColumn(0).append(target);
        table.stringColumn(1).append(row.model().replace("conformal ", ""));
        double[] values = {
            row.score().mae(),
            row.score().rmse(),
            1 - row.score().mae() / naive.score().mae(),
            better(row, naive),
            interval.coverage(),
            interval.width()
        };
        for (int i = 0; i < values.length; i++) {
            table.doubleColumn(2 + i).append(values[i]);
        }
    }

    /// The share of the runs in which it errs less.
    private static double better(Backtest.Row row, Backtest.Row naive) {
        return row.score().byRun().entrySet().stream()
                .mapToDouble(run -> run.getValue().mae()
                                < naive.score().byRun().get(run.getKey()).mae()
                        ? 1
                        : 0)
                .average()
                .orElse(Double.NaN);
    }
}
