package throughline.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import throughline.spec.BadInput;

/// What holds of every kind of forecaster.
class ForecasterTest {
    private static final Task TASK = Task.forecast("y", "z")
            .from("x")
            .knowing("plan")
            .given("k")
            .quantiles(0.1, 0.5, 0.9)
            .lags(6)
            .horizon(4);

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

    private static final List<Series> RUNS = runs(12, 120);
    private static final Windows TRAIN = TASK.windows(RUNS.subList(0, 3));
    private static final Windows VALIDATION = TASK.windows(RUNS.subList(3, 11));
    private static final Windows TEST = TASK.windows(RUNS.subList(11, 12));

    static Stream<String> kinds() {
        return Learner.names().stream();
    }

    private static Forecaster fitted(String kind) {
        Forecaster forecaster = Learner.named(kind);
        if (forecaster.settings().has("epochs")) {
            forecaster.settings().set("epochs", 2);
        }
        forecaster.fit(TRAIN, VALIDATION);
        return forecaster;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void itIsSavedAndComesBackTheSameToTheBit(String kind, @TempDir Path folder) {
        Path file = folder.resolve("one.forecaster");
        try (Forecaster forecaster = fitted(kind)) {
            forecaster.named("mine").save(file);
            try (Forecaster loaded = Forecaster.load(file)) {
                assertThat(loaded.name()).isEqualTo("mine");
                assertThat(loaded.task()).isEqualTo(TASK);
                assertThat(loaded.settings().values())
                        .isEqualTo(forecaster.settings().values());
                assertThat(loaded.forecast(TEST)).isEqualTo(forecaster.forecast(TEST));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void itAnswersForAllTargetsWithQuantilesInOrder(String kind) {
        try (Forecaster forecaster = fitted(kind)) {
            for (Forecast forecast : forecaster.forecast(TEST)) {
                assertThat(forecast.point()).hasDimensions(2, 4);
                assertThat(forecast.levels()).containsExactly(0.1, 0.5, 0.9);
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
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void misuseIsNamed(String kind) {
        assertThatThrownBy(() -> Learner.named(kind).forecast(TEST.getFirst()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Learner.named(kind).save(Path.of("never"))).isInstanceOf(IllegalStateException.class);
        try (Forecaster forecaster = fitted(kind)) {
            Window other = TASK.lags(7).windows(RUNS).getFirst();
            assertThatThrownBy(() -> forecaster.forecast(other))
                    .isInstanceOf(BadInput.class)
                    .hasMessageStartingWith(kind + " was fitted for [");
            assertThat(forecaster.forecast(TASK.every(9).windows(RUNS).getFirst()))
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void validationWindowsOfAnotherTaskAreRefused(String kind) {
        for (Task other : List.of(TASK.lags(7), TASK.horizon(3), TASK.given())) {
            assertThatThrownBy(() -> Learner.named(kind).fit(TRAIN, other.windows(RUNS.subList(3, 11))))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("cannot validate a fit for");
        }
    }

    @Test
    void aSettingThatIsChangedAfterAFitIsNotSavedWithIt(@TempDir Path folder) {
        Path file = folder.resolve("one.forecaster");
        try (Gru gru = new Gru().hidden(4).epochs(1)) {
            gru.fit(TRAIN, VALIDATION);
            gru.hidden(8).save(file);
            try (Forecaster loaded = Forecaster.load(file)) {
                assertThat(loaded.settings().whole("hidden")).isEqualTo(4);
                assertThat(loaded.forecast(TEST)).isEqualTo(gru.forecast(TEST));
            }
        }
    }

    @Test
    void whatIsKnownOfTheFutureIsUsedWhetherTheRunHoldsItOrItIsGiven() {
        Task task = Task.forecast("y").knowing("plan").lags(6).horizon(4);
        Lstm lstm = new Lstm().hidden(8).epochs(20).batch(16);
        lstm.fit(task.windows(RUNS.subList(0, 3)), task.windows(RUNS.subList(3, 4)));
        Windows test = task.windows(RUNS.subList(4, 5));
        double knowing = Score.of(lstm.forecast(test), test, 0, test).rmse();
        LastValue last = new LastValue();
        last.fit(test, test);
        assertThat(knowing)
                .isLessThan(0.5 * Score.of(last.forecast(test), test, 0, test).rmse());
        Series run = RUNS.getLast();
        double[] plan = run.values("plan");
        Window recorded = task.at(run, 50);
        Window given = task.at(run, 50, new double[][] {{plan[51], plan[52], plan[53], plan[54]}});
        assertThat(lstm.forecast(given)).isEqualTo(lstm.forecast(recorded));
        assertThatThrownBy(() -> lstm.forecast(task.at(run, run.length() - 2)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("plan is known for [1] more steps; a forecast needs 4");
        lstm.close();
    }

    @Test
    void medianAndIntervalsOfANetworkComeFromItsOwnLoss() {
        Task task = Task.forecast("y").quantiles(0.1, 0.5, 0.9).lags(4);
        List<Series> runs = Runs.process(8, 400, 3, (y, e) -> 0.5 * y + e);
        try (Lstm lstm = new Lstm().hidden(8).epochs(6)) {
            lstm.fit(task.windows(runs.subList(0, 5)), task.windows(runs.subList(5, 6)));
            Windows test = task.windows(runs.subList(6, 8));
            List<Forecast> forecasts = lstm.forecast(test);
            double inside = 0;
            for (int w = 0; w < test.size(); w++) {
                double came = test.get(w).actual()[0][0];
                Forecast forecast = forecasts.get(w);
                inside += came >= forecast.quantile(0.1)[0][0] && came <= forecast.quantile(0.9)[0][0] ? 1 : 0;
                assertThat(forecast.point()).isDeepEqualTo(forecast.quantile(0.5));
            }
            assertThat(inside / test.size()).isCloseTo(0.8, within(0.06));
        }
    }

    @Property(tries = 100)
    void stretchesHoldWhatTheirWindowsSeeAndNothingElse(
            @ForAll @IntRange(min = 0, max = 60) int from, @ForAll @IntRange(min = 0, max = 140) int to) {
        Windows some = TEST.between(from, to);
        assertThat(some).allSatisfy(window -> {
            assertThat(window.start()).isGreaterThanOrEqualTo(from);
            assertThat(window.now() + TASK.horizon()).isLessThan(Math.min(to, 120));
        });
        int fit = Math.max(0, Math.min(to, 120) - from - 10 + 1);
        assertThat(some).hasSize(fit);
        assertThat(some.and(TEST)).hasSize(fit + TEST.size());
        assertThat(some.stretches().toList().getFirst()[0]).hasSize(Math.max(0, Math.min(to, 120) - from));
    }

    @Test
    void aFileThatIsNoForecasterIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("some.txt"), "text");
        assertThatThrownBy(() -> Forecaster.load(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("some.txt is not a saved forecaster");
        assertThatThrownBy(() -> Forecaster.load(folder.resolve("none")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("there is no file");
    }

    @Test
    void badTasksAreRefused() {
        assertThatThrownBy(() -> Task.forecast()).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> Task.forecast("y", "y")).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> Task.forecast("y").knowing("y"))
                .isInstanceOf(BadInput.class)
                .hasMessage("known [y] must be an input and not a target; inputs are [y]");
        assertThatThrownBy(() -> Task.forecast("y").quantiles(0.1, 0.9))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("must hold 0.5");
        assertThatThrownBy(() -> Task.forecast("y").quantiles(0.5, 0.1))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[0.1] does not");
        assertThatThrownBy(() -> new Lstm().settings().set("depth", 3))
                .isInstanceOf(BadInput.class)
                .hasMessage(
                        "lstm: no option [depth]; there are epochs, batch, patience, rate, warmup, floor, clip, seed, hidden");
        assertThatThrownBy(() -> new Lstm().settings().set("hidden", 1.5))
                .isInstanceOf(BadInput.class)
                .hasMessage("lstm: hidden [1.5] must be a whole number from 1 to 4096");
    }
}
