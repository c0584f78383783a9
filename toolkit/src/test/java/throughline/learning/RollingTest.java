package throughline.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Backtests over the time of the test runs.
class RollingTest {
    private static final int LENGTH = 60;
    /// No value comes twice, so that a value tells its run and step.
    private static final List<Series> RUNS = distinct();

    private static List<Series> distinct() {
        List<Series> runs = new ArrayList<>();
        for (int r = 0; r < 5; r++) {
            double[] values = new double[r == 4 ? LENGTH - 7 : LENGTH];
            for (int i = 0; i < values.length; i++) {
                values[i] = 1000 * r + i;
            }
            runs.add(Runs.of("r" + r, values));
        }
        return runs;
    }

    private static Split split() {
        return new Split(RUNS.subList(0, 2), RUNS.subList(2, 3), RUNS.subList(3, 5));
    }

    /// All values that windows show, answers included.
    private static Set<Double> seen(Windows windows) {
        Set<Double> seen = new HashSet<>();
        windows.stretches().forEach(columns -> {
            for (double value : columns[0]) {
                seen.add(value);
            }
        });
        for (Window window : windows) {
            for (int step = 0; step < windows.task().lags(); step++) {
                seen.add(window.past(0, step));
            }
            seen.addAll(answers(window));
        }
        return seen;
    }

    private static List<Double> answers(Window window) {
        List<Double> answers = new ArrayList<>();
        for (double value : window.actual()[0]) {
            answers.add(value);
        }
        return answers;
    }

    @Property(tries = 300)
    void noFitSeesAnAnswerOfItsFold(
            @ForAll @IntRange(min = 1, max = 6) int lags,
            @ForAll @IntRange(min = 1, max = 6) int horizon,
            @ForAll @IntRange(min = 6, max = 50) int first,
            @ForAll @IntRange(min = 1, max = 30) int step,
            @ForAll @IntRange(min = 12, max = 40) int kept) {
        Task task = Task.forecast("y").lags(lags).horizon(horizon);
        Backtest sliding = Backtest.sliding(task, split(), Math.max(first, 12), step, kept);
        for (Backtest backtest : List.of(Backtest.expanding(task, split(), first, step), sliding)) {
            for (Fold fold : backtest.folds()) {
                Set<Double> learnt = seen(fold.train());
                learnt.addAll(seen(fold.validation()));
                assertThat(fold.test()).allSatisfy(window -> {
                    assertThat(learnt).doesNotContainAnyElementsOf(answers(window));
                    assertThat(window.now() + 1).isGreaterThanOrEqualTo(fold.cutoff());
                });
            }
        }
    }

    @Property(tries = 300)
    void everyWindowFromTheFirstCutOffOnIsAskedExactlyOnce(
            @ForAll @IntRange(min = 1, max = 6) int lags,
            @ForAll @IntRange(min = 1, max = 6) int horizon,
            @ForAll @IntRange(min = 6, max = 50) int first,
            @ForAll @IntRange(min = 1, max = 8) int stride,
            @ForAll @IntRange(min = 1, max = 5) int strides) {
        Task task = Task.forecast("y").lags(lags).horizon(horizon);
        Windows asked = Backtest.expanding(task, split(), first, stride * strides)
                .every(stride)
                .test();
        List<String> expected = new ArrayList<>();
        for (Series run : split().test()) {
            for (int now = first - 1; now + horizon < run.length(); now += stride) {
                expected.add(run.run() + " " + now);
            }
        }
        assertThat(asked.stream().map(window -> window.series().run() + " " + window.now()))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Property(tries = 200)
    void withTheHorizonAsStrideEachStepIsForecastOnceToTheEnd(
            @ForAll @IntRange(min = 1, max = 6) int horizon, @ForAll @IntRange(min = 1, max = 4) int horizons) {
        Task task = Task.forecast("y").lags(4).horizon(horizon).every(horizon);
        Map<Double, Integer> times = new TreeMap<>();
        for (Window window :
                Backtest.expanding(task, split(), 10, horizon * horizons).test()) {
            answers(window).forEach(value -> times.merge(value, 1, Integer::sum));
        }
        for (Series run : split().test()) {
            int whole = (run.length() - 10) / horizon * horizon;
            for (int step = 10; step < 10 + whole; step++) {
                assertThat(times.remove(run.values("y")[step])).isEqualTo(1);
            }
        }
        assertThat(times).isEmpty();
    }

    @Property(tries = 200)
    void whatSlidingLearnsFromIsPartOfWhatExpandingDoesAndGrowsWithWhatIsKept(
            @ForAll @IntRange(min = 12, max = 50) int first,
            @ForAll @IntRange(min = 1, max = 30) int step,
            @ForAll @IntRange(min = 8, max = 40) int kept) {
        Task task = Task.forecast("y").lags(4).horizon(2);
        Backtest expanding = Backtest.expanding(task, split(), first, step);
        Backtest sliding = Backtest.sliding(task, split(), first, step, kept);
        Backtest more = Backtest.sliding(task, split(), first, step, kept + 1);
        for (int f = 0; f < expanding.folds().size(); f++) {
            Set<Double> some = seen(sliding.folds().get(f).train());
            assertThat(seen(more.folds().get(f).train())).containsAll(some);
            assertThat(seen(expanding.folds().get(f).train())).containsAll(some);
            assertThat(sliding.folds().get(f).test())
                    .hasSameSizeAs(expanding.folds().get(f).test());
        }
    }

    /// Remembers what it was fitted to, and is right about that alone.
    private static final class Memory extends Stateless {
        private final Set<Double> remembered = new HashSet<>();
        private int fits;
        private int right;

        Memory() {
            super("memory", "memory");
        }

        @Override
        protected void learn(Windows train, Windows validation, Cancel cancel, Progress progress) {
            fits++;
            remembered.clear();
            train.forEach(window -> remembered.addAll(answers(window)));
        }

        @Override
        protected double[][] point(Window window) {
            right += remembered.containsAll(answers(window)) ? 1 : 0;
            return new double[1][window.task().horizon()];
        }
    }

    @Test
    void whoRemembersWhatItSawIsNeverAskedForIt() {
        Task task = Task.forecast("y").lags(4).horizon(3);
        Backtest backtest = Backtest.expanding(task, split(), 20, 9).every(3);
        Memory anew = new Memory();
        Memory once = new Memory();
        Backtest.Results results = backtest.run(anew);
        backtest.refit(false).run(once);
        assertThat(anew.right).isZero();
        assertThat(once.right).isZero();
        assertThat(anew.fits).isEqualTo(backtest.folds().size()).isEqualTo(5);
        assertThat(once.fits).isEqualTo(1);
        assertThat(results.row("last value").score().windows())
                .isEqualTo(backtest.test().size());
    }

    @Test
    void aSingleRunCanBeCutWithoutAnyOtherToLearnFrom() {
        Task task = Task.forecast("y").lags(4).horizon(3);
        Split alone = new Split(List.of(), List.of(), RUNS.subList(0, 1));
        assertThat(Backtest.expanding(task, alone, 30, 10).run().rows()).hasSize(3);
    }

    @Test
    void aStepBeyondTheRunsMakesOneFold() {
        Task task = Task.forecast("y").lags(4).horizon(3);
        assertThat(Backtest.expanding(task, split(), 10, Integer.MAX_VALUE).folds())
                .singleElement()
                .satisfies(fold -> assertThat(fold.test())
                        .hasSameSizeAs(Backtest.expanding(task, split(), 10, 60)
                                .folds()
                                .getFirst()
                                .test()));
        assertThat(task.lags(Integer.MAX_VALUE).horizon(Integer.MAX_VALUE).windows(RUNS))
                .isEmpty();
    }

    @Test
    void progressAscendsOverFolds() {
        Task task = Task.forecast("y").lags(4).horizon(3);
        List<Double> shares = new ArrayList<>();
        Backtest.expanding(task, split(), 20, 9)
                .run(
                        List.of(new Memory(), new Drift()),
                        Cancel.NEVER,
                        (done, total) -> shares.add((double) done / total));
        assertThat(shares).isSorted().endsWith(1.0);
    }

    @Test
    void cutOffsOutsideTheRunsAndStridesThatSkipAreRefused() {
        Task task = Task.forecast("y").lags(4).horizon(3);
        assertThatThrownBy(() -> Backtest.expanding(task, split(), 3, 5))
                .isInstanceOf(BadInput.class)
                .hasMessage("first cut-off [3]; with 4 lags, a horizon of 3 and runs of up to 60 steps"
                        + " it lies from 4 to 57");
        assertThatThrownBy(() -> Backtest.expanding(task, split(), 58, 5)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> Backtest.expanding(task, split(), 10, 5).every(2))
                .isInstanceOf(BadInput.class)
                .hasMessage("cut-offs [5] steps apart, test windows every 2; the stride must divide it");
        assertThatThrownBy(() -> Backtest.sliding(task, split(), 10, 5, 6))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("train: no window");
    }
}
