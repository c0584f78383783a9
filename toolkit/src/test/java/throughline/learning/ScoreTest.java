package throughline.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;

class ScoreTest {
    private static final List<Double> LEVELS = List.of(0.05, 0.3, 0.5, 0.7, 0.95);

    /// The score of forecasts of windows of one lag, each window a run of its own.
    private static Score score(double[][] forecasts, double[][] actual, NaiveScale scale) {
        Task task = Task.forecast("y").horizon(actual[0].length);
        List<Window> windows = new ArrayList<>();
        List<Forecast> all = new ArrayList<>();
        for (int w = 0; w < actual.length; w++) {
            double[] run = DoubleStream.concat(DoubleStream.of(0), DoubleStream.of(actual[w]))
                    .toArray();
            windows.add(task.at(Runs.of("r" + w, run), 0));
            all.add(Forecast.of(new double[][] {forecasts[w]}));
        }
        return Score.of(all, windows, 0, scale);
    }

    private static Errors errors(double[] quantiles, double actual) {
        Tally tally = new Tally(LEVELS);
        double[][][] all =
                Arrays.stream(quantiles).mapToObj(q -> new double[][] {{q}}).toArray(double[][][]::new);
        tally.add(new Forecast(new double[][] {{quantiles[2]}}, LEVELS, all), 0, new double[] {actual});
        return tally.errors(new NaiveScale(1, 1));
    }

    @Test
    void metricsEqualTheirClosedForms() {
        double[][] actual = {{0, 0}, {0, 0}};
        double[][] forecast = {{1, -3}, {-1, 5}};
        Score score = score(forecast, actual, new NaiveScale(0.5, 3));
        assertThat(score.windows()).isEqualTo(2);
        assertThat(score.mae()).isEqualTo((1 + 3 + 1 + 5) / 4.0);
        assertThat(score.rmse()).isEqualTo(3);
        assertThat(score.mase()).isEqualTo(5);
        assertThat(score.concatenated().rmsse()).isEqualTo(1);
        assertThat(score.concatenated().smape()).isEqualTo(200);
        assertThat(score.concatenated().pinball()).isEqualTo(score.mae() / 2);
        assertThat(score.concatenated().crps()).isEqualTo(score.mae());
        assertThat(score.maeByHorizon()).containsExactly(1, 4);
        assertThat(score.rmseByHorizon()).containsExactly(1, Math.sqrt(17));
        assertThat(score.byRun().get("r1").mae()).isEqualTo(3);
    }

    @Test
    void theErrorOfTheConcatenationIsNotTheMeanOfWindowsErrors() {
        double[][] actual = {{0, 0}, {0, 0}};
        double[][] forecast = {{0, 0}, {4, 4}};
        Score score = score(forecast, actual, new NaiveScale(1, 1));
        assertThat(score.concatenated().rmse()).isEqualTo(Math.sqrt(8));
        assertThat(score.meanOfWindows().rmse()).isEqualTo(2);
        assertThat(score.meanOfWindows().mae()).isEqualTo(score.mae()).isEqualTo(2);
    }

    @Property(tries = 200)
    void theMeanOfWindowsRmseIsNeverLargerAndMeansOfStepsAreTheSame(
            @ForAll @Size(min = 6, max = 6) List<@DoubleRange(min = -9, max = 9) Double> forecast,
            @ForAll @Size(min = 6, max = 6) List<@DoubleRange(min = -9, max = 9) Double> actual) {
        Score score = score(threeByTwo(forecast), threeByTwo(actual), new NaiveScale(2, 3));
        Errors all = score.concatenated();
        Errors mean = score.meanOfWindows();
        assertThat(mean.rmse()).isLessThanOrEqualTo(all.rmse() + 1e-12);
        assertThat(mean.mae()).isCloseTo(all.mae(), within(1e-12));
        assertThat(mean.mase()).isCloseTo(all.mase(), within(1e-12));
        assertThat(mean.smape()).isCloseTo(all.smape(), within(1e-9));
        assertThat(all.smape()).isBetween(0.0, 200 + 1e-9);
        assertThat(all.mae()).isLessThanOrEqualTo(all.rmse() + 1e-12);
        assertThat(DoubleStream.of(score.maeByHorizon()).average().orElseThrow())
                .isCloseTo(all.mae(), within(1e-12));
    }

    private static double[][] threeByTwo(List<Double> six) {
        return IntStream.range(0, 3)
                .mapToObj(w -> new double[] {six.get(2 * w), six.get(2 * w + 1)})
                .toArray(double[][]::new);
    }

    /// The definition, integrated over 100,000 levels.
    @Property(tries = 50)
    void theCrpsIsTheIntegralOfThePinballLoss(
            @ForAll @Size(min = 5, max = 5) List<@DoubleRange(min = -5, max = 5) Double> values,
            @ForAll @DoubleRange(min = -6, max = 6) double actual) {
        double[] quantiles = values.stream().mapToDouble(x -> x).sorted().toArray();
        int n = 100_000;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double level = (i + 0.5) / n;
            double q = between(quantiles, level);
            sum += 2 * (level - (actual < q ? 1 : 0)) * (actual - q) / n;
        }
        assertThat(errors(quantiles, actual).crps()).isCloseTo(sum, within(1e-3));
    }

    private static double between(double[] quantiles, double level) {
        if (level <= LEVELS.getFirst()) {
            return quantiles[0];
        }
        for (int q = 1; q < quantiles.length; q++) {
            if (level <= LEVELS.get(q)) {
                double share = (level - LEVELS.get(q - 1)) / (LEVELS.get(q) - LEVELS.get(q - 1));
                return quantiles[q - 1] + share * (quantiles[q] - quantiles[q - 1]);
            }
        }
        return quantiles[quantiles.length - 1];
    }

    @Property(tries = 100)
    void theCrpsOfACertainForecastIsItsAbsoluteError(
            @ForAll @DoubleRange(min = -9, max = 9) double sure,
            @ForAll @DoubleRange(min = -9, max = 9) double actual) {
        double[] quantiles = new double[5];
        Arrays.fill(quantiles, sure);
        assertThat(errors(quantiles, actual).crps()).isCloseTo(Math.abs(sure - actual), within(1e-12));
    }

    @Test
    void pinballCoverageAndWidthEqualTheirClosedForms() {
        Errors errors = errors(new double[] {0, 1, 2, 4, 8}, 6);
        assertThat(errors.pinballs().get(0)).isCloseTo(0.05 * 6, within(1e-12));
        assertThat(errors.pinballs().get(4)).isCloseTo(0.05 * 2, within(1e-12));
        assertThat(errors.pinball()).isCloseTo((0.05 * 6 + 0.3 * 5 + 0.5 * 4 + 0.7 * 2 + 0.05 * 2) / 5, within(1e-12));
        assertThat(errors.intervals()).containsExactly(new Errors.Interval(0.4, 0, 3), new Errors.Interval(0.9, 1, 8));
        assertThat(errors(new double[] {0, 1, 2, 4, 8}, 8).interval(0.9).coverage())
                .isEqualTo(1);
    }

    /// 0 in any unit where nothing is off, and no 0/0 in the table.
    @Test
    void withoutAnyChangeToScaleByAnErrorIsInfiniteAndNoErrorIsNone() {
        NaiveScale still = new NaiveScale(0, 0);
        assertThat(score(new double[][] {{3, 4}}, new double[][] {{3, 4}}, still)
                        .mase())
                .isZero();
        assertThat(score(new double[][] {{3, 4}}, new double[][] {{3, 5}}, still)
                        .mase())
                .isInfinite();
        assertThat(score(new double[][] {{3, Double.NaN}}, new double[][] {{3, 5}}, still)
                        .mase())
                .isNaN();
        Errors zeros =
                score(new double[][] {{0, 0}}, new double[][] {{0, 0}}, still).concatenated();
        assertThat(zeros.smape()).isZero();
        assertThat(zeros.rmsse()).isZero();
    }

    @Test
    void theNaiveScaleIsOfChangesAndNeverCrossesRunsOrStretches() {
        Task task = Task.forecast("y").lags(1);
        Windows train = task.windows(List.of(Runs.of("a", 0, 1, 3), Runs.of("b", 100, 100, 97)));
        assertThat(NaiveScale.of(train, 0))
                .isEqualTo(new NaiveScale((1 + 2 + 0 + 3) / 4.0, Math.sqrt((1 + 4 + 0 + 9) / 4.0)));
        assertThat(NaiveScale.of(train.between(0, 2), 0).absolute()).isEqualTo(0.5);
        assertThat(NaiveScale.of(train.between(0, 1), 0)).isEqualTo(new NaiveScale(0, 0));
    }

    @Test
    void unequalNumbersAreRefused() {
        Window window = Task.forecast("y")
                .at(new Series("a", 0, 1, List.of("y"), new double[][] {{1, 2}}, new LinkedHashMap<>()), 0);
        assertThatThrownBy(() -> Score.of(List.of(), List.of(window), 0, new NaiveScale(1, 1)))
                .isInstanceOf(BadInput.class)
                .hasMessage("[0] forecasts for 1 windows; as many, and at least one");
    }
}
