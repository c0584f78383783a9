package throughline.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class TrialsTest {
    private static final Task TASK = Task.forecast("y").lags(3).horizon(2).quantiles(0.05, 0.5, 0.95);

    private static LongFunction<Backtest> deals(List<Series> runs) {
        return seed -> Backtest.of(TASK, Split.byRun(runs, 0.4, 0.2, seed));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(x -> x).toArray();
    }

    @Property(tries = 200)
    void betterOneWayIsWorseTheOtherAndTheUnitDoesNotMatter(
            @ForAll @Size(min = 3, max = 9) List<@DoubleRange(min = 0, max = 9) Double> model,
            @ForAll @DoubleRange(min = -5, max = 5) double gap,
            @ForAll @DoubleRange(min = 0, max = 3) double noise) {
        double[] one = array(model);
        double[] other = one.clone();
        for (int i = 0; i < other.length; i++) {
            other[i] += gap + (i % 2 == 0 ? noise : -noise);
        }
        Verdict verdict = Verdict.of(one, other);
        Verdict back = Verdict.of(other, one);
        assertThat(back)
                .isEqualTo(
                        switch (verdict) {
                            case BETTER -> Verdict.WORSE;
                            case WORSE -> Verdict.BETTER;
                            default -> verdict;
                        });
        assertThat(Verdict.of(one, one)).isEqualTo(Verdict.TIE);
    }

    @Test
    void aGainCountsBeyondTwoStandardDeviationsOfTheDifferences() {
        double[] reference = {10, 20, 30};
        assertThat(Verdict.of(new double[] {8, 19, 28}, reference)).isEqualTo(Verdict.BETTER);
        assertThat(Verdict.of(new double[] {7, 19.5, 29}, reference)).isEqualTo(Verdict.TIE);
        assertThat(Verdict.of(new double[] {1, 1}, new double[] {9, 9})).isEqualTo(Verdict.NONE);
        assertThatThrownBy(() -> Verdict.of(new double[3], new double[4])).isInstanceOf(BadInput.class);
    }

    @Test
    void ofErrorsThatAreNoNumbersNothingIsSaidAndNoSeedCountsTwice() {
        double[] reference = {2, 2, 2};
        assertThat(Verdict.of(new double[] {Double.NaN, 1, 1}, reference)).isEqualTo(Verdict.NONE);
        assertThat(Verdict.of(new double[] {Double.POSITIVE_INFINITY, 1, 1}, reference))
                .isEqualTo(Verdict.NONE);
        List<Long> twice = List.of(1L, 2L, 1L);
        assertThatThrownBy(() ->
                        Trials.run(deals(Runs.randomWalk(9, 30, 1)), twice, List.of(), Cancel.NEVER, Progress.NONE))
                .isInstanceOf(BadInput.class)
                .hasMessage("seeds [1, 2, 1]: one is there twice; each must deal anew");
    }

    @Test
    void aCancelBeforeTheFirstIsFinishedIsNamed() {
        Cancel cancel = new Cancel();
        cancel.cancel();
        assertThatThrownBy(() ->
                        Trials.run(deals(Runs.randomWalk(9, 30, 1)), List.of(1L, 2L), List.of(), cancel, Progress.NONE))
                .isInstanceOf(BadInput.class)
                .hasMessage("cancelled before the first of [2] trials was finished");
    }

    @Test
    void onALineDriftIsBetterThanTheBestOtherNaiveAndAveragesAreWorse() {
        List<Series> lines = new ArrayList<>();
        for (int r = 0; r < 10; r++) {
            lines.add(Runs.of("r" + r, 0, r, 2 * r, 3 * r, 4 * r, 5 * r, 6 * r));
        }
        Trials trials = Trials.run(deals(lines), 5);
        assertThat(trials.bestNaive("y", Metric.RMSE)).isEqualTo("drift");
        assertThat(trials.against("last value", Metric.MASE)
                        .stringColumn("verdict")
                        .asList())
                .containsExactly("-", "better", "worse");
        assertThat(trials.table(Metric.RMSE).stringColumn("against").unique().asList())
                .containsExactly("drift");
        assertThatThrownBy(() -> trials.against("oracle", Metric.MAE)).hasMessageStartingWith("no model [oracle]");
    }

    @Test
    void theTableHasMeanAndSpreadOverSeedsThatDealAnew() {
        Trials trials = Trials.run(deals(Runs.randomWalk(20, 30, 1)), 4);
        double[] values = trials.values("last value", "y", Metric.RMSE);
        assertThat(values).hasSize(4).doesNotHaveDuplicates();
        Table table = trials.table(Metric.RMSE);
        assertThat(table.columnNames())
                .containsExactly("model", "target", "RMSE mean", "RMSE sd", "against", "verdict");
        double mean = (values[0] + values[1] + values[2] + values[3]) / 4;
        assertThat(table.doubleColumn("RMSE mean").get(0)).isCloseTo(mean, within(1e-12));
        Table coverage = trials.coverage(0.9);
        assertThat(coverage.doubleColumn("least").get(0))
                .isLessThanOrEqualTo(coverage.doubleColumn("mean").get(0));
        assertThat(Trials.run(deals(Runs.randomWalk(20, 30, 1)), 4)
                        .table(Metric.RMSE)
                        .print())
                .isEqualTo(table.print());
    }

    @Test
    void learnersThatDrawAreSeededByEachTrial() {
        List<Double> seen = new ArrayList<>();
        Forecaster learner = new Stateless("dice", "dice") {
            @Override
            protected void learn(Windows train, Windows validation, Cancel cancel, Progress progress) {
                seen.add(settings().real("seed"));
            }

            @Override
            protected double[][] point(Window window) {
                return new double[1][window.task().horizon()];
            }
        };
        learner.settings().whole("seed", 9, 0, 100);
        List<Double> shares = new ArrayList<>();
        Trials trials = Trials.run(
                deals(Runs.randomWalk(9, 30, 1)),
                List.of(4L, 7L, 5L),
                List.of(learner),
                Cancel.NEVER,
                (done, of) -> shares.add((double) done / of));
        assertThat(seen).containsExactly(4.0, 7.0, 5.0);
        assertThat(trials.seeds()).containsExactly(4L, 7L, 5L);
        assertThat(shares).isSorted().endsWith(1.0);
    }

    @Test
    void aCancelKeepsTheTrialsThatAreFinished() {
        Cancel cancel = new Cancel();
        Trials trials = Trials.run(
                seed -> {
                    if (seed == 3) {
                        cancel.cancel();
                    }
                    return deals(Runs.randomWalk(9, 30, 1)).apply(seed);
                },
                List.of(1L, 2L, 3L, 4L),
                List.of(),
                cancel,
                Progress.NONE);
        assertThat(trials.seeds()).containsExactly(1L, 2L);
        assertThat(trials.table(Metric.MAE).stringColumn("verdict").asList()).containsOnly("-");
    }
}
