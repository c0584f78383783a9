package throughline.smile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import throughline.learning.Backtest;
import throughline.learning.Forecaster;
import throughline.learning.Learner;
import throughline.learning.Series;
import throughline.learning.Split;
import throughline.learning.Task;
import throughline.learning.Windows;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class RidgeArTest {
    private static final Task TASK = Task.forecast("y").lags(8).horizon(3);

    /// Runs of `y' = decay y + pull x + e` with standard normal e, where x is a covariate that lasts.
    private static List<Series> runs(int runs, int steps, double decay, double pull) {
        List<Series> all = new ArrayList<>();
        for (int r = 0; r < runs; r++) {
            Random random = new Random(100 + r);
            double[] x = new double[steps];
            double[] y = new double[steps];
            for (int i = 1; i < steps; i++) {
                x[i] = 0.9 * x[i - 1] + random.nextGaussian();
                y[i] = decay * y[i - 1] + pull * x[i - 1] + random.nextGaussian();
            }
            SequencedMap<String, Double> knobs = new LinkedHashMap<>(Map.of("k", (double) r));
            all.add(new Series("r" + r, 0, 1, List.of("y", "x"), new double[][] {y, x}, knobs));
        }
        return all;
    }

    private static Backtest backtest(Task task, List<Series> runs) {
        return Backtest.of(task, Split.byRun(runs, 0.6, 0.2, 1));
    }

    private static double rmse(Backtest.Results results, String model) {
        return results.row(model).score().rmse();
    }

    @Test
    void theServiceLoaderFindsIt() {
        assertThat(Learner.names()).contains("ridge-ar");
        assertThat(Learner.named("ridge-ar", Map.of("lags", "4", "penalty", "0.1")))
                .isInstanceOf(RidgeAr.class);
    }

    @Test
    void unknownOptionsAreNamed() {
        assertThatThrownBy(() -> Learner.named("ridge-ar", Map.of("depth", "4")))
                .isInstanceOf(BadInput.class)
                .hasMessage("ridge-ar: no option [depth]; there are lags, penalty");
        assertThatThrownBy(() -> Learner.named("ridge-ar", Map.of("lags", "four")))
                .isInstanceOf(BadInput.class)
                .hasMessage("ridge-ar: lags [four] is not a number");
        assertThatThrownBy(() -> Learner.named("ridge-ar", Map.of("penalty", "-1")))
                .isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> new RidgeAr().lags(0)).isInstanceOf(BadInput.class);
    }

    @Test
    void itComesCloseToTheBestPossibleForecastOfAnAutoregression() {
        Backtest.Results results = backtest(TASK, runs(10, 1_000, 0.5, 0)).run(new RidgeAr());
        double[] error = results.row("ridge AR").score().rmseByHorizon();
        double variance = 0;
        for (int h = 0; h < error.length; h++) {
            variance += Math.pow(0.25, h);
            assertThat(error[h]).isCloseTo(Math.sqrt(variance), within(0.05));
        }
        assertThat(rmse(results, "ridge AR")).isLessThan(0.9 * rmse(results, "last value"));
    }

    @Test
    void nothingIsGainedOnARandomWalk() {
        Backtest.Results results = backtest(TASK, runs(10, 1_000, 1, 0)).run(new RidgeAr());
        assertThat(rmse(results, "ridge AR") / rmse(results, "last value")).isBetween(0.98, 1.03);
    }

    @Test
    void aCovariateThatDrivesTheTargetHelps() {
        List<Series> runs = runs(10, 500, 0.5, 1);
        double alone = rmse(backtest(TASK, runs).run(new RidgeAr()), "ridge AR");
        double driven = rmse(backtest(TASK.from("x").given("k"), runs).run(new RidgeAr()), "ridge AR");
        assertThat(driven).isLessThan(0.95 * alone);
    }

    @Test
    void aStrongPenaltyForecastsTheLastValueAndAWeakOneIsLeastSquares() {
        List<Series> line = List.of(line("a", 1), line("b", 2), line("c", 3), line("d", 4));
        Windows train = TASK.windows(line.subList(0, 2));
        var window = TASK.windows(line.subList(2, 3)).getFirst();
        RidgeAr weak = new RidgeAr().penalty(1e-10);
        weak.fit(train, TASK.windows(List.of()));
        assertThat(weak.forecast(window).point()[0]).containsExactly(window.actual()[0], within(1e-3));
        RidgeAr strong = new RidgeAr().penalty(1e12);
        strong.fit(TASK.windows(runs(2, 400, 0.5, 0)), TASK.windows(List.of()));
        assertThat(strong.forecast(window).point()[0]).containsExactly(new double[] {21, 21, 21}, within(0.2));
        assertThat(strong.penalty()).isEqualTo(1e12);
    }

    @Test
    void aPenaltyThatLeavesColumnsAlikeIsNamed() {
        Task task = Task.forecast("y").lags(30);
        Windows lines = task.windows(List.of(line("a", 1), line("b", 2), line("c", 3)));
        assertThatThrownBy(() -> new RidgeAr().penalty(1e-300).fit(lines, task.windows(List.of())))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("ridge-ar: with a penalty of [1.0E-300] the columns cannot be told apart");
    }

    private static Series line(String run, double slope) {
        double[] y = new double[40];
        for (int i = 0; i < y.length; i++) {
            y[i] = slope * i;
        }
        return new Series(run, 0, 1, List.of("y"), new double[][] {y}, new LinkedHashMap<>());
    }

    @Test
    void itNeverReadsTheFuture() {
        List<Series> runs = runs(5, 200, 0.5, 0);
        Windows train = TASK.windows(runs.subList(0, 4));
        Forecaster ridge = new RidgeAr();
        ridge.fit(train, train);
        Series whole = runs.getLast();
        double[][] first = {Arrays.copyOf(whole.values("y"), 100)};
        Series cut = new Series("cut", 0, 1, List.of("y"), first, new LinkedHashMap<>());
        assertThat(ridge.forecast(TASK.at(cut, 99))).isEqualTo(ridge.forecast(TASK.at(whole, 99)));
    }

    @Test
    void twoFitsAreEqualToTheBit() {
        Windows train = TASK.windows(runs(5, 300, 0.5, 0));
        Forecaster one = new RidgeAr();
        Forecaster other = new RidgeAr();
        one.fit(train, train);
        other.fit(train, train);
        assertThat(one.forecast(train)).isEqualTo(other.forecast(train));
    }

    @Test
    void aFitCancelledAtOnceForecastsTheLastValue() {
        Windows train = TASK.windows(runs(3, 100, 0.5, 0));
        Cancel cancel = new Cancel();
        cancel.cancel();
        Forecaster ridge = new RidgeAr();
        ridge.fit(train, train, cancel, Progress.NONE);
        double last = train.getFirst().last(0);
        assertThat(ridge.forecast(train.getFirst()).point()[0]).containsExactly(last, last, last);
    }
}
