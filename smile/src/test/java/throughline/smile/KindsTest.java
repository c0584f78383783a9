package throughline.smile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import throughline.learning.Forecast;
import throughline.learning.Forecaster;
import throughline.learning.LastValue;
import throughline.learning.Learner;
import throughline.learning.Score;
import throughline.learning.Series;
import throughline.learning.Task;
import throughline.learning.Windows;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// What holds of every kind of forecaster that this module provides.
class KindsTest {
    private static final Task TASK = Task.forecast("y", "z")
            .from("x")
            .knowing("plan")
            .given("k")
            .quantiles(0.1, 0.5, 0.9)
            .lags(6)
            .horizon(4);

    private static final List<Series> RUNS = runs(5, 120);
    private static final Windows TRAIN = TASK.windows(RUNS.subList(0, 3));
    private static final Windows VALIDATION = TASK.windows(RUNS.subList(3, 4));
    private static final Windows TEST = TASK.windows(RUNS.subList(4, 5));

    /// `y` follows the plan of the same step, `z` lags behind `y`, `x` is noise.
    private static List<Series> runs(int runs, int steps) {
        List<Series> all = new ArrayList<>();
        for (int r = 0; r < runs; r++) {
            Random random = new Random(50 + r);
            double[][] columns = new double[4][steps];
            for (int i = 1; i < steps; i++) {
                columns[3][i] = random.nextInt(3);
                columns[0][i] = 5 * columns[3][i] + 0.1 * random.nextGaussian();
                columns[1][i] = 0.8 * columns[1][i - 1] + 0.2 * columns[0][i - 1] + 0.1 * random.nextGaussian();
                columns[2][i] = random.nextGaussian();
            }
            var knobs = new LinkedHashMap<>(Map.of("k", (double) r));
            all.add(new Series("r" + r, 0, 1, List.of("y", "z", "x", "plan"), columns, knobs));
        }
        return all;
    }

    static Stream<String> kinds() {
        return Stream.of("ridge-ar", "random-forest", "gradient-boosting");
    }

    private static Forecaster unfitted(String kind) {
        Forecaster forecaster = Learner.named(kind);
        if (forecaster.settings().has("trees")) {
            forecaster.settings().set("trees", kind.equals("gradient-boosting") ? 60 : 12);
        }
        return forecaster;
    }

    private static Forecaster fitted(String kind) {
        Forecaster forecaster = unfitted(kind);
        forecaster.fit(TRAIN, VALIDATION);
        return forecaster;
    }

    @Test
    void theServiceLoaderFindsThem() {
        assertThat(Learner.names()).containsAll(kinds().toList());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void itIsSavedAndComesBackTheSameToTheBit(String kind, @TempDir Path folder) {
        Path file = folder.resolve("one.forecaster");
        Forecaster forecaster = fitted(kind);
        forecaster.named("mine").save(file);
        Forecaster loaded = Forecaster.load(file);
        assertThat(loaded.name()).isEqualTo("mine");
        assertThat(loaded.task()).isEqualTo(TASK);
        assertThat(loaded.settings().values()).isEqualTo(forecaster.settings().values());
        assertThat(loaded.forecast(TEST)).isEqualTo(forecaster.forecast(TEST));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void itAnswersForAllTargetsWithQuantilesInOrder(String kind) {
        for (Forecast forecast : fitted(kind).forecast(TEST)) {
            assertThat(forecast.point()).hasDimensions(2, 4);
            for (int t = 0; t < 2; t++) {
                for (int h = 0; h < 4; h++) {
                    assertThat(forecast.quantile(0.1)[t][h])
                            .isLessThanOrEqualTo(forecast.quantile(0.5)[t][h])
                            .isFinite();
                    assertThat(forecast.quantile(0.5)[t][h])
                            .isLessThanOrEqualTo(forecast.quantile(0.9)[t][h])
                            .isFinite();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void bothTargetsAreForecastBetterThanByTheLastValue(String kind) {
        Forecaster last = new LastValue();
        last.fit(TRAIN, VALIDATION);
        Forecaster forecaster = fitted(kind);
        for (int target = 0; target < 2; target++) {
            assertThat(rmse(forecaster, target)).isLessThan(0.6 * rmse(last, target));
        }
    }

    private static double rmse(Forecaster forecaster, int target) {
        return Score.of(forecaster.forecast(TEST), TEST, target, TRAIN).rmse();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void itNeverReadsTheFutureOfItsTargets(String kind) {
        Series whole = RUNS.getLast();
        double[][] columns = whole.columns().stream().map(whole::values).toArray(double[][]::new);
        for (int i = 61; i < 120; i++) {
            columns[0][i] = columns[1][i] = columns[2][i] = 99;
        }
        Series other = new Series("other", 0, 1, whole.columns(), columns, new LinkedHashMap<>(Map.of("k", 4.0)));
        Forecaster forecaster = fitted(kind);
        assertThat(forecaster.forecast(TASK.at(other, 60))).isEqualTo(forecaster.forecast(TASK.at(whole, 60)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void misuseIsNamed(String kind) {
        assertThatThrownBy(() -> Learner.named(kind).forecast(TEST.getFirst()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Learner.named(kind).fit(TASK.windows(List.of()), VALIDATION))
                .isInstanceOf(BadInput.class)
                .hasMessage(kind + ": training holds [0] windows; it needs at least one");
        Forecaster forecaster = fitted(kind);
        assertThatThrownBy(() -> forecaster.forecast(TASK.lags(7).windows(RUNS).getFirst()))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith(kind + " was fitted for [");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aRunWithOtherKnobsThanThoseLearntFromIsRefused(String kind) {
        Task task = Task.forecast("y").given("rule").lags(6);
        Forecaster forecaster = unfitted(kind);
        forecaster.fit(task.windows(List.of(ruled("FIFO", "EDD"))), task.windows(List.of(ruled("FIFO", "EDD"))));
        for (Series other : List.of(ruled("FIFO", "SPT"), ruled("EDD"))) {
            assertThatThrownBy(() ->
                            forecaster.forecast(task.windows(List.of(other)).getFirst()))
                    .isInstanceOf(BadInput.class)
                    .hasMessageEndingWith("other runs have [rule=FIFO, rule=EDD]; read all runs from one table");
        }
    }

    private static Series ruled(String... rules) {
        var knobs = new LinkedHashMap<String, Double>();
        for (String rule : rules) {
            knobs.put("rule=" + rule, (double) knobs.size());
        }
        return new Series(
                "r", 0, 1, List.of("y"), new double[][] {RUNS.getFirst().values("y")}, knobs);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void twoFitsAreEqualToTheBitAndAnotherSeedMakesAnother(String kind) {
        Forecaster one = fitted(kind);
        assertThat(fitted(kind).forecast(TEST)).isEqualTo(one.forecast(TEST));
        if (one.settings().has("seed")) {
            Forecaster other = unfitted(kind);
            other.settings().set("seed", 2);
            other.fit(TRAIN, VALIDATION);
            assertThat(other.forecast(TEST)).isNotEqualTo(one.forecast(TEST));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aFitCancelledAtOnceIsReadyAndOneCancelledLaterStops(String kind) {
        Cancel now = new Cancel();
        now.cancel();
        Forecaster forecaster = unfitted(kind);
        forecaster.fit(TRAIN, VALIDATION, now, Progress.NONE);
        assertThat(forecaster.forecast(TEST).getFirst().point()[0][0]).isFinite();
        if (forecaster instanceof TreesForecaster trees) {
            AtomicInteger told = new AtomicInteger();
            Cancel soon = new Cancel();
            trees.fit(TRAIN, VALIDATION, soon, (done, total) -> {
                if (told.incrementAndGet() == 3) {
                    soon.cancel();
                }
            });
            int processors = Runtime.getRuntime().availableProcessors();
            assertThat(trees.trees()).isBetween(1, 3 + processors);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void progressEndsWithAllOfIt(String kind) {
        AtomicLong left = new AtomicLong(Long.MAX_VALUE);
        Forecaster forecaster = unfitted(kind);
        if (forecaster.settings().has("patience")) {
            forecaster.settings().set("patience", 1);
        }
        forecaster.fit(
                TRAIN, VALIDATION, Cancel.NEVER, (done, total) -> left.accumulateAndGet(total - done, Math::min));
        assertThat(left).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void oneWindowOfOneLagIsEnough(String kind) {
        Task task = Task.forecast("y").lags(1).horizon(1);
        Windows one = task.windows(RUNS.subList(0, 1)).between(10, 12);
        assertThat(one).hasSize(1);
        Forecaster forecaster = unfitted(kind);
        forecaster.fit(one, task.windows(List.of()));
        assertThat(forecaster.forecast(one.getFirst()).point()[0][0]).isFinite();
        assertThat(Arrays.stream(forecaster.forecast(one.getFirst()).point()[0]))
                .hasSize(1);
    }
}
