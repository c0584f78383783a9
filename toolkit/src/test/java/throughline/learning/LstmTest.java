package throughline.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class LstmTest {
    private static final Task TASK = Task.forecast("y").lags(8).horizon(3);

    private static Backtest backtest(List<Series> runs) {
        return Backtest.of(TASK, Split.byRun(runs, 0.6, 0.2, 1));
    }

    private static Lstm small() {
        return new Lstm().hidden(8).epochs(2);
    }

    @Test
    void itComesCloseToTheBestPossibleForecastOfAnAutoregression() {
        try (Lstm lstm = new Lstm().hidden(8).epochs(8)) {
            Backtest.Results results = backtest(Runs.meanReverting(10, 500, 1)).run(lstm);
            double best = Math.sqrt((1 + (1 + 0.25) + (1 + 0.25 + 0.0625)) / 3);
            Score score = results.row("LSTM").score();
            assertThat(score.rmse()).isCloseTo(best, within(0.06));
            assertThat(score.rmse())
                    .isLessThan(0.9 * results.row("last value").score().rmse());
        }
    }

    @Test
    void nothingIsGainedOnARandomWalk() {
        try (Lstm lstm = new Lstm().hidden(8).epochs(4)) {
            Backtest.Results results = backtest(Runs.randomWalk(10, 500, 1)).run(lstm);
            double ratio = results.row("LSTM").score().rmse()
                    / results.row("last value").score().rmse();
            assertThat(ratio).isBetween(0.97, 1.06);
        }
    }

    @Test
    void itLearnsInAnotherThreadThanTheOneThatLoadedTheEngine() throws InterruptedException, ExecutionException {
        Backtest backtest = backtest(Runs.meanReverting(5, 200, 1));
        try (Lstm here = small();
                Lstm elsewhere = small();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            here.fit(backtest.train(), backtest.validation());
            thread.submit(() -> elsewhere.fit(backtest.train(), backtest.validation()))
                    .get();
            assertThat(elsewhere.weights()).isDeepEqualTo(here.weights());
            assertThat(thread.submit(() -> here.forecast(backtest.test())).get())
                    .isEqualTo(elsewhere.forecast(backtest.test()));
        }
    }

    @Test
    void theSameSeedGivesTheSameWeightsToTheBitAndAnotherSeedOthers() {
        Backtest backtest = backtest(Runs.meanReverting(5, 200, 1));
        assertThat(Torch.threads()).isEqualTo(1);
        List<float[][]> weights = new ArrayList<>();
        for (long seed : new long[] {7, 7, 8}) {
            try (Lstm lstm = small().seed(seed)) {
                lstm.fit(backtest.train(), backtest.validation());
                weights.add(lstm.weights());
            }
        }
        assertThat(weights.get(0)).isDeepEqualTo(weights.get(1));
        assertThat(Arrays.deepEquals(weights.get(0), weights.get(2))).isFalse();
    }

    @Test
    void aSecondFitForgetsTheFirst() {
        Backtest one = backtest(Runs.meanReverting(5, 200, 1));
        Backtest other = backtest(Runs.randomWalk(5, 200, 1));
        try (Lstm once = small();
                Lstm twice = small()) {
            once.fit(one.train(), one.validation());
            twice.fit(other.train(), other.validation());
            twice.fit(one.train(), one.validation());
            assertThat(twice.weights()).isDeepEqualTo(once.weights());
        }
    }

    @Test
    void theBestWeightsAreKeptAndTrainingStopsWhenItNoLongerHelps() {
        Backtest backtest = backtest(Runs.randomWalk(5, 200, 3));
        try (Lstm lstm = new Lstm().hidden(8).epochs(40).patience(2).rate(0.05)) {
            lstm.fit(backtest.train(), backtest.validation());
            List<Network.Epoch> history = lstm.history();
            int best = 0;
            for (Network.Epoch epoch : history) {
                best = epoch.validation() < history.get(best).validation() ? epoch.epoch() : best;
            }
            assertThat(history).hasSize(best + 1 + 2);
            double change = Scaling.of(backtest.train()).change()[0];
            Score score = Score.of(lstm.forecast(backtest.validation()), backtest.validation(), 0, backtest.train());
            assertThat(Math.pow(score.rmse() / change, 2))
                    .isCloseTo(history.get(best).validation(), within(1e-5));
        }
    }

    @Test
    void aFitCancelledAtOnceForecastsTheLastValue() {
        Backtest backtest = backtest(Runs.meanReverting(5, 200, 1));
        Cancel cancel = new Cancel();
        cancel.cancel();
        try (Lstm lstm = small()) {
            lstm.fit(backtest.train(), backtest.validation(), cancel, Progress.NONE);
            Window window = backtest.test().getFirst();
            double last = window.last(0);
            assertThat(lstm.forecast(window).point()[0]).containsExactly(last, last, last);
        }
    }

    @Test
    void aCancelledFitKeepsTheBestEpochSoFar() {
        Backtest backtest = backtest(Runs.meanReverting(5, 200, 1));
        Cancel cancel = new Cancel();
        long epoch = backtest.train().size();
        try (Lstm cancelled = new Lstm().hidden(8).epochs(20);
                Lstm whole = new Lstm().hidden(8).epochs(1)) {
            cancelled.fit(backtest.train(), backtest.validation(), cancel, (done, total) -> {
                if (done > epoch) {
                    cancel.cancel();
                }
            });
            whole.fit(backtest.train(), backtest.validation());
            assertThat(cancelled.history()).hasSize(2);
            assertThat(cancelled.weights()).isDeepEqualTo(whole.weights());
        }
    }

    @Test
    void aFitThatDivergesKeepsTheBestWeights() {
        Backtest backtest = backtest(Runs.meanReverting(5, 200, 1));
        try (Lstm lstm = small().rate(1e30)) {
            lstm.fit(backtest.train(), backtest.validation());
            assertThat(lstm.forecast(backtest.test().getFirst()).point()[0]).doesNotContain(Double.NaN);
        }
    }

    @Test
    void progressAscendsToItsTotal() {
        Backtest backtest = backtest(Runs.meanReverting(5, 100, 1));
        List<Double> shares = new ArrayList<>();
        try (Lstm lstm = small()) {
            lstm.fit(
                    backtest.train(),
                    backtest.validation(),
                    Cancel.NEVER,
                    (done, total) -> shares.add((double) done / total));
        }
        assertThat(shares).isSorted().endsWith(1.0).hasSizeGreaterThan(3);
    }

    @Test
    void itNeverReadsTheFutureAndOneForecastEqualsItsPlaceInABatch() {
        List<Series> runs = Runs.meanReverting(5, 200, 1);
        Backtest backtest = backtest(runs);
        try (Lstm lstm = small()) {
            lstm.fit(backtest.train(), backtest.validation());
            Series whole = runs.getFirst();
            Series cut = Runs.of("cut", Arrays.copyOf(whole.values("y"), 100));
            assertThat(lstm.forecast(TASK.at(cut, 99))).isEqualTo(lstm.forecast(TASK.at(whole, 99)));
            List<Forecast> all = lstm.forecast(backtest.test());
            assertThat(lstm.forecast(backtest.test().get(5)).point()[0])
                    .containsExactly(all.get(5).point()[0], within(1e-5));
        }
    }

    @Test
    void itHasTheWeightsItsShapesSay() {
        Backtest backtest = backtest(Runs.meanReverting(5, 100, 1));
        try (Lstm lstm = small()) {
            lstm.fit(backtest.train(), backtest.validation());
            assertThat(lstm.size()).isEqualTo(4 * 8 * (1 + 8 + 2) + 3 * (8 + 1));
            lstm.close();
            assertThatThrownBy(lstm::size).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void misuseIsNamed() {
        Backtest backtest = backtest(Runs.meanReverting(5, 100, 1));
        assertThatThrownBy(() -> new Lstm().hidden(0)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> new Lstm().rate(Double.NaN))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("lstm: rate [NaN] must be a number from ");
        assertThatThrownBy(() -> new Lstm().fit(backtest.train(), TASK.windows(List.of())))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("validation: no window in 0 runs");
        try (Lstm lstm = small()) {
            assertThatThrownBy(() -> lstm.forecast(backtest.test().getFirst()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("LSTM forecasts after a fit, and until it is closed");
            assertThatThrownBy(lstm::size)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("LSTM has weights after a fit, and until it is closed");
            lstm.fit(backtest.train(), backtest.validation());
            Window other = TASK.lags(9).windows(Runs.meanReverting(1, 100, 1)).getFirst();
            assertThatThrownBy(() -> lstm.forecast(other))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("was fitted for");
        }
    }

    @Test
    void theEngineDescribesItself() {
        assertThat(Torch.description()).startsWith("PyTorch 2.").endsWith("1 intra-op thread");
    }
}
