package throughline.learning;

import java.util.List;
import tech.tablesaw.api.Table;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Compares forecasters on what none of them has seen: whole runs, or the time of runs after a cut-off. Last value,
/// drift and moving average are always among them: an error says nothing before one knows what doing nothing costs.
///
/// ```java
/// Backtest.of(task, split).run(new Lstm(), new SeasonalNaive(24)).table();
/// Backtest.sliding(task, split, 200, 50, 150).every(task.horizon()).refit(false).run(new Lstm()).byHorizon();
/// ```
///
/// @param folds by ascending cut-off, at least one
/// @param refit whether a forecaster learns anew in each fold, or in the first alone
public record Backtest(List<Fold> folds, boolean refit) {
    /// @throws BadInput if there is no fold, or the stride of the test windows does not divide the steps between
    ///                  cut-offs, so that windows would overlap or be left out there
    public Backtest {
        folds = List.copyOf(folds);
        if (folds.isEmpty()) {
            throw new BadInput("a backtest of [0] folds; it needs at least one");
        }
        int stride = folds.getFirst().test().task().stride();
        for (int f = 1; f < folds.size(); f++) {
            int apart = folds.get(f).cutoff() - folds.get(f - 1).cutoff();
            if (apart % stride != 0) {
                throw new BadInput(
                        "cut-offs [%d] steps apart, test windows every %d; the stride must divide it", apart, stride);
            }
        }
    }

    /// By run: fitted to the training runs, asked over the whole of the test runs.
    ///
    /// @throws BadInput if a run lacks a column or a knob of the task, or training or test hold no window
    public static Backtest of(Task task, Split split) {
        Fold fold =
                new Fold(0, task.windows(split.train()), task.windows(split.validation()), task.windows(split.test()));
        return new Backtest(List.of(fold), true);
    }

    /// Over time: fitted to the training runs and to all that the test runs have shown before a cut-off, answers
    /// included, and asked from there to the next cut-off.
    ///
    /// @param split its test runs are cut; there may be no training runs at all
    /// @param first first cut-off: a step of the test runs, from `lags` to `length - horizon` of the longest
    /// @param step  steps from one cut-off to the next, a multiple of the stride of the test windows
    /// @throws BadInput if they are not, or as [#of]
    public static Backtest expanding(Task task, Split split, int first, int step) {
        return new Backtest(new Rolling(first, step, Rolling.ALL).folds(task, split), true);
    }

    /// As [#expanding], but of every run, those of training and validation too, only the last steps before the cut-off
    /// are learnt from: right where the process changes in time.
    ///
    /// @param kept so many; at least `lags + horizon`
    /// @throws BadInput as [#expanding]
    public static Backtest sliding(Task task, Split split, int first, int step, int kept) {
        return new Backtest(new Rolling(first, step, kept).folds(task, split), true);
    }

    /// The same, learning anew in each fold or in the first alone; anew unless said otherwise.
    public Backtest refit(boolean anew) {
        return new Backtest(folds, anew);
    }

    /// The same, asking at other times: with the horizon as stride, each step is forecast once.
    ///
    /// @param stride steps between two test windows, at least 1; otherwise it is the task's
    /// @throws BadInput if it does not divide the steps between cut-offs
    public Backtest every(int stride) {
        return new Backtest(
                folds.stream()
                        .map(fold -> new Fold(
                                fold.cutoff(),
                                fold.train(),
                                fold.validation(),
                                fold.test().every(stride)))
                        .toList(),
                refit);
    }

    /// Windows that the first fold is fitted to.
    public Windows train() {
        return folds.getFirst().train();
    }

    /// Windows that the first fold stops and regularises by.
    public Windows validation() {
        return folds.getFirst().validation();
    }

    /// All windows to score on, fold after fold.
    public Windows test() {
        return folds.stream().map(Fold::test).reduce(Windows::and).orElseThrow();
    }

    /// Runs until done or interrupted.
    public Results run(Forecaster... forecasters) {
        return run(List.of(forecasters), Cancel.onInterrupt(), Progress.NONE);
    }

    /// Runs until done or interrupted, and tells how far it is.
    public Results run(Progress progress, Forecaster... forecasters) {
        return run(List.of(forecasters), Cancel.onInterrupt(), progress);
    }

    /// Fits each forecaster, then scores it on the test windows. A cancelled backtest ends with the forecaster that
    /// was being fitted, scored as far as it came and marked as stopped; it is not fitted again for later folds.
    ///
    /// @param forecasters in the order of the table; the naive ones are put first where they are missing
    /// @param cancel      polled between forecasters and by their fits
    /// @param progress    told often, with equal shares for each forecaster given
    /// @throws BadInput if two forecasters have one name
    public Results run(List<Forecaster> forecasters, Cancel cancel, Progress progress) {
        return new Results(test().task(), new Contest(this, cancel).rows(forecasters, progress));
    }

    /// One forecaster's result.
    ///
    /// @param forecaster     as the last fit left it, ready for use
    /// @param scores         over all test windows, one a target; MASE and RMSSE are scaled by what the first fold
    ///                       was fitted to
    /// @param secondsAlone   time of one forecast asked for alone: the median of 50, warmed up
    /// @param secondsInBatch time to forecast all test windows, those of a fold at once, over their number
    /// @param fitSeconds     time of the fits
    /// @param stopped        whether a cancel came before the end of the fits or of the scoring
    public record Row(
            Forecaster forecaster,
            List<Score> scores,
            double secondsAlone,
            double secondsInBatch,
            double fitSeconds,
            boolean stopped) {
        public Row {
            scores = List.copyOf(scores);
        }

        /// The score of the first target.
        public Score score() {
            return scores.getFirst();
        }

        /// The score of a target.
        ///
        /// @throws BadInput if it was not forecast
        public Score score(String target) {
            return scores.stream()
                    .filter(score -> score.target().equals(target))
                    .findFirst()
                    .orElseThrow(() -> new BadInput(
                            "no target [%s]; there are %s",
                            target, scores.stream().map(Score::target).toList()));
        }

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

        /// One row a forecaster and target, over all steps of all windows taken together: `model`, `target` where
        /// there are several, `MAE` and `RMSE` in the target's unit, `sMAPE %`, `MASE`, `RMSSE`; with quantiles
        /// `pinball`, `CRPS` and each central interval's `coverage` and `width`; then `forecasts/s alone`,
        /// `forecasts/s in batch`, `fit s`.
        public Table table() {
            return ResultTables.table(this);
        }

        /// One row a forecaster and target: the mean over windows of each window's errors, `mean` before each name.
        /// RMSE and RMSSE differ from those of [#table()]; see [Score].
        public Table meanOfWindows() {
            return ResultTables.meanOfWindows(this);
        }

        /// One row a target and step ahead: `target` where there are several, `horizon`, then the MAE of each
        /// forecaster under its name.
        public Table byHorizon() {
            return byHorizon(Metric.MAE);
        }

        /// The same of another metric.
        public Table byHorizon(Metric metric) {
            return ResultTables.byHorizon(this, metric);
        }

        /// One row a target and run: `target` where there are several, `run`, then the metric of each forecaster
        /// under its name.
        public Table byRun(Metric metric) {
            return ResultTables.byRun(this, metric);
        }

        /// One row a target and step ahead: `target` where there are several, `horizon`, then under each forecaster's
        /// name the share of steps that fell into its central interval.
        ///
        /// @param nominal the interval's own share, such as 0.9
        /// @throws BadInput if the task asks for no such interval
        public Table coverageByHorizon(double nominal) {
            return ResultTables.coverageByHorizon(this, nominal);
        }
    }
}
