package throughline.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.DataInput;
import java.io.DataOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import throughline.data.Estimate;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class ConformalTest {
    private static final Task TASK = Task.forecast("y").lags(2).quantiles(0.1, 0.5, 0.9);

    /// Forecasts zero, with a spread of its own that is far too narrow, and remembers whom it has met.
    private static final class Overconfident implements Forecaster {
        private final Set<String> met = new HashSet<>();
        private Task task;

        @Override
        public String kind() {
            return "overconfident";
        }

        @Override
        public String name() {
            return "overconfident";
        }

        @Override
        public Settings settings() {
            return new Settings(kind());
        }

        @Override
        public void fit(Windows train, Windows validation, Cancel cancel, Progress progress) {
            task = train.task();
            Stream.of(train, validation).flatMap(side -> side.runs().stream()).forEach(run -> met.add(run.run()));
        }

        @Override
        public Task task() {
            return task;
        }

        @Override
        public List<Forecast> forecast(List<Window> windows) {
            return windows.stream().map(this::one).toList();
        }

        private Forecast one(Window window) {
            double[][][] quantiles =
                    new double[task.levels().size()][task.targets().size()][task.horizon()];
            for (int q = 0; q < quantiles.length; q++) {
                for (double[] target : quantiles[q]) {
                    Arrays.fill(target, 0.01 * (task.levels().get(q) - 0.5));
                }
            }
            return new Forecast(new double[task.targets().size()][task.horizon()], task.levels(), quantiles);
        }

        @Override
        public void write(DataOutput out) {}

        @Override
        public void read(Task of, DataInput in) {
            task = of;
        }
    }

    /// Noise whose spread is drawn for each run: windows of one run are alike, runs are exchangeable.
    private static List<Series> runs(String name, int runs, int steps, double spread, Random random) {
        List<Series> all = new ArrayList<>();
        for (int r = 0; r < runs; r++) {
            double own = spread * Math.exp(random.nextGaussian());
            all.add(Runs.of(
                    name + r,
                    random.doubles(steps, 0, 1)
                            .map(u -> own * Math.log(u / (1 - u)))
                            .toArray()));
        }
        return all;
    }

    private static double coverage(Forecaster forecaster, Windows test) {
        return Score.of(forecaster.forecast(test), test, 0, test)
                .concatenated()
                .interval(0.8)
                .coverage();
    }

    /// Over many deals of few calibration runs, for windows of one run that are alike.
    @ParameterizedTest
    @EnumSource(Nonconformity.class)
    void theMeanOverDealsIsTheNominalShareToTwoInTheNumberOfRuns(Nonconformity measure) {
        int runs = 14;
        for (int windows : new int[] {1, 30}) {
            double[] inside = new double[300];
            Random random = new Random(measure.ordinal());
            for (int deal = 0; deal < inside.length; deal++) {
                Conformal conformal =
                        new Conformal(new Overconfident()).by(measure).calibratedOn(1);
                conformal.fit(
                        TASK.windows(runs("t", 1, 9, 1, random)),
                        TASK.windows(runs("c", runs, windows + 2, 1, random)));
                inside[deal] = coverage(conformal, TASK.windows(runs("n", 4, windows + 2, 1, random)));
            }
            Estimate mean = Estimate.of(inside);
            double error = 4 * mean.standardError();
            assertThat(error).isLessThan(0.06);
            assertThat(mean.mean()).isBetween(0.8 - error, 0.8 + 2.0 / (runs + 1) + error);
            if (windows == 1) {
                assertThat(mean.mean()).isCloseTo(Math.ceil(0.8 * (runs + 1)) / (runs + 1), within(error));
            }
        }
    }

    /// Windows of a run that are all alike, and windows that have nothing to do with each other: the two ends.
    @Test
    void countingWindowsIsExactWhereTheyAreIndependentAndCountingRunsWhereTheyAreAlike() {
        int runs = 14;
        for (boolean alike : new boolean[] {false, true}) {
            double[] byRuns = new double[300];
            double[] byWindows = new double[300];
            Random random = new Random(8);
            for (int deal = 0; deal < byRuns.length; deal++) {
                Windows train = TASK.windows(noise("t", 1, alike, random));
                Windows validation = TASK.windows(noise("c", runs, alike, random));
                Windows test = TASK.windows(noise("n", 4, alike, random));
                Conformal conformal = new Conformal(new Overconfident()).calibratedOn(1);
                conformal.fit(train, validation);
                byRuns[deal] = coverage(conformal, test);
                conformal.counting(Conformal.Unit.WINDOWS).fit(train, validation);
                byWindows[deal] = coverage(conformal, test);
            }
            Estimate counted = Estimate.of(byRuns);
            Estimate pooled = Estimate.of(byWindows);
            double low = alike ? Math.ceil(0.8 * runs) / (runs + 1) : 0.8;
            double high = alike ? 0.8 : 0.8 * (1 + 1.0 / runs);
            assertThat(pooled.mean()).isCloseTo(low, within(4 * pooled.standardError() + 1e-3));
            assertThat(counted.mean()).isCloseTo(high, within(4 * counted.standardError() + 5e-3));
        }
    }

    private static List<Series> noise(String name, int runs, boolean alike, Random random) {
        List<Series> all = new ArrayList<>();
        for (int r = 0; r < runs; r++) {
            double[] values = random.doubles(32).map(u -> u - 0.5).toArray();
            if (alike) {
                Arrays.fill(values, values[0]);
            }
            all.add(Runs.of(name + r, values));
        }
        return all;
    }

    /// The rank counts runs: with one window a run it is ceil(p (n + 1)) of n, with many the same share of runs.
    @Test
    void theThresholdIsOfTheFiniteSampleRank() {
        double[] row = new double[36];
        Arrays.setAll(row, i -> i + 1);
        Calibration single =
                new Calibration(Nonconformity.ABSOLUTE, 36, 1, new double[] {1}, new double[][][][] {{{row}}});
        assertThat(single.threshold(Conformal.Unit.RUNS, 0, 0, 0, 0.9)).isEqualTo(Math.ceil(0.9 * 37));
        Calibration many =
                new Calibration(Nonconformity.ABSOLUTE, 9, 4, new double[] {1}, new double[][][][] {{{row}}});
        assertThat(many.threshold(Conformal.Unit.RUNS, 0, 0, 0, 0.9)).isEqualTo(36);
        assertThat(many.threshold(Conformal.Unit.RUNS, 0, 0, 0, 0.5)).isEqualTo(0.5 * 10 * 4);
        assertThat(many.threshold(Conformal.Unit.RUNS, 0, 0, 0, 0)).isEqualTo(1);
        assertThat(many.threshold(Conformal.Unit.RUNS, 0, 0, 0, 1)).isEqualTo(36 + 35);
        assertThat(many.threshold(Conformal.Unit.WINDOWS, 0, 0, 0, 0.9)).isEqualTo(Math.ceil(0.9 * 37));
        assertThat(single.threshold(Conformal.Unit.WINDOWS, 0, 0, 0, 0.9)).isEqualTo(Math.ceil(0.9 * 37));
        assertThat(Calibration.needed(0.9)).isEqualTo(9);
        assertThat(Calibration.needed(0.8)).isEqualTo(4);
        assertThat(Calibration.needed(0.95)).isEqualTo(19);
    }

    @Test
    void whatCalibratesIsNeitherFittedToNorStoppedBy() {
        Random random = new Random(1);
        Overconfident base = new Overconfident();
        Conformal conformal = new Conformal(base).calibratedOn(0.6);
        Windows validation = TASK.windows(runs("v", 20, 10, 1, random));
        conformal.fit(TASK.windows(runs("t", 3, 10, 1, random)), validation);
        assertThat(base.met).hasSize(3 + 8).contains("t0", "t1", "t2");
        assertThat(conformal.name()).isEqualTo("conformal overconfident");
    }

    @Test
    void anotherSeedDealsOtherRunsAndTheOrderOfRunsDealsNothing() {
        Random random = new Random(1);
        List<Series> runs = runs("v", 20, 10, 1, random);
        Windows train = TASK.windows(runs("t", 3, 10, 1, random));
        List<Set<String>> met = new ArrayList<>();
        for (List<Series> order : List.of(runs, runs.reversed(), runs)) {
            Overconfident base = new Overconfident();
            Conformal conformal = new Conformal(base);
            conformal.settings().set("seed", met.size() == 2 ? 2 : 1);
            conformal.fit(train, TASK.windows(order));
            met.add(base.met);
        }
        assertThat(met.get(0)).isEqualTo(met.get(1)).isNotEqualTo(met.get(2));
    }

    @Test
    void widerIntervalsHoldTheNarrower() {
        Random random = new Random(3);
        Task task = TASK.quantiles(0.05, 0.2, 0.4, 0.5, 0.6, 0.8, 0.95);
        for (Nonconformity measure : Nonconformity.values()) {
            Conformal conformal = new Conformal().by(measure);
            conformal.fit(task.windows(runs("t", 3, 10, 1, random)), task.windows(runs("v", 40, 4, 1, random)));
            for (Forecast forecast : conformal.forecast(task.windows(runs("n", 5, 20, 1, random)))) {
                double[] quantiles = Arrays.stream(forecast.quantiles())
                        .mapToDouble(level -> level[0][0])
                        .toArray();
                assertThat(quantiles).isSorted();
            }
        }
    }

    @Test
    void normalisedIntervalsAreAsWideAsTheRunMoves() {
        Random random = new Random(4);
        Conformal conformal = new Conformal().by(Nonconformity.NORMALISED);
        Windows train = TASK.windows(runs("t", 3, 60, 1, random));
        conformal.fit(train, TASK.windows(runs("v", 20, 60, 1, random)));
        double usual = NaiveScale.of(train, 0).absolute();
        double calm = width(conformal.forecast(TASK.at(Runs.of("n", 5, 5), 1)));
        double wild = width(conformal.forecast(TASK.at(Runs.of("n", 5, 5 + 3 * usual), 1)));
        assertThat(wild).isCloseTo(4 * calm, within(1e-9 * wild));
    }

    private static double width(Forecast forecast) {
        return forecast.quantile(0.9)[0][0] - forecast.quantile(0.1)[0][0];
    }

    /// Under a shift split conformal covers too little; what adapts comes back within 1 / (gamma n) and a bit.
    @Test
    void adaptingRegainsTheCoverageThatAShiftTakes() {
        Random random = new Random(5);
        Task task = TASK.horizon(4);
        Windows train = task.windows(runs("t", 2, 50, 1, random));
        Windows validation = task.windows(runs("v", 30, 50, 1, random));
        Windows shifted = task.windows(runs("n", 5, 4_000, 12, random));
        Conformal still = new Conformal(new Overconfident());
        Conformal moving = new Conformal(new Overconfident()).adaptive(0.02);
        still.fit(train, validation);
        moving.fit(train, validation);
        assertThat(coverage(still, shifted)).isLessThan(0.5);
        assertThat(coverage(moving, shifted)).isCloseTo(0.8, within(0.02));
        assertThat(moving.name()).isEqualTo("adaptive conformal overconfident");
        assertThat(moving.forecast(shifted.getFirst())).isEqualTo(still.forecast(shifted.getFirst()));
    }

    /// Moved by answers that the run has shown by then, and by no later one.
    @Test
    void adaptingNeverLooksAhead() {
        Random random = new Random(6);
        Task task = TASK.horizon(4);
        Conformal moving = new Conformal().adaptive(0.1);
        moving.fit(task.windows(runs("t", 2, 50, 1, random)), task.windows(runs("v", 30, 50, 1, random)));
        double[] values = runs("n", 1, 60, 3, random).getFirst().values("y");
        double[] other = values.clone();
        for (int i = 31; i < other.length; i++) {
            other[i] += 1_000;
        }
        List<Forecast> one = moving.forecast(task.windows(List.of(Runs.of("n", values))));
        List<Forecast> two = moving.forecast(task.windows(List.of(Runs.of("n", other))));
        assertThat(one.subList(0, 30)).isEqualTo(two.subList(0, 30));
        assertThat(one.get(40)).isNotEqualTo(two.get(40));
    }

    /// Scores of one measure say nothing of intervals by another.
    @Test
    void anotherMeasureCountsFromTheNextFitOn() {
        Random random = new Random(9);
        Windows train = TASK.windows(runs("t", 3, 10, 1, random));
        Windows validation = TASK.windows(runs("v", 30, 10, 1, random));
        Conformal conformal = new Conformal();
        conformal.fit(train, validation);
        List<Forecast> before = conformal.forecast(train);
        conformal.by(Nonconformity.NORMALISED);
        assertThat(conformal.forecast(train)).isEqualTo(before);
        conformal.fit(train, validation);
        assertThat(conformal.forecast(train)).isNotEqualTo(before);
    }

    @Test
    void tooFewWindowsAreRefusedWhereWindowsAreCounted() {
        Random random = new Random(7);
        Windows one = TASK.windows(runs("v", 1, 5, 1, random));
        assertThatThrownBy(() -> new Conformal()
                        .counting(Conformal.Unit.WINDOWS)
                        .calibratedOn(1)
                        .fit(TASK.windows(runs("t", 3, 10, 1, random)), one))
                .isInstanceOf(BadInput.class)
                .hasMessage("conformal: [3] calibration windows, as many of each run; an interval of 80 % needs 4");
    }

    @Test
    void tooFewRunsAndLevelsWithoutAPartnerAreRefused() {
        Random random = new Random(7);
        Windows train = TASK.windows(runs("t", 3, 10, 1, random));
        Windows few = TASK.windows(runs("v", 6, 10, 1, random));
        assertThatThrownBy(() -> new Conformal().fit(train, few))
                .isInstanceOf(BadInput.class)
                .hasMessage("conformal: [3] calibration runs, of 6 for validation; an interval of 80 % needs 4");
        for (Task task : List.of(
                Task.forecast("y"), TASK.quantiles(0.5), TASK.quantiles(0.1, 0.5), TASK.quantiles(0.1, 0.5, 0.8))) {
            assertThatThrownBy(() -> new Conformal().fit(task.windows(few.runs()), task.windows(few.runs())))
                    .isInstanceOf(BadInput.class)
                    .hasMessageStartingWith("conformal: quantile levels ");
        }
    }
}
