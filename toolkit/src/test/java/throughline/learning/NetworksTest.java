package throughline.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.spec.Workers;

/// What holds of every kind of network.
class NetworksTest {
    /// A small network of each kind, and how many weights its documentation says that it has.
    private record Kind(Supplier<Network<?>> small, ToLongFunction<Sizes> weights) {
        @Override
        public String toString() {
            return small.get().kind();
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind(() -> new DLinear().kernel(5), s -> head(s, 2L * s.inputs() * s.lags() + s.knobs())),
                new Kind(() -> new Lstm().hidden(8), s -> 4 * 8 * (s.features() + 8 + 2) + head(s, 8)),
                new Kind(() -> new Gru().hidden(8), s -> 3 * 8 * (s.features() + 8 + 2) + head(s, 8)),
                new Kind(() -> new Tcn().channels(8), NetworksTest::tcn),
                new Kind(() -> new PatchTransformer().patches(3, 2).width(8, 2).depth(1), NetworksTest::patches),
                new Kind(() -> new TemporalFusion().width(8, 2), NetworksTest::fusion));
    }

    private static long head(Sizes s, long state) {
        return s.outputs() * (state + (long) s.horizon() * s.known() + 1);
    }

    private static long tcn(Sizes s) {
        long first = 8 * (s.features() * 3 + 1) + 8 * (8 * 3 + 1) + 8 * (s.features() + 1);
        return first + (Tcn.blocks(s.lags(), 3) - 1) * 2 * 8 * (8 * 3 + 1) + head(s, 8);
    }

    private static long patches(Sizes s) {
        long n = (s.lags() - 3) / 2 + 1;
        return 8 * (3 + 1) + n * 8 + 8 * 8 * 8 + 11 * 8 + head(s, s.inputs() * n * 8 + s.knobs());
    }

    private static long fusion(Sizes s) {
        long d = 8;
        boolean told = s.knobs() > 0;
        long gate = 2 * d * (d + 1) + 2 * d;
        long future = s.known() > 0 ? selection(s.known(), d, told) : s.horizon() * d;
        long context = told ? selection(s.knobs(), d, false) + 2 * d * (d + 1) : 0;
        long lookBack = 2 * d * (d + 1) + d / 2 * (d + 1) + d * (d / 2 + 1);
        return selection(s.inputs(), d, told)
                + future
                + context
                + 8 * d * (2 * d + 2)
                + 3 * gate
                + grn(d, d, d, told)
                + lookBack
                + grn(d, d, d, false)
                + s.answers() * s.targets() * (d + 1);
    }

    private static long selection(long v, long d, boolean told) {
        return 2 * v * d + grn(v * d, d, v, told);
    }

    private static long grn(long i, long d, long o, boolean told) {
        return d * (i + 1) + o * (d + 1) + 2 * o * (o + 1) + 2 * o + (told ? d * d : 0) + (i == o ? 0 : o * (i + 1));
    }

    /// Two targets; of the other columns one tells of `y` a step before, one at the same step; a knob sets the level.
    private static List<Series> runs(int runs, int steps) {
        List<Series> all = new ArrayList<>();
        for (int r = 0; r < runs; r++) {
            Random random = new Random(70 + r);
            double[][] columns = new double[4][steps];
            for (int i = 0; i < steps; i++) {
                columns[2][i] = random.nextGaussian();
                columns[3][i] = random.nextInt(3);
                columns[0][i] = (i == 0 ? 0 : 2 * columns[2][i - 1]) + 0.1 * random.nextGaussian();
                columns[1][i] = 3 * columns[3][i] + 0.1 * random.nextGaussian();
            }
            var knobs = new LinkedHashMap<>(Map.of("k", (double) (r % 3)));
            all.add(new Series("r" + r, 0, 1, List.of("y", "z", "signal", "plan"), columns, knobs));
        }
        return all;
    }

    private static final List<Series> RUNS = runs(8, 150);
    private static final Task FULL = Task.forecast("y", "z")
            .from("signal")
            .knowing("plan")
            .given("k")
            .quantiles(0.1, 0.5, 0.9)
            .lags(9)
            .horizon(4);
    private static final Task PLAIN = Task.forecast("y").lags(9).horizon(2);

    private static Network<?> fitted(Kind kind, Task task, int epochs) {
        Network<?> network = kind.small().get();
        network.epochs(epochs);
        network.fit(task.windows(RUNS.subList(0, 5)), task.windows(RUNS.subList(5, 6)));
        return network;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void itHasTheWeightsItsShapesSay(Kind kind) {
        for (Task task : List.of(PLAIN, FULL, FULL.given(), FULL.knowing())) {
            try (Network<?> network = fitted(kind, task.every(40), 1)) {
                Sizes sizes = Sizes.of(task, Scaling.of(task.windows(RUNS)));
                assertThat(network.size()).isEqualTo(kind.weights().applyAsLong(sizes));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theSameSeedGivesTheSameWeightsToTheBitAndAnotherSeedOthers(Kind kind) {
        List<float[][]> weights = new ArrayList<>();
        for (long seed : new long[] {7, 7, 8}) {
            try (Network<?> network = kind.small().get().seed(seed).epochs(2)) {
                Task task = FULL.every(3);
                network.fit(task.windows(RUNS.subList(0, 5)), task.windows(RUNS.subList(5, 6)));
                weights.add(network.weights());
            }
        }
        assertThat(weights.get(0)).isDeepEqualTo(weights.get(1));
        assertThat(Arrays.deepEquals(weights.get(0), weights.get(2))).isFalse();
    }

    @Test
    void networksAreTrainedSideBySideAsTheyAreAlone() {
        Task task = PLAIN.every(3);
        Supplier<float[][]> training = () -> {
            try (Gru gru = new Gru().hidden(4).epochs(3)) {
                gru.fit(task.windows(RUNS.subList(0, 5)), task.windows(RUNS.subList(5, 6)));
                return gru.weights();
            }
        };
        float[][] alone = training.get();
        assertThat(Workers.all(Collections.nCopies(4, training), 4))
                .allSatisfy(weights -> assertThat(weights).isDeepEqualTo(alone));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void untrainedItIsTheLastValue(Kind kind) {
        Cancel cancel = new Cancel();
        cancel.cancel();
        try (Network<?> network = kind.small().get()) {
            network.fit(FULL.windows(RUNS), FULL.windows(RUNS), cancel, Progress.NONE);
            Window window = FULL.windows(RUNS).get(17);
            double y = window.last(0);
            double z = window.last(1);
            assertThat(network.forecast(window).point()).isDeepEqualTo(new double[][] {{y, y, y, y}, {z, z, z, z}});
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void itNeverReadsTheFutureAndOneForecastEqualsItsPlaceInABatch(Kind kind) {
        try (Network<?> network = fitted(kind, FULL.every(5), 1)) {
            Series whole = RUNS.getLast();
            double[][] columns = whole.columns().stream()
                    .map(name -> Arrays.copyOf(whole.values(name), 100))
                    .toArray(double[][]::new);
            Series cut = new Series("cut", 0, 1, whole.columns(), columns, new LinkedHashMap<>(whole.knobs()));
            double[] plan = Arrays.copyOfRange(whole.values("plan"), 100, 104);
            assertThat(network.forecast(FULL.at(cut, 99, new double[][] {plan})))
                    .isEqualTo(network.forecast(FULL.at(whole, 99)));
            Windows some = FULL.windows(RUNS.subList(6, 8));
            double[][] alone = network.forecast(some.get(5)).point();
            double[][] among = network.forecast(some).get(5).point();
            for (int t = 0; t < alone.length; t++) {
                assertThat(alone[t]).containsExactly(among[t], within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void itComesCloseToTheBestPossibleForecastOfAnAutoregression(Kind kind) {
        List<Series> runs = Runs.meanReverting(8, 400, 1);
        Task task = Task.forecast("y").lags(8).horizon(3).every(3);
        try (Network<?> network = kind.small().get().epochs(8).batch(32).rate(0.01)) {
            network.fit(task.windows(runs.subList(0, 5)), task.windows(runs.subList(5, 6)));
            Windows test = task.windows(runs.subList(6, 8));
            double best = Math.sqrt((1 + (1 + 0.25) + (1 + 0.25 + 0.0625)) / 3);
            double rmse = Score.of(network.forecast(test), test, 0, test).rmse();
            assertThat(rmse).isBetween(0.9 * best, 1.1 * best);
        }
    }

    /// One step ahead `y` is the signal of now, and `z` the plan of the same step; their own past says nothing of them.
    @ParameterizedTest
    @MethodSource("kinds")
    void itLearnsWhatACovariateOrTheKnownFutureAloneExplains(Kind kind) {
        Task task = Task.forecast("y", "z").from("signal").knowing("plan").lags(6);
        try (Network<?> network =
                kind.small().get().epochs(8).batch(16).patience(8).rate(0.03)) {
            network.fit(task.windows(RUNS.subList(0, 5)).every(2), task.windows(RUNS.subList(5, 6)));
            Windows test = task.windows(RUNS.subList(6, 8));
            List<Forecast> forecasts = network.forecast(test);
            assertThat(Score.of(forecasts, test, 0, test).rmse()).isLessThan(0.5);
            assertThat(Score.of(forecasts, test, 1, test).rmse()).isLessThan(0.5);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void noArrayIsLeftBehindByItsSteps(Kind kind) {
        int before = OpenArrays.settled();
        List<Integer> open = new ArrayList<>();
        Windows train = FULL.windows(RUNS.subList(0, 5)).every(10);
        try (Network<?> network = kind.small().get().epochs(3).batch(2).patience(3)) {
            network.fit(train, train, Cancel.NEVER, (done, of) -> open.add(OpenArrays.count()));
            assertThat(open).hasSizeGreaterThan(100);
            assertThat(open.subList(0, open.size() - 1)).containsOnly(open.getFirst());
            network.forecast(FULL.windows(RUNS));
            assertThat(OpenArrays.count()).isEqualTo(open.getLast());
        }
        assertThat(OpenArrays.count()).isEqualTo(before);
    }

    /// A text column of another table becomes other knobs, as many though they may be.
    @ParameterizedTest
    @MethodSource("kinds")
    void aRunWithOtherKnobsThanThoseLearntFromIsRefused(Kind kind) {
        Task task = PLAIN.given("rule").every(20);
        try (Network<?> network = kind.small().get().epochs(1)) {
            network.fit(task.windows(ruled("FIFO", "EDD")), task.windows(ruled("FIFO", "EDD")));
            Window window = task.windows(ruled("FIFO", "SPT")).getFirst();
            assertThatThrownBy(() -> network.forecast(window))
                    .isInstanceOf(BadInput.class)
                    .hasMessage("run r0 has the knobs [rule=FIFO, rule=SPT], other runs have [rule=FIFO, rule=EDD];"
                            + " read all runs from one table");
        }
    }

    private static List<Series> ruled(String... rules) {
        List<Series> ruled = new ArrayList<>();
        for (Series run : RUNS) {
            var knobs = new LinkedHashMap<String, Double>();
            for (String rule : rules) {
                knobs.put("rule=" + rule, 0.0);
            }
            knobs.put("rule=" + rules[ruled.size() % rules.length], 1.0);
            ruled.add(new Series(run.run(), 0, 1, List.of("y"), new double[][] {run.values("y")}, knobs));
        }
        return ruled;
    }

    /// Levels so near to each other cross.
    @Test
    void thePointIsTheMedianAlsoWhereQuantilesCross() {
        Task task = PLAIN.quantiles(0.48, 0.49, 0.5, 0.51, 0.52);
        try (Gru gru = new Gru().hidden(8).epochs(8).batch(8).rate(0.05)) {
            gru.fit(task.windows(RUNS.subList(0, 5)), task.windows(RUNS.subList(5, 6)));
            for (Forecast forecast : gru.forecast(task.windows(RUNS.subList(6, 8)))) {
                assertThat(forecast.point()).isDeepEqualTo(forecast.quantile(0.5));
            }
        }
    }

    @Test
    void valuesWhoseSquaresAreNoNumbersAreRefused() {
        List<Series> huge = Runs.process(4, 60, 1, (y, e) -> 0.5 * y + 1e200 * e);
        assertThatThrownBy(() -> new Gru().fit(PLAIN.windows(huge), PLAIN.windows(huge)))
                .isInstanceOf(BadInput.class)
                .hasMessage("column y has a standard deviation of [Infinity]; give it in a larger unit");
    }

    @Test
    void headsMustDivideTheWidth() {
        Windows windows = PLAIN.windows(RUNS);
        for (Network<?> network : List.of(new PatchTransformer().width(9, 2), new TemporalFusion().width(9, 2))) {
            assertThatThrownBy(() -> network.fit(windows, windows))
                    .isInstanceOf(BadInput.class)
                    .hasMessageEndingWith("width [9] must be a multiple of the 2 heads");
        }
    }
}
