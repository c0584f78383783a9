package throughline.papers.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import throughline.learning.replicas.Ddp;
import throughline.learning.replicas.LocalRule;
import throughline.learning.replicas.LocalSgd;
import throughline.learning.replicas.Logistic;
import throughline.learning.replicas.ReplicaTraining;
import throughline.learning.replicas.Schedule;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class ReplicaGridTest {
    @TempDir
    Path folder;

    private static ReplicaCell cell(String name, long seed, Schedule schedule) {
        return new ReplicaCell(
                name,
                seed,
                new ReplicaTraining(2, 4, 2, new LocalRule.Sgd(0.1), schedule),
                () -> new Logistic(3, 2, 20, 10, 1, seed));
    }

    private static final List<ReplicaCell> CELLS =
            List.of(cell("one", 1, new Ddp()), cell("other", 1, new LocalSgd(2)), cell("one", 2, new Ddp()));

    @Test
    void anInterruptedGridEndsWithTheBytesOfOneThatWasNot() throws IOException {
        Path whole = folder.resolve("whole");
        ReplicaTable table = new ReplicaGrid(CELLS).run(whole, Cancel.NEVER, Progress.NONE);
        assertThat(table.lastLosses("one")).hasSize(2);
        assertThat(table.mean("other").points()).hasSize(3);
        Path parts = folder.resolve("parts");
        new ReplicaGrid(CELLS.subList(1, 3)).run(parts, Cancel.NEVER, Progress.NONE);
        Cancel cancel = new Cancel();
        cancel.cancel();
        assertThat(new ReplicaGrid(CELLS).run(parts, cancel, Progress.NONE).curves())
                .containsOnlyKeys("one", "other");
        new ReplicaGrid(CELLS).run(parts, Cancel.NEVER, Progress.NONE);
        assertThat(parts.resolve("losses.csv")).hasSameBinaryContentAs(whole.resolve("losses.csv"));
    }

    /// Nothing is trained, and what the user had is still there.
    @Test
    void aTableOfSomethingElseIsRefusedAndStays() throws IOException {
        Path file = folder.resolve("losses.csv");
        for (String text : List.of(
                "epoch,loss\n1,2\n",
                ReplicaTable.HEADINGS + "\none,1,0,x,0,0\n",
                ReplicaTable.HEADINGS + "\nstranger,1,0,0.7,0,0\n")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> new ReplicaGrid(CELLS).run(folder, Cancel.NEVER, (_, _) -> {
                        throw new AssertionError("trained");
                    }))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("losses.csv");
            assertThat(file).hasContent(text);
        }
    }

    @Test
    void aTrainingThatTheTableHasInPartIsDoneAgain() throws IOException {
        Path whole = folder.resolve("whole");
        new ReplicaGrid(CELLS).run(whole, Cancel.NEVER, Progress.NONE);
        List<String> lines = Files.readAllLines(whole.resolve("losses.csv"));
        Path cut = folder.resolve("cut");
        Files.createDirectories(cut);
        Files.write(cut.resolve("losses.csv"), lines.subList(0, lines.size() - 1));
        new ReplicaGrid(CELLS).run(cut, Cancel.NEVER, Progress.NONE);
        assertThat(cut.resolve("losses.csv")).hasSameBinaryContentAs(whole.resolve("losses.csv"));
    }

    @Test
    void aLineThatIsNoneIsNamed() {
        assertThatThrownBy(() -> ReplicaTable.parse(ReplicaTable.HEADINGS + "\nDDP,1,2,x,3,4\n", "losses.csv"))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("losses.csv, line 2 [DDP,1,2,x,3,4]");
        assertThatThrownBy(() ->
                        ReplicaTable.parse(ReplicaTable.HEADINGS, "losses.csv").of("DDP"))
                .isInstanceOf(BadInput.class);
    }
}
