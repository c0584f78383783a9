package throughline.parallel.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import throughline.parallel.snapshot.Watcher.Stage;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Snapshots taken while training goes on.
class LazyCheckpointerTest {
    /// 400 bytes to a rank, in chunks of 64.
    private static final SnapshotSpec SPEC = new SnapshotSpec(256, 64, 2, true);

    @TempDir(factory = InMemory.class)
    Path folder;

    /// A thousand checkpoints are three thousand syncs, for which memory needs no disk.
    private static final class InMemory implements TempDirFactory {
        private static final Path MEMORY = Path.of("/dev/shm");

        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
                throws IOException {
            return Files.isWritable(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "snapshots")
                    : Files.createTempDirectory("snapshots");
        }
    }

    private final List<Shard> shards = List.of(
            new Shard("small", new float[] {1, 2, 3}),
            new Shard("large", ramp(90)),
            new Shard("medium", new float[] {-0f, Float.NaN, 4, 5, 6, 7, 8}));

    private static float[] ramp(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = i;
        }
        return values;
    }

    private void update() {
        shards.forEach(shard -> {
            for (int i = 0; i < shard.values().length; i++) {
                shard.values()[i] += 1;
            }
        });
    }

    private LazyCheckpointer checkpointer(SnapshotSpec spec, Watcher watcher) {
        return new LazyCheckpointer(0, shards, spec, new Commit(folder, 1, watcher));
    }

    private List<Shard> restored(long step) {
        List<Shard> read = shards.stream()
                .map(shard -> new Shard(shard.name(), new float[shard.values().length]))
                .toList();
        SavedCheckpoint last = SavedCheckpoint.latest(folder).orElseThrow();
        assertThat(last.step()).isEqualTo(step);
        last.restore(0, read);
        return read;
    }

    private static int[] bits(List<Shard> shards) {
        return shards.stream()
                .flatMapToInt(shard -> Arrays.stream(box(shard.values())).mapToInt(Float::floatToRawIntBits))
                .toArray();
    }

    private static Float[] box(float[] values) {
        Float[] boxed = new Float[values.length];
        Arrays.setAll(boxed, i -> values[i]);
        return boxed;
    }

    @ParameterizedTest
    @CsvSource({"64, 64, 1", "128, 64, 1", "400, 400, 2", "256, 64, 3", "4096, 128, 4", "100, 44, 2", "4, 4, 1"})
    void whatIsRestoredIsTheStateOfTheStepWhateverTheBuffer(int buffer, int chunk, int flushers) {
        int[] then;
        try (LazyCheckpointer rank = checkpointer(new SnapshotSpec(buffer, chunk, flushers, true), Watcher.NONE)) {
            rank.request(7);
            then = bits(shards);
            rank.beforeUpdate(Cancel.NEVER);
            update();
        }
        assertThat(bits(restored(7))).isEqualTo(then).isNotEqualTo(bits(shards));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 3"})
    void aThousandRoundsHaveNoTornSnapshot(int ranks, int flushers) {
        int rounds = 1000 / ranks;
        SnapshotTrial.Result result = SnapshotTrial.run(
                folder,
                ranks,
                rounds,
                400,
                new SnapshotSpec(1000, 256, flushers, false),
                new Streams(3),
                Cancel.NEVER,
                Progress.NONE);
        assertThat(result).isEqualTo(new SnapshotTrial.Result(rounds, rounds, 0, 0));
    }

    @Test
    void aCopyDuringTheUpdateIsCaught() {
        CountDownLatch copying = new CountDownLatch(1);
        CountDownLatch updated = new CountDownLatch(1);
        LazyCheckpointer rank = checkpointer(SPEC, (stage, _, _, chunk) -> {
            if (stage == Stage.COPY && chunk == 2) {
                copying.countDown();
                await(updated);
            }
        });
        rank.request(1);
        await(copying);
        update();
        updated.countDown();
        assertThatThrownBy(rank::close)
                .hasRootCauseInstanceOf(TornSnapshot.class)
                .hasMessageContaining("end of step 1");
        assertThat(SavedCheckpoint.latest(folder)).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void aKillAtAnyStageLeavesTheCheckpointBefore(Stage killed) {
        int[] then = bits(shards);
        LazyCheckpointer rank = checkpointer(SPEC, (stage, _, step, chunk) -> {
            if (step == 2 && stage == killed && (chunk == 3 || chunk < 0)) {
                throw new IllegalStateException("killed");
            }
        });
        rank.request(1);
        rank.drain(Cancel.NEVER);
        update();
        rank.request(2);
        assertThatThrownBy(rank::close).hasMessageContaining("killed");
        assertThat(bits(restored(1))).isEqualTo(then);
    }

    @Test
    void aRankThatIsKilledKeepsTheOthersFromACheckpoint() {
        Commit commit = new Commit(folder, 2, (stage, rank, _, _) -> {
            if (rank == 1 && stage == Stage.VOTE) {
                throw new IllegalStateException("killed");
            }
        });
        LazyCheckpointer other = new LazyCheckpointer(1, shards, SPEC, commit);
        try (LazyCheckpointer rank = new LazyCheckpointer(0, shards, SPEC, commit)) {
            rank.request(1);
            other.request(1);
        }
        assertThatThrownBy(other::close).hasMessageContaining("killed");
        assertThat(SavedCheckpoint.all(folder)).isEmpty();
        assertThat(commit.last()).isEqualTo(-1);
    }

    @Test
    void aNewChunkWaitsWhileTheBufferIsFull() {
        CountDownLatch full = new CountDownLatch(1);
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        int slots = 256 / 64;
        try (LazyCheckpointer rank = checkpointer(SPEC, (stage, _, _, chunk) -> {
            events.add(stage + " " + chunk);
            if (stage == Stage.COPY && chunk == slots - 1) {
                full.countDown();
            } else if (stage == Stage.FLUSH) {
                await(full);
            }
        })) {
            rank.request(1);
        }
        for (int chunk = slots; events.contains("COPY " + chunk); chunk++) {
            assertThat(events.indexOf("COPY " + chunk)).isGreaterThan(events.indexOf("FLUSH " + (chunk - slots)));
        }
        assertThat(events).contains("COPY 6", "MANIFEST -1");
    }

    @Test
    void aCancelGivesTheSnapshotUpAndTheNextOneIsWhole() {
        CountDownLatch copying = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        int[] then;
        try (LazyCheckpointer rank = checkpointer(SPEC, (stage, _, step, chunk) -> {
            if (step == 1 && stage == Stage.COPY && chunk == 1) {
                copying.countDown();
                await(go);
            }
        })) {
            rank.request(1);
            await(copying);
            Cancel cancel = new Cancel();
            cancel.cancel();
            rank.beforeUpdate(cancel);
            update();
            go.countDown();
            rank.request(2);
            then = bits(shards);
        }
        assertThat(SavedCheckpoint.all(folder)).hasSize(1);
        assertThat(bits(restored(2))).isEqualTo(then);
    }

    @Test
    void aRequestBeforeTheCopyIsOverIsRefused() {
        CountDownLatch go = new CountDownLatch(1);
        try (LazyCheckpointer rank = checkpointer(SPEC, (stage, _, _, _) -> {
            if (stage == Stage.COPY) {
                await(go);
            }
        })) {
            rank.request(1);
            assertThatThrownBy(() -> rank.request(2)).hasMessageContaining("beforeUpdate()");
            go.countDown();
        }
    }

    @Test
    void theSameStepsMakeTheSameBytesWithAnyNumberOfThreads() throws IOException {
        for (String flushers : new String[] {"1", "4"}) {
            SnapshotTrial.run(
                    folder.resolve(flushers),
                    2,
                    5,
                    400,
                    SPEC.with("flushers", flushers),
                    new Streams(3),
                    Cancel.NEVER,
                    Progress.NONE);
        }
        List<Path> files;
        try (var walk = Files.walk(folder.resolve("1"))) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        assertThat(files).hasSize(15);
        for (Path file : files) {
            Path other = folder.resolve("4").resolve(folder.resolve("1").relativize(file));
            assertThat(other).hasSameBinaryContentAs(file);
        }
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        try (LazyCheckpointer rank = checkpointer(SPEC, Watcher.NONE)) {
            rank.request(1);
        }
        Path file = folder.resolve("step-000000000001/rank-00000.bin");
        byte[] bytes = Files.readAllBytes(file);
        bytes[70] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> restored(1))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("rank-00000.bin: chunk 1 at byte 64");
        Files.write(file, Arrays.copyOf(bytes, 100));
        assertThatThrownBy(() -> restored(1)).isInstanceOf(BadInput.class).hasMessageContaining("damaged");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        try (LazyCheckpointer rank = checkpointer(SPEC, Watcher.NONE)) {
            rank.request(1);
        }
        LazyCheckpointer closed = checkpointer(SPEC, Watcher.NONE);
        closed.close();
        assertThatThrownBy(() -> closed.request(2)).hasMessageContaining("is closed");
        SavedCheckpoint saved = SavedCheckpoint.latest(folder).orElseThrow();
        assertThatThrownBy(() -> saved.restore(0, shards.subList(0, 2))).hasMessageContaining("has the shards");
        assertThatThrownBy(() -> saved.restore(4, shards)).hasMessageContaining("no rank [4]");
        List<Shard> longer = List.of(shards.get(0), shards.get(2), new Shard("large", new float[91]));
        assertThatThrownBy(() -> saved.restore(0, longer)).hasMessageContaining("[90] values; there is room for 91");
        assertThatThrownBy(() -> new SnapshotSpec(32, 64, 1, false)).hasMessageContaining("must fit into the buffer");
        assertThatThrownBy(() -> new SnapshotSpec(64, 30, 1, false)).hasMessageContaining("multiples of 4");
        assertThatThrownBy(() ->
                        new LazyCheckpointer(0, List.of(shards.get(0), shards.get(0)), SPEC, new Commit(folder, 1)))
                .hasMessageContaining("two shards of one name");
        assertThatThrownBy(() -> new Commit(folder, 0)).hasMessageContaining("ranks [0]");
    }

    /// What is in storage has been copied, whatever the copier has got round to saying.
    @Test
    void afterADrainTheNextStepMayBeRequested() {
        try (LazyCheckpointer rank = checkpointer(SPEC, Watcher.NONE)) {
            for (int step = 1; step <= 300; step++) {
                rank.request(step);
                rank.drain(Cancel.NEVER);
            }
        }
        assertThat(SavedCheckpoint.all(folder)).hasSize(300);
    }

    /// A rank that counted twice would make a checkpoint whole that lacks another one.
    @Test
    void eachRankOfTheJobCountsOnce() {
        Commit commit = new Commit(folder, 2);
        try (LazyCheckpointer rank = new LazyCheckpointer(0, shards, SPEC, commit)) {
            for (int refused : new int[] {-1, 0, 2}) {
                assertThatThrownBy(() -> new LazyCheckpointer(refused, shards, SPEC, commit))
                        .isInstanceOf(BadInput.class)
                        .hasMessageContaining("rank [%d]", refused);
            }
            rank.request(3);
            rank.beforeUpdate(Cancel.NEVER);
            for (long refused : new long[] {-1, 2, 3}) {
                assertThatThrownBy(() -> rank.request(refused))
                        .isInstanceOf(BadInput.class)
                        .hasMessage("step [%d] is requested of rank 0; it must be 4 or later", refused);
            }
        }
        new LazyCheckpointer(0, shards, SPEC, commit).close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | no [ranks]",
                "null | [null] is no manifest",
                "{\"step\":1,\"ranks\":[{\"rank\":0}]} | no [file]",
                "{\"step\":1,\"ranks\":[{\"rank\":0,\"file\":\"rank-00000.bin\",\"chunk\":64,\"checksums\":[1],"
                        + "\"shards\":[{\"name\":\"small\",\"values\":3},{\"name\":\"large\",\"values\":90},"
                        + "{\"name\":\"medium\",\"values\":7}]}]} | [1] checksums for 7 chunks"
            })
    void aDamagedManifestIsNamed(String text, String message) throws IOException {
        Path file = folder.resolve("step-000000000001/manifest.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThatThrownBy(() -> SavedCheckpoint.latest(folder).orElseThrow().restore(0, shards))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("manifest.json")
                .hasMessageContaining(message);
    }
}
