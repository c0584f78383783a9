package throughline.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;

class WindowsTest {
    /// Runs of given lengths; each value tells its run and step.
    private static List<Series> runs(List<Integer> lengths) {
        return IntStream.range(0, lengths.size())
                .mapToObj(r -> Runs.of(
                        "r" + r,
                        IntStream.range(0, lengths.get(r))
                                .mapToDouble(i -> 1000 * r + i)
                                .toArray()))
                .toList();
    }

    @Property(tries = 300)
    void everyWindowLiesInOneRunAndAllThatFitAreThere(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 30) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 8) int lags,
            @ForAll @IntRange(min = 1, max = 8) int horizon,
            @ForAll @IntRange(min = 1, max = 4) int stride) {
        Task task = Task.forecast("y").lags(lags).horizon(horizon).every(stride);
        Windows windows = task.windows(runs(lengths));
        List<List<Double>> expected = new ArrayList<>();
        for (int r = 0; r < lengths.size(); r++) {
            for (int start = 0; start + lags + horizon <= lengths.get(r); start += stride) {
                double first = 1000 * r + start;
                expected.add(DoubleStream.iterate(first, x -> x + 1)
                        .limit(lags + horizon)
                        .boxed()
                        .toList());
            }
        }
        assertThat(windows.stream().map(WindowsTest::pastAndFuture)).containsExactlyElementsOf(expected);
    }

    private static List<Double> pastAndFuture(Window window) {
        DoubleStream past = IntStream.range(0, window.task().lags()).mapToDouble(i -> window.past(0, i));
        return DoubleStream.concat(past, DoubleStream.of(window.actual()[0]))
                .boxed()
                .toList();
    }

    @Test
    void aWindowSeesItsInputsTargetFirstAndItsKnobs() {
        LinkedHashMap<String, Double> knobs = new LinkedHashMap<>();
        knobs.put("lotSize", 9.0);
        knobs.put("repair=none", 1.0);
        knobs.put("repair=time", 0.0);
        Series run = new Series("a", 0, 1, List.of("x", "y"), new double[][] {{1, 2, 3}, {4, 5, 6}}, knobs);
        Task task = Task.forecast("y").from("x", "y").given("repair", "lotSize").lags(2);
        Window window = task.windows(List.of(run)).getFirst();
        assertThat(task.inputs()).containsExactly("y", "x");
        assertThat(window.past(0, 1)).isEqualTo(window.last(0)).isEqualTo(5);
        assertThat(window.past(1, 0)).isEqualTo(1);
        assertThat(IntStream.range(0, window.knobs()).mapToDouble(window::knob)).containsExactly(1.0, 0.0, 9.0);
        assertThat(window.actual()[0]).containsExactly(6);
    }

    @Test
    void theLastWindowOfARunHasNoAnswerYet() {
        Window window = Task.forecast("y").lags(2).horizon(2).at(Runs.of("a", 1, 2, 3), 2);
        assertThat(window.last(0)).isEqualTo(3);
        assertThatThrownBy(window::actual).isInstanceOf(BadInput.class).hasMessageContaining("the run ends [0]");
    }

    @Test
    void badTasksAreRefused() {
        List<Series> runs = runs(List.of(9));
        assertThatThrownBy(() -> Task.forecast("y").lags(0)).hasMessage("lags [0] must be at least 1");
        assertThatThrownBy(() -> Task.forecast("z").windows(runs)).hasMessageContaining("no column [z]; there are y");
        assertThatThrownBy(() -> Task.forecast("y").given("k").windows(runs))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no knob [k]; there are none");
        assertThatThrownBy(() -> Task.forecast("y").at(runs.getFirst(), 9))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("steps 0 to 8");
    }

    @Property(tries = 300)
    void aSplitPutsEachRunOnExactlyOneSideWhateverTheOrder(
            @ForAll @IntRange(min = 3, max = 40) int n,
            @ForAll @IntRange(min = 1, max = 98) int train,
            @ForAll @IntRange(min = 1, max = 98) int validation,
            @ForAll long seed) {
        List<Series> runs =
                IntStream.range(0, n).mapToObj(r -> Runs.of("r" + r, 1, 2)).toList();
        double left = Math.max(0.01, (99 - train) / 100.0);
        Split split = Split.byRun(runs, train / 100.0, Math.min(validation / 100.0, left), seed);
        assertThat(Stream.of(split.train(), split.validation(), split.test()))
                .noneMatch(List::isEmpty)
                .flatMap(side -> side)
                .containsExactlyInAnyOrderElementsOf(runs);
        Split again = Split.byRun(runs.reversed(), train / 100.0, Math.min(validation / 100.0, left), seed);
        assertThat(names(again.train())).isEqualTo(names(split.train()));
        assertThat(names(again.test())).isEqualTo(names(split.test()));
    }

    private static Set<String> names(List<Series> runs) {
        return new HashSet<>(runs.stream().map(Series::run).toList());
    }

    @Test
    void sharesAreKept() {
        Split split = Split.byRun(runs(Collections.nCopies(10, 2)), 0.6, 0.2, 1);
        assertThat(split.train()).hasSize(6);
        assertThat(split.validation()).hasSize(2);
        assertThat(split.test()).hasSize(2);
    }

    @Test
    void heldOutRunsAreTheTestSide() {
        List<Series> runs = runs(List.of(2, 3, 2, 3, 2));
        Split split = Split.holdingOut(runs, run -> run.length() == 3, 0.3, 1);
        assertThat(names(split.test())).containsExactlyInAnyOrder("r1", "r3");
        assertThat(split.validation()).hasSize(1);
        assertThat(split.train()).hasSize(2);
    }

    @Test
    void aRunOnTwoSidesIsRefused() {
        List<Series> runs = runs(List.of(2, 2));
        assertThatThrownBy(() -> new Split(runs, List.of(runs.getFirst()), List.of()))
                .isInstanceOf(BadInput.class)
                .hasMessage("run [r0] is in train and in validation; a run is on one side");
        assertThatThrownBy(() -> Split.byRun(runs, 0.5, 0.2, 1))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("[2] runs cannot be split by run");
        assertThatThrownBy(() -> Split.byRun(runs, 0.8, 0.2, 1)).isInstanceOf(BadInput.class);
    }
}
