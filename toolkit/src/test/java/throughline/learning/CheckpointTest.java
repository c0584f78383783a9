package throughline.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class CheckpointTest {
    private static final Task TASK = Task.forecast("y").lags(8).horizon(3);
    private static final List<Series> RUNS = Runs.meanReverting(5, 150, 1);
    private static final Windows TRAIN = TASK.windows(RUNS.subList(0, 3));
    private static final Windows VALIDATION = TASK.windows(RUNS.subList(3, 4));

    private static Gru gru() {
        return new Gru().hidden(6).epochs(5).batch(32).schedule(0.3, 0);
    }

    private static Gru fitted(Gru gru) {
        gru.fit(TRAIN, VALIDATION);
        return gru;
    }

    /// Stopped in a way that leaves nothing but the file, as a kill would, whole batches into an epoch.
    private static void kill(Path file, long windows) {
        try (Gru killed = gru().checkpoint(file)) {
            killed.fit(TRAIN, VALIDATION, Cancel.NEVER, (done, of) -> {
                if (done > windows) {
                    throw new IllegalStateException("killed");
                }
            });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("killed");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.5, 3.9})
    void whatWasKilledEndsInTheBitsOfWhatWasNot(double epochs, @TempDir Path folder) {
        Path file = folder.resolve("gru.checkpoint");
        kill(file, (long) (epochs * TRAIN.size()));
        assertThat(Files.exists(file)).isEqualTo(epochs >= 1);
        kill(file, (long) (4.5 * TRAIN.size()));
        try (Gru whole = fitted(gru());
                Gru resumed = fitted(gru().checkpoint(file));
                Gru again = fitted(gru().checkpoint(file))) {
            assertThat(resumed.weights()).isDeepEqualTo(whole.weights());
            assertThat(resumed.history()).isEqualTo(whole.history());
            assertThat(again.weights()).isDeepEqualTo(whole.weights());
        }
    }

    @Test
    void whatWasCancelledGoesOnAndStopsEarlyWhereItWouldHave(@TempDir Path folder) {
        Path file = folder.resolve("gru.checkpoint");
        List<Series> walk = Runs.randomWalk(5, 150, 3);
        Windows train = TASK.windows(walk.subList(0, 3));
        Windows validation = TASK.windows(walk.subList(3, 4));
        Cancel cancel = new Cancel();
        try (Gru whole = gru().epochs(40).patience(2).rate(0.05);
                Gru resumed = gru().epochs(40).patience(2).rate(0.05).checkpoint(file)) {
            whole.fit(train, validation);
            resumed.fit(train, validation, cancel, (done, of) -> {
                if (done > 1.5 * train.size()) {
                    cancel.cancel();
                }
            });
            assertThat(resumed.history()).hasSize(2);
            resumed.fit(train, validation, Cancel.NEVER, Progress.NONE);
            assertThat(resumed.history()).isEqualTo(whole.history()).hasSizeLessThan(41);
            assertThat(resumed.weights()).isDeepEqualTo(whole.weights());
        }
    }

    @Test
    void theCheckpointOfAnotherFitIsRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("gru.checkpoint");
        kill(file, TRAIN.size());
        refused(gru().rate(0.02), file, TRAIN, "gru.checkpoint is of a fit with rate [0.01], not 0.02; name another");
        refused(new Lstm(), file, TRAIN, "gru.checkpoint is of a fit of [gru], not of lstm");
        Windows longer = TASK.lags(9).windows(RUNS);
        assertThatThrownBy(() -> gru().checkpoint(file).fit(longer, longer))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("gru.checkpoint is of a fit for [Task[");
        refused(gru(), file, TASK.windows(RUNS.subList(0, 2)), "gru.checkpoint is of a fit on other runs [hash ");
        assertThatThrownBy(() -> gru().checkpoint(file).fit(TRAIN, VALIDATION.every(2)))
                .hasMessageContaining("gru.checkpoint is of a fit on other runs [hash ");
        Files.write(file, new byte[] {1, 2, 3});
        refused(gru(), file, TRAIN, "gru.checkpoint is no checkpoint of a fit, or is damaged: [");
    }

    private static void refused(Network<?> network, Path file, Windows train, String message) {
        assertThatThrownBy(() -> network.checkpoint(file).fit(train, VALIDATION))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(message);
        assertThatThrownBy(network::size).isInstanceOf(IllegalStateException.class);
    }
}
