package throughline.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class BacktestTest {
    private static final Task TASK = Task.forecast("y").lags(3).horizon(2);

    @Test
    void driftIsExactOnALineAndLastValueIsOffByItsSlope() {
        List<Series> lines = new ArrayList<>();
        for (int r = 0; r < 5; r++) {
            lines.add(Runs.of("r" + r, 0, 2, 4, 6, 8, 10, 12));
        }
        Backtest.Results results =
                Backtest.of(TASK, Split.byRun(lines, 0.6, 0.2, 1)).run();
        assertThat(results.row("drift").score().rmse()).isZero();
        assertThat(results.row("last value").score().maeByHorizon()).containsExactly(2, 4);
        assertThat(results.row("last value").score().mase()).isEqualTo(1.5);
    }

    @Test
    void driftOfOneLagIsTheLastValue() {
        Window window = Task.forecast("y").horizon(3).at(Runs.of("a", 1, 5), 1);
        assertThat(new Drift().point(window)[0]).containsExactly(5, 5, 5);
    }

    @Test
    void theTableHasOneRowAForecasterWithTheNaiveOnesOnce() {
        Backtest backtest = Backtest.of(TASK, Split.byRun(Runs.randomWalk(5, 20, 1), 0.6, 0.2, 1));
        Table table = backtest.run(new Drift()).table();
        assertThat(table.columnNames())
                .containsExactly(
                        "model",
                        "MAE",
                        "RMSE",
                        "sMAPE %",
                        "MASE",
                        "RMSSE",
                        "forecasts/s alone",
                        "forecasts/s in batch",
                        "fit s");
        assertThat(table.stringColumn("model").asList()).containsExactly("last value", "moving average", "drift");
        Table byHorizon = backtest.run().byHorizon();
        assertThat(byHorizon.columnNames()).containsExactly("horizon", "last value", "drift", "moving average");
        assertThat(byHorizon.rowCount()).isEqualTo(2);
    }

    @Test
    void severalTargetsAndQuantilesHaveTheirLinesAndColumns() {
        Task task = Task.forecast("y", "z")
                .quantiles(0.05, 0.25, 0.5, 0.75, 0.95)
                .lags(3)
                .horizon(2);
        List<Series> runs = new ArrayList<>();
        for (Series walk : Runs.randomWalk(5, 40, 1)) {
            double[] y = walk.values("y");
            double[] z = DoubleStream.of(y).map(x -> 10 * x).toArray();
            runs.add(new Series(walk.run(), 0, 1, List.of("y", "z"), new double[][] {y, z}, walk.knobs()));
        }
        Backtest.Results results =
                Backtest.of(task, Split.byRun(runs, 0.4, 0.2, 1)).run();
        Table table = results.table();
        assertThat(table.columnNames())
                .contains("target", "pinball", "CRPS", "coverage of 50 %", "width of 50 %", "coverage of 90 %");
        assertThat(table.rowCount()).isEqualTo(6);
        assertThat(results.byHorizon().columnNames()).startsWith("target", "horizon", "last value");
        assertThat(results.byHorizon().rowCount()).isEqualTo(4);
        assertThat(results.byRun(Metric.RMSE).rowCount()).isEqualTo(2 * 2);
        assertThat(results.coverageByHorizon(0.9).doubleColumn("drift").asList())
                .allMatch(c -> c >= 0 && c <= 1);
        assertThat(results.meanOfWindows().columnNames()).contains("mean RMSE", "mean coverage of 90 %");
        Score y = results.row("drift").score("y");
        Score z = results.row("drift").score("z");
        assertThat(z.rmse()).isCloseTo(10 * y.rmse(), withinPercentage(1e-6));
        assertThat(z.mase()).isCloseTo(y.mase(), withinPercentage(1e-6));
        assertThatThrownBy(() -> results.row("drift").score("x")).hasMessage("no target [x]; there are [y, z]");
        assertThatThrownBy(() -> results.coverageByHorizon(0.8))
                .hasMessage("no interval of [0.8]; the levels of the task give [0.5, 0.9]");
    }

    @Test
    void twoOfAKindNeedTwoNames() {
        Backtest backtest = Backtest.of(TASK, Split.byRun(Runs.randomWalk(5, 20, 1), 0.6, 0.2, 1));
        Forecaster twin = new Drift().named("trend");
        assertThat(backtest.run(twin).rows())
                .extracting(Backtest.Row::model)
                .containsExactly("last value", "drift", "moving average", "trend");
        assertThatThrownBy(() -> backtest.run(twin, twin))
                .isInstanceOf(BadInput.class)
                .hasMessage("two forecasters are called [trend]; give one another name with named(...)");
    }

    @Test
    void aForecasterByTheNameOfANaiveOneDoesNotTakeItsPlace() {
        Backtest backtest = Backtest.of(TASK, Split.byRun(Runs.randomWalk(5, 20, 1), 0.6, 0.2, 1));
        Forecaster other = new SeasonalNaive(2).named("drift");
        Forecaster learnt = new Gru().hidden(2).epochs(1).named("drift");
        assertThat(backtest.run(other).rows()).hasSize(3);
        assertThatThrownBy(() -> backtest.run(learnt)).hasMessageStartingWith("two forecasters are called [drift]");
    }

    @Test
    void progressAscendsToItsTotal() {
        Backtest backtest = Backtest.of(TASK, Split.byRun(Runs.randomWalk(5, 20, 1), 0.6, 0.2, 1));
        List<Double> shares = new ArrayList<>();
        backtest.run(List.of(), Cancel.NEVER, (done, total) -> shares.add((double) done / total));
        assertThat(shares).isSorted().endsWith(1.0);
    }

    @Test
    void aCancelledBacktestKeepsWhatIsDone() {
        Backtest backtest = Backtest.of(TASK, Split.byRun(Runs.randomWalk(5, 20, 1), 0.6, 0.2, 1));
        Cancel cancel = new Cancel();
        Forecaster stopped = new Stateless("stopped", "stopped") {
            @Override
            protected void learn(Windows train, Windows validation, Cancel request, Progress progress) {
                cancel.cancel();
            }

            @Override
            protected double[][] point(Window window) {
                return new double[1][TASK.horizon()];
            }
        };
        Backtest.Results results = backtest.run(List.of(stopped, stopped.named("next")), cancel, Progress.NONE);
        assertThat(results.rows())
                .extracting(Backtest.Row::model)
                .containsExactly("last value", "drift", "moving average", "stopped (stopped)");
        assertThat(results.rows().getLast().forecaster()).isSameAs(stopped);
    }

    @Test
    void runsTooShortForAWindowAreNamed() {
        Split split = Split.byRun(Runs.randomWalk(5, 4, 1), 0.6, 0.2, 1);
        assertThatThrownBy(() -> Backtest.of(TASK, split))
                .isInstanceOf(BadInput.class)
                .hasMessage("train: no window in 3 runs, the longest of [4] steps; 3 lags and a horizon of 2 need 5");
    }

    @Test
    void anUnknownLearnerIsNamedWithThoseThereAre() {
        assertThatThrownBy(() -> Learner.named("oracle", Map.of()))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("no learner [oracle] on the class path; there are ");
    }
}
