package throughline.parallel.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Ranks that disagree, files that are damaged, and what is left then.
class DisagreementTest {
    private static final Layout FOUR = Layout.of(2, 2, 1, 1);
    private static final Model MODEL = new Model(List.of(
            new Parameter("embedding", List.of(5, 2), List.of(0, 1)),
            Parameter.of("norm", 0, 3),
            Parameter.of("router", 1, 2)));
    private static final Rules RULES = Rules.parse("embedding fragment dim=0 pad=2\nrouter average\n** replicated");

    @TempDir
    Path folder;

    private DistributedCheckpoint write(DistributedCheckpoint.Buffers buffers) {
        return DistributedCheckpoint.write(
                folder.resolve("ranks"),
                Contents.of(MODEL, RULES, List.of("weight"), Precision.DOUBLE),
                FOUR,
                buffers,
                1,
                Cancel.NEVER,
                Progress.NONE);
    }

    private AtomicCheckpoint unite(DistributedCheckpoint ranks) {
        return AtomicCheckpoint.unite(ranks, folder.resolve("atoms"), 2, Cancel.NEVER, Progress.NONE);
    }

    /// Rows of the embedding by tensor rank, the last of them padding, then norm (stage 0) or router (stage 1).
    private static double[] buffer(int rank) {
        double[] rows =
                rank % 2 == 0 ? new double[] {0, 1, 2, 3, 4, 5, 6, 7} : new double[] {8, 9, -1, -1, -1, -1, -1, -1};
        double[] rest = rank < 2 ? new double[] {10, 11, 12} : new double[] {rank, 0.1};
        double[] buffer = new double[rows.length + rest.length];
        System.arraycopy(rows, 0, buffer, 0, rows.length);
        System.arraycopy(rest, 0, buffer, rows.length, rest.length);
        return buffer;
    }

    private static double[] with(double[] buffer, int at, double number) {
        buffer[at] = number;
        return buffer;
    }

    @Test
    void whatIsTiedIsThereOnceAndPaddingNever() {
        AtomicCheckpoint atoms = unite(write((rank, _) -> buffer(rank)));
        assertThat(atoms.tensor("embedding", "weight")).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(atoms.tensor("norm", "weight")).containsExactly(10, 11, 12);
        assertThat(MODEL.size()).isEqualTo(15);
    }

    @Test
    void onlyWhatIsToBeAveragedMayDiffer() {
        assertThat(unite(write((rank, _) -> buffer(rank))).tensor("router", "weight"))
                .containsExactly(2.5, 0.1);
    }

    @Test
    void replicasThatDifferAreAnError() throws IOException {
        DistributedCheckpoint ranks = write((rank, _) -> rank == 1 ? with(buffer(rank), 9, 7) : buffer(rank));
        assertThatThrownBy(() -> unite(ranks))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("weight of norm, element 1: rank 1 has [7.0], a rank before it [11.0]");
        try (var left = Files.walk(folder.resolve("atoms"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void tiedParametersThatDifferAreAnError() {
        DistributedCheckpoint ranks = write((rank, _) -> rank == 2 ? with(buffer(rank), 3, 7) : buffer(rank));
        assertThatThrownBy(() -> unite(ranks)).hasMessageContaining("weight of embedding, element 3: rank 2 has [7.0]");
    }

    @Test
    void damageIsFoundAndNamed() throws IOException {
        write((rank, _) -> buffer(rank));
        Path ranks = folder.resolve("ranks");
        Path third = ranks.resolve("rank-00003.numbers");
        byte[] whole = Files.readAllBytes(third);
        for (int at : new int[] {0, 4, 9, whole.length / 2, whole.length - 20, whole.length - 1}) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 4;
            Files.write(third, damaged);
            assertThatThrownBy(() -> DistributedCheckpoint.open(ranks))
                    .as("byte " + at)
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("rank-00003.numbers");
        }
        Files.write(third, java.util.Arrays.copyOf(whole, whole.length - 9));
        assertThatThrownBy(() -> DistributedCheckpoint.open(ranks)).hasMessageContaining("ends too early");
        Files.write(third, java.util.Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> DistributedCheckpoint.open(ranks)).hasMessageContaining("follows its end");
        Files.copy(ranks.resolve("rank-00002.numbers"), third, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> DistributedCheckpoint.open(ranks))
                .hasMessageContaining("rank-00003.numbers is of another checkpoint or damaged: it has [rank 2 of");
        Files.delete(third);
        assertThatThrownBy(() -> DistributedCheckpoint.open(ranks))
                .hasMessageContaining("rank-00003.numbers is missing");
        Files.delete(ranks.resolve("checkpoint.json"));
        assertThatThrownBy(() -> DistributedCheckpoint.open(ranks)).hasMessageContaining("not finished");
    }

    @Test
    void atomsAreCheckedToo() throws IOException {
        unite(write((rank, _) -> buffer(rank)));
        Path atoms = folder.resolve("atoms");
        AtomicCheckpoint.open(atoms);
        assertThatThrownBy(() -> DistributedCheckpoint.open(atoms)).hasMessageContaining("[ATOMIC]");
        Files.delete(atoms.resolve("norm").resolve("weight.atom"));
        assertThatThrownBy(() -> AtomicCheckpoint.open(atoms)).hasMessageContaining("weight.atom is missing");
    }

    @Test
    void aCancelLeavesNothing() throws IOException {
        DistributedCheckpoint ranks = write((rank, _) -> buffer(rank));
        Cancel cancel = new Cancel();
        assertThatThrownBy(() ->
                        AtomicCheckpoint.unite(ranks, folder.resolve("atoms"), 1, cancel, (_, _) -> cancel.cancel()))
                .isInstanceOf(CancellationException.class);
        try (var left = Files.walk(folder.resolve("atoms"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void aCheckpointIsNeverWrittenOver() {
        write((rank, _) -> buffer(rank));
        assertThatThrownBy(() -> write((rank, _) -> buffer(rank))).hasMessageContaining("holds a checkpoint already");
    }

    @Test
    void aFloatMustHoldTheNumber() {
        Contents contents = Contents.of(MODEL, RULES, List.of("weight"), Precision.FLOAT);
        assertThatThrownBy(() -> AtomicCheckpoint.write(
                        folder.resolve("atoms"),
                        contents,
                        (name, _) -> with(new double[MODEL.parameter(name).size()], 0, 0.1),
                        1,
                        Cancel.NEVER,
                        Progress.NONE))
                .hasMessageContaining("[0.1] is not a number of precision FLOAT");
    }

    /// One number more of a state and one less of the next would shift all between.
    @Test
    void whatIsTooLongOrTooShortIsRefused() {
        Contents two = Contents.of(MODEL, RULES, List.of("weight", "exp_avg"), Precision.DOUBLE);
        Sharding sharding = new Sharding(MODEL, RULES, FOUR);
        assertThatThrownBy(() -> DistributedCheckpoint.write(
                        folder.resolve("ranks"),
                        two,
                        FOUR,
                        (rank, state) -> new double[sharding.size(rank) + (state.equals("weight") ? 1 : -1)],
                        1,
                        Cancel.NEVER,
                        Progress.NONE))
                .isInstanceOf(BadInput.class)
                .hasMessage("weight of rank 0: [12] numbers, not 11");
        for (int more : new int[] {-1, 1}) {
            assertThatThrownBy(() -> DistributedCheckpoint.cut(
                            folder.resolve("ranks"),
                            two,
                            FOUR,
                            (name, _) -> new double[MODEL.parameter(name).size() + more],
                            1,
                            Cancel.NEVER,
                            Progress.NONE))
                    .isInstanceOf(BadInput.class)
                    .hasMessage("weight of embedding: [%d] numbers, not 10", 10 + more);
        }
        assertThat(folder.resolve("ranks/rank-00000.numbers")).doesNotExist();
        assertThatThrownBy(() -> write((rank, _) -> buffer(rank)).buffer(4, "weight"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("rank [4] is none of the 4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "{\"kind\":\"DISTRIBUTED\"}",
                "{\"kind\":\"DISTRIBUTED\",\"layout\":\"dp=1\",\"contents\":{}}"
            })
    void aDamagedDescriptionIsNamed(String text) throws IOException {
        Files.writeString(folder.resolve("checkpoint.json"), text);
        assertThatThrownBy(() -> DistributedCheckpoint.open(folder))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("checkpoint.json is damaged");
    }
}
