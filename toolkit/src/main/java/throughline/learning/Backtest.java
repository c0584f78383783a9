package throughline.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Compares forecasters on runs that none of them has seen. Last value and drift are always among them: an error says
/// nothing before one knows what doing nothing costs.
///
/// @param train      windows to fit to
/// @param validation windows of other runs, to stop and to regularise by
/// @param test       windows of yet other runs, to score on
public record Backtest(Windows train, Windows validation, Windows test) {
    /// Progress is counted in this many parts a forecaster.
    private static final long PARTS = 1_000;

    private static final int ASKED_ALONE = 50;

    /// @throws BadInput if training or test hold no window
    public Backtest {
        train.orElseThrow("train");
        test.orElseThrow("test");
    }

    /// The backtest of a task over a split.
    ///
    /// @throws BadInput if a run lacks a column or a knob of the task, or training or test hold no window
    public static Backtest of(Task task, Split split) {
        return new Backtest(task.windows(split.train()), task.windows(split.validation()), task.windows(split.test()));
    }

    /// Runs until done or interrupted.
    public Results run(Forecaster... forecasters) {
        return run(List.of(forecasters), Cancel.onInterrupt(), Progress.NONE);
    }

    /// Runs until done or interrupted, and tells how far it is.
    public Results run(Progress progress, Forecaster... forecasters) {
        return run(List.of(forecasters), Cancel.onInterrupt(), progress);
    }

    /// Fits each forecaster, then scores it on the test windows. A cancelled backtest ends with the
    /// forecaster that was being fitted, scored as far as it came and marked as stopped.
    ///
    /// @param forecasters in the order of the table; the naive ones are put first where they are missing
    /// @param cancel      polled between forecasters and by their fits
    /// @param progress    told often, with equal shares for each forecaster given
    /// @throws BadInput if two forecasters have one name
    public Results run(List<Forecaster> forecasters, Cancel cancel, Progress progress) {
        List<Forecaster> all = withNaive(forecasters);
        List<Row> rows = new ArrayList<>();
        long total = Math.max(1, forecasters.size()) * PARTS;
        long before = 0;
        for (Forecaster forecaster : all) {
            boolean counts = forecasters.contains(forecaster);
            long from = before;
            long start = System.nanoTime();
            forecaster.fit(
                    train,
                    validation,
                    cancel,
                    counts
                            ? (done, of) -> progress.report(from + PARTS * done / Math.max(1, of), total)
                            : Progress.NONE);
            long fitted = System.nanoTime();
            List<Forecast> forecast = forecaster.forecast(test);
            double each = (System.nanoTime() - fitted) / 1e9 / test.size();
            boolean stopped = cancel.requested();
            rows.add(new Row(
                    forecaster,
                    Score.of(forecast, test, 0, train),
                    secondsAlone(forecaster),
                    each,
                    (fitted - start) / 1e9,
                    stopped));
            if (stopped) {
                progress.report(from, total);
                break;
            }
            before += counts ? PARTS : 0;
        }
        if (!cancel.requested()) {
            progress.report(total, total);
        }
        return new Results(test.task(), rows);
    }

    /// The median over single forecasts of test windows, after as many that warm up.
    private double secondsAlone(Forecaster forecaster) {
        double[] seconds = new double[ASKED_ALONE];
        for (int i = -ASKED_ALONE; i < ASKED_ALONE; i++) {
            Window window = test.get((i + ASKED_ALONE) % test.size());
            long start = System.nanoTime();
            forecaster.forecast(window);
            if (i >= 0) {
                seconds[i] = (System.nanoTime() - start) / 1e9;
            }
        }
        Arrays.sort(seconds);
        return seconds[ASKED_ALONE / 2];
    }

    private static List<Forecaster> withNaive(List<Forecaster> forecasters) {
        List<Forecaster> all = new ArrayList<>();
        for (Forecaster naive : List.of(new LastValue(), new Drift())) {
            if (forecasters.stream().noneMatch(given -> given.name().equals(naive.name()))) {
                all.add(naive);
            }
        }
        all.addAll(forecasters);
        Set<String> names = new HashSet<>();
        for (Forecaster forecaster : all) {
            if (!names.add(forecaster.name())) {
                throw new BadInput(
                        "two forecasters are called [%s]; give one another name with named(...)", forecaster.name());
            }
        }
        return all;
    }

    /// One forecaster's result.
    ///
    /// @param forecaster         fitted, ready for use
    /// @param score              over all test windows
    /// @param secondsAlone       time of one forecast asked for alone: the median of 50, warmed up
    /// @param secondsInBatch     time to forecast all test windows at once, over their number
    /// @param fitSeconds         time of the fit
    /// @param stopped            whether a cancel came before the end of the fit or of the scoring
    public record Row(
            Forecaster forecaster,
            Score score,
            double secondsAlone,
            double secondsInBatch,
            double fitSeconds,
            boolean stopped) {
        /// The forecaster's name, and whether it was stopped.
        public String model() {
            return stopped ? forecaster.name() + " (stopped)" : forecaster.name();
        }
    }

    /// What a backtest found.
    ///
    /// @param task what was forecast
    /// @param rows one a forecaster, in order
    public record Results(Task task, List<Row> rows) {
        public Results {
            rows = List.copyOf(rows);
        }

        /// The result of one forecaster.
        ///
        /// @throws BadInput if no row has this name
        public Row row(String model) {
            return rows.stream()
                    .filter(row -> row.model().equals(model))
                    .findFirst()
                    .orElseThrow(() -> new BadInput(
                            "no model [%s]; there are %s",
                            model,
                            String.join(", ", rows.stream().map(Row::model).toList())));
        }

        /// One row a forecaster: `model`, `MAE`, `RMSE`, `MASE`, `seconds alone`, `seconds in batch`, `fit seconds`.
        public Table table() {
            return Table.create(
                    "%s, %d steps ahead".formatted(task.targets().getFirst(), task.horizon()),
                    StringColumn.create("model", rows.stream().map(Row::model)),
                    column(
                            "MAE",
                            rows.stream().mapToDouble(row -> row.score().mae()).toArray()),
                    column(
                            "RMSE",
                            rows.stream().mapToDouble(row -> row.score().rmse()).toArray()),
                    column(
                            "MASE",
                            rows.stream().mapToDouble(row -> row.score().mase()).toArray()),
                    column(
                            "seconds alone",
                            rows.stream().mapToDouble(Row::secondsAlone).toArray()),
                    column(
                            "seconds in batch",
                            rows.stream().mapToDouble(Row::secondsInBatch).toArray()),
                    column(
                            "fit seconds",
                            rows.stream().mapToDouble(Row::fitSeconds).toArray()));
        }

        /// One row a step ahead: `horizon`, then the MAE of each forecaster under its name.
        public Table byHorizon() {
            Table table =
                    Table.create("MAE of %s by horizon".formatted(task.targets().getFirst()));
            IntColumn horizon = IntColumn.create("horizon");
            for (int h = 1; h <= task.horizon(); h++) {
                horizon.append(h);
            }
            table.addColumns(horizon);
            rows.forEach(row -> table.addColumns(column(row.model(), row.score().maeByHorizon())));
            return table;
        }

        private static DoubleColumn column(String name, double[] values) {
            return DoubleColumn.create(name, values);
        }
    }
}
