package throughline.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;

class NaiveTest {
    private static Series run(int steps, int period) {
        return Runs.of(
                "a",
                IntStream.range(0, steps)
                        .mapToDouble(i -> i % period * (i % period))
                        .toArray());
    }

    @Property(tries = 100)
    void theSeasonalNaiveIsExactOnWhatRepeats(
            @ForAll @IntRange(min = 1, max = 7) int period,
            @ForAll @IntRange(min = 0, max = 5) int more,
            @ForAll @IntRange(min = 1, max = 20) int horizon) {
        Task task = Task.forecast("y").lags(period + more).horizon(horizon);
        Windows windows = task.windows(List.of(run(60, period)));
        SeasonalNaive naive = new SeasonalNaive(period);
        naive.fit(windows, windows);
        assertThat(windows)
                .allSatisfy(window -> assertThat(naive.forecast(window).point()).isDeepEqualTo(window.actual()));
    }

    @Test
    void aMovingAverageOfOneAndASeasonOfOneAreTheLastValue() {
        Window window = Task.forecast("y").lags(4).horizon(3).at(Runs.of("a", 1, 5, 2, 9), 3);
        double[][] last = new LastValue().point(window);
        assertThat(new MovingAverage(1).point(window)).isDeepEqualTo(last);
        assertThat(new SeasonalNaive().point(window)).isDeepEqualTo(last);
    }

    @Test
    void aMovingAverageSeesItsWindowOrAllThereIs() {
        Window window = Task.forecast("y").lags(4).horizon(2).at(Runs.of("a", 1, 5, 2, 9), 3);
        assertThat(new MovingAverage(2).point(window)[0]).containsExactly(5.5, 5.5);
        assertThat(new MovingAverage().point(window)[0][0]).isCloseTo(17 / 4.0, within(1e-12));
        assertThat(new MovingAverage(90).point(window)).isDeepEqualTo(new MovingAverage().point(window));
    }

    @Test
    void whatIsSetAfterAFitCountsFromTheNextOn() {
        Windows windows = Task.forecast("y").lags(6).windows(List.of(run(60, 5)));
        SeasonalNaive season = new SeasonalNaive(5);
        MovingAverage average = new MovingAverage(2);
        for (Forecaster naive : List.of(season, average)) {
            naive.fit(windows, windows);
        }
        List<Forecast> before = average.forecast(windows);
        season.settings().set("period", 9);
        average.settings().set("window", 3);
        assertThat(season.forecast(windows.getFirst()).point())
                .isDeepEqualTo(windows.getFirst().actual());
        assertThat(average.forecast(windows)).isEqualTo(before);
    }

    @Test
    void aPeriodThatTheTaskDoesNotSeeIsRefused() {
        Windows windows = Task.forecast("y").lags(4).windows(List.of(run(60, 5)));
        assertThatThrownBy(() -> new SeasonalNaive(5).fit(windows, windows))
                .isInstanceOf(BadInput.class)
                .hasMessage("seasonal-naive: a period of [5] steps; the task sees 4 lags, and must see a whole period");
        assertThatThrownBy(() -> new MovingAverage(0)).isInstanceOf(BadInput.class);
    }
}
