package throughline.papers.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import throughline.learning.FitState;
import throughline.learning.Gru;
import throughline.learning.Series;
import throughline.learning.Task;
import throughline.learning.Windows;
import throughline.parallel.checkpoint.AtomicCheckpoint;
import throughline.parallel.checkpoint.Contents;
import throughline.parallel.checkpoint.DistributedCheckpoint;
import throughline.parallel.checkpoint.Layout;
import throughline.parallel.checkpoint.Model;
import throughline.parallel.checkpoint.Parameter;
import throughline.parallel.checkpoint.Precision;
import throughline.parallel.checkpoint.Rules;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A neural forecaster's fit, cut for six ranks and put together again.
class UniversalCheckpointFitsTest {
    @TempDir
    Path folder;

    private static Windows windows(String run) {
        double[] values = IntStream.range(0, 60)
                .mapToDouble(i -> Math.sin(0.3 * i) + 0.1 * (i * i % 7))
                .toArray();
        return Task.forecast("y")
                .lags(4)
                .horizon(2)
                .windows(List.of(new Series(run, 0, 1, List.of("y"), new double[][] {values}, new LinkedHashMap<>())));
    }

    private static Gru gru(Path checkpoint) {
        return new Gru().hidden(3).epochs(4).batch(16).checkpoint(checkpoint);
    }

    /// Stopped as an interrupt would, in its third epoch.
    private static void half(Path file, Windows train, Windows validation) {
        Cancel cancel = new Cancel();
        try (Gru gru = gru(file)) {
            gru.fit(train, validation, cancel, (done, _) -> {
                if (done > 2 * train.size()) {
                    cancel.cancel();
                }
            });
        }
    }

    @Test
    void aFitComesBackToTheBitAndGoesOn() throws IOException {
        Windows train = windows("a");
        Windows validation = windows("b");
        Path saved = folder.resolve("saved");
        half(saved, train, validation);
        AtomicCheckpoint atoms = UniversalCheckpointFits.atoms(FitState.read(saved), folder.resolve("atoms"));
        DistributedCheckpoint ranks = DistributedCheckpoint.cut(
                folder.resolve("ranks"),
                atoms.contents(),
                Layout.parse("pp=2,dp=3,zero=1"),
                atoms,
                1,
                Cancel.NEVER,
                Progress.NONE);
        Path back = folder.resolve("back");
        UniversalCheckpointFits.state(ranks, ranks.contents()).write(back);
        assertThat(Files.readAllBytes(back)).isEqualTo(Files.readAllBytes(saved));
        try (Gru whole = gru(folder.resolve("whole"));
                Gru resumed = gru(back)) {
            whole.fit(train, validation);
            resumed.fit(train, validation);
            assertThat(resumed.history()).isEqualTo(whole.history()).hasSize(5);
        }
        assertThat(Files.readAllBytes(back)).isEqualTo(Files.readAllBytes(folder.resolve("whole")));
    }

    @Test
    void whatIsNoFitIsSaid() throws IOException {
        Path file = folder.resolve("file");
        assertThatThrownBy(() -> FitState.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no file");
        Files.writeString(file, "text");
        assertThatThrownBy(() -> FitState.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no checkpoint of a fit");
        Contents other = Contents.of(
                new Model(List.of(Parameter.of("a", 0, 1))),
                Rules.parse("** unique"),
                List.of("weight"),
                Precision.FLOAT);
        assertThatThrownBy(() -> UniversalCheckpointFits.state((_, _) -> new double[1], other))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("not of a fit");
    }
}
