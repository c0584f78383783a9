package throughline.papers.fab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import throughline.data.Trace;
import throughline.fab.MiniFab;
import throughline.fab.MiniFabSpec;
import throughline.learning.Backtest;
import throughline.learning.Conformal;
import throughline.learning.Drift;
import throughline.learning.LastValue;
import throughline.learning.Lstm;
import throughline.learning.NaiveScale;
import throughline.learning.Score;
import throughline.learning.Series;
import throughline.learning.Split;
import throughline.learning.Task;
import throughline.learning.Trials;
import throughline.learning.Windows;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Intervals of 90 % around forecasts of the Mini-Fab: 40 runs to calibrate, 40 to ask.
class MiniFabIntervalsTest {
    private static final List<String> COLUMNS = List.of("mean_tat", "wip", "queue_S2", "queue_S5");
    private static final MiniFabSpec SPEC =
            MiniFabSpec.KEMPF.with("lots", "120").with("horizon", "11 d").with("sampling", "1 h");
    private static final Task TASK =
            Task.forecast("mean_tat").lags(24).horizon(12).every(6).quantiles(0.05, 0.5, 0.95);
    private static List<Series> runs;

    @BeforeAll
    static void simulate() {
        runs = runs(SPEC, 1, 120);
    }

    private static List<Series> runs(MiniFabSpec spec, int first, int count) {
        List<Series> runs = new ArrayList<>();
        for (int seed = first; seed < first + count; seed++) {
            Trace trace = MiniFab.run(spec, seed, Cancel.NEVER, Progress.NONE).get("series");
            double[][] values = COLUMNS.stream().map(trace::column).toArray(double[][]::new);
            runs.add(new Series("seed " + seed, 0, 1, COLUMNS, values, new LinkedHashMap<>()));
        }
        return runs;
    }

    /// A sixth to learn from, a third each to calibrate and to ask; the rest decides when to stop.
    private static Backtest deal(Task task, long seed) {
        return Backtest.of(task, Split.byRun(runs, 1.0 / 6, 0.5, seed));
    }

    private static Conformal calibratedOnForty(Conformal conformal) {
        return conformal.counting(Conformal.Unit.WINDOWS).calibratedOn(2.0 / 3);
    }

    @Test
    void ninetyPercentIntervalsHoldEightySevenToNinetyThreeOfUnseenRunsInEachDeal() {
        Trials trials = Trials.run(
                seed -> deal(TASK, seed),
                3,
                calibratedOnForty(new Conformal(new LastValue())),
                calibratedOnForty(new Conformal(new Drift())));
        for (String model : List.of("conformal last value", "conformal drift")) {
            for (Backtest.Results results : trials.results()) {
                assertThat(coverage(results.row(model).score())).isBetween(0.87, 0.93);
            }
        }
    }

    @Test
    void theyDoSoAroundANetworkThatBeatsTheNaiveForecasts() {
        Task task = TASK.from(COLUMNS.toArray(String[]::new));
        Backtest.Results results = deal(task, 1)
                .run(calibratedOnForty(new Conformal(new Lstm().hidden(12).epochs(3))));
        Score score = results.row("conformal LSTM").score();
        assertThat(coverage(score)).isBetween(0.87, 0.93);
        for (String naive : List.of("last value", "drift", "moving average")) {
            assertThat(score.concatenated().crps())
                    .isLessThan(results.row(naive).score().concatenated().crps());
        }
    }

    /// With breakdowns twice as frequent the intervals hold too little, and what adapts holds more of it.
    @Test
    void twiceTheBreakdownsTakeCoverageAndAdaptingRegainsSome() {
        Backtest backtest = deal(TASK, 1);
        Conformal conformal = calibratedOnForty(new Conformal(new LastValue()));
        conformal.fit(backtest.train(), backtest.validation());
        double before = coverage(score(conformal, backtest.test().every(1)));
        MiniFabSpec often = SPEC.with("mtbfSpread", "13").with("mtbf", "25");
        Windows shifted = TASK.every(1).windows(runs(often, 1_001, 20));
        double still = coverage(score(conformal, shifted));
        double moving = coverage(score(conformal.adaptive(0.005), shifted));
        assertThat(before).isBetween(0.87, 0.93);
        assertThat(still).isLessThan(before - 0.02);
        assertThat(moving).isBetween(still + 0.02, 0.93);
    }

    private static Score score(Conformal conformal, Windows windows) {
        return Score.of(conformal.forecast(windows), windows, 0, new NaiveScale(1, 1));
    }

    private static double coverage(Score score) {
        return score.concatenated().interval(0.9).coverage();
    }
}
