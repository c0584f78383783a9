package throughline.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class BacktestTest {
    private static final Task TASK = Task.forecast("y").lags(3).horizon(2);

    @Test
    void metricsEqualTheirClosedForms() {
        double[][] actual = {{0, 0}, {0, 0}};
        double[][] forecast = {{1, -3}, {-1, 5}};
        Score score = Score.of(forecast, actual, 0.5);
        assertThat(score.windows()).isEqualTo(2);
        assertThat(score.mae()).isEqualTo((1 + 3 + 1 + 5) / 4.0);
        assertThat(score.rmse()).isCloseTo(Math.sqrt((1 + 9 + 1 + 25) / 4.0), within(1e-15));
        assertThat(score.mase()).isEqualTo(5);
        assertThat(score.maeByHorizon()).containsExactly(1, 4);
        assertThat(score.rmseByHorizon()).containsExactly(1, Math.sqrt(17));
    }

    @Test
    void aPerfectForecastHasNoError() {
        double[][] actual = {{3, 4}};
        assertThat(Score.of(actual, actual, 1).rmse()).isZero();
    }

    /// A run that stands still is forecast without error by the last value: 0 in any unit, and no 0/0 in the table.
    @Test
    void withoutAnyChangeToScaleByAnErrorIsInfiniteAndNoErrorIsNone() {
        assertThat(Score.of(new double[][] {{3, 4}}, new double[][] {{3, 4}}, 0).mase())
                .isZero();
        assertThat(Score.of(new double[][] {{3, 4}}, new double[][] {{3, 5}}, 0).mase())
                .isInfinite();
        assertThat(Score.of(new double[][] {{3, Double.NaN}}, new double[][] {{3, 5}}, 0)
                        .mase())
                .isNaN();
        List<Series> still = new ArrayList<>();
        for (int r = 0; r < 5; r++) {
            still.add(Runs.of("r" + r, 7, 7, 7, 7, 7, 7));
        }
        assertThat(Backtest.of(TASK, Split.byRun(still, 0.6, 0.2, 1)).run().rows())
                .allSatisfy(row -> assertThat(row.score().mase()).isZero());
    }

    @Test
    void theNaiveScaleIsTheMeanChangeAndNeverCrossesRuns() {
        Windows train = TASK.windows(List.of(Runs.of("a", 0, 1, 3), Runs.of("b", 100, 100, 97)));
        assertThat(Score.naiveScale(train, 0)).isEqualTo((1 + 2 + 0 + 3) / 4.0);
    }

    @Test
    void unequalLengthsAreRefused() {
        assertThatThrownBy(() -> Score.of(new double[1][1], new double[2][1], 1))
                .isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> Score.of(new double[0][1], new double[0][1], 1))
                .isInstanceOf(BadInput.class);
    }

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
                .containsExactly("model", "MAE", "RMSE", "MASE", "seconds alone", "seconds in batch", "fit seconds");
        assertThat(table.stringColumn("model").asList()).containsExactly("last value", "drift");
        Table byHorizon = backtest.run().byHorizon();
        assertThat(byHorizon.columnNames()).containsExactly("horizon", "last value", "drift");
        assertThat(byHorizon.rowCount()).isEqualTo(2);
    }

    @Test
    void twoOfAKindNeedTwoNames() {
        Backtest backtest = Backtest.of(TASK, Split.byRun(Runs.randomWalk(5, 20, 1), 0.6, 0.2, 1));
        Forecaster twin = new Drift().named("trend");
        assertThat(backtest.run(twin).rows())
                .extracting(Backtest.Row::model)
                .containsExactly("last value", "drift", "trend");
        assertThatThrownBy(() -> backtest.run(twin, twin))
                .isInstanceOf(BadInput.class)
                .hasMessage("two forecasters are called [trend]; give one another name with named(...)");
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
                .containsExactly("last value", "drift", "stopped (stopped)");
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
