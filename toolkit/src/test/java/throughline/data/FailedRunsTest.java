package throughline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import throughline.data.Schema.Column;
import throughline.data.Schema.Type;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Param;
import throughline.spec.Progress;

/// A run that its model cannot make fails alone; and parts may be made by others, more than once.
class FailedRunsTest {
    record Dice(@Param(value = "sides", min = 0) int sides) {}

    private static final Schema THROWS = new Schema(
            "throws",
            "A throw.",
            List.of(new Column("run", Type.INT, "", "run"), new Column("face", Type.DOUBLE, "", "what it shows")));
    private static final int SEEDS = 8;

    @TempDir
    private Path temp;

    /// Runs whose dice break half-way.
    private final Set<Integer> broken = new ConcurrentSkipListSet<>();

    private final Set<Integer> tried = new ConcurrentSkipListSet<>();

    /// Three parts of eight runs: of dice with 6, 0 and 8 sides.
    private Sweep<Dice> sweep() {
        List<Dice> grid = List.of(new Dice(6), new Dice(0), new Dice(8));
        return new Recipe<>("dice", "Dice.", List.of(THROWS), grid, SEEDS, this::roll)
                .sweep()
                .from(3);
    }

    private void roll(int run, Dice dice, long seed, Map<String, Trace> tables, Cancel cancel) {
        tried.add(run);
        var stream = new Streams(seed).named("dice");
        for (int i = 0; i < 5000; i++) {
            Trace trace = tables.get("throws");
            trace.set(0, run);
            if (i == 4000 && broken.contains(run)) {
                throw new IllegalStateException("die | broke\n  at throw " + i);
            }
            trace.set(1, stream.uniform() * dice.sides());
            trace.next();
        }
    }

    private Dataset write(String folder, int threads) {
        return sweep().write(temp.resolve(folder), threads, Cancel.NEVER, Progress.NONE);
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    private static String rows(Dataset dataset, String where) {
        return dataset.sql("SELECT * FROM throws WHERE " + where).write().toString("csv");
    }

    @Test
    void aRunThatFailsLeavesNoRowAndChangesNoOther() throws IOException {
        Dataset good = write("good", 2);
        assertThat(good.failures()).isEmpty();
        broken.addAll(Set.of(2, 5, 17));
        Dataset bad = write("bad", 2);
        assertThat(bad.verify().complete()).isTrue();
        assertThat(bad.failures())
                .extracting(Failure::toString)
                .containsExactly(
                        "run 2 (sides=6, seed 5): IllegalStateException: die | broke at throw 4000",
                        "run 5 (sides=6, seed 8): IllegalStateException: die | broke at throw 4000",
                        "run 17 (sides=8, seed 4): IllegalStateException: die | broke at throw 4000");
        assertThat(rows(bad, "true")).isEqualTo(rows(good, "run NOT IN (2, 5, 17)"));
        assertThat(bad.card())
                .contains(
                        "- 3 of the runs failed and left no rows",
                        "| 17 | 4 | sides=8 | IllegalStateException: die \\| b");
        assertThat(contents(temp.resolve("bad")).get("throws/part-00001.parquet"))
                .isEqualTo(contents(temp.resolve("good")).get("throws/part-00001.parquet"));
    }

    @Test
    void theBytesAreTheSameForAnyNumberOfThreadsAndAfterAnInterruption() throws IOException {
        broken.addAll(Set.of(0, 7, 8, 23));
        write("one", 1);
        write("three", 3);
        assertThat(contents(temp.resolve("three"))).isEqualTo(contents(temp.resolve("one")));
        Cancel cancel = new Cancel();
        Dataset cut = sweep().write(temp.resolve("cut"), 1, cancel, (done, total) -> {
            if (done > SEEDS) {
                cancel.cancel();
            }
        });
        assertThat(cut.complete()).isFalse();
        assertThat(cut.failures()).extracting(Failure::run).containsExactly(0, 7);
        tried.clear();
        write("cut", 1);
        assertThat(tried).doesNotContain(0, 7);
        assertThat(contents(temp.resolve("cut"))).isEqualTo(contents(temp.resolve("one")));
    }

    @Test
    void whatFailedIsTriedAgainWhenAskedFor() throws IOException {
        write("good", 1);
        broken.add(9);
        write("again", 1);
        broken.clear();
        tried.clear();
        assertThat(write("again", 1).failures()).extracting(Failure::run).containsExactly(9);
        assertThat(tried).isEmpty();
        Dataset whole = sweep().retry(temp.resolve("again"), PartRunner.threads(1), Cancel.NEVER, Progress.NONE);
        assertThat(whole.failures()).isEmpty();
        assertThat(tried).isEqualTo(new TreeSet<>(IntStream.range(8, 16).boxed().toList()));
        assertThat(contents(temp.resolve("again"))).isEqualTo(contents(temp.resolve("good")));
    }

    @Test
    void everyRunIsToldOnce() {
        broken.addAll(Set.of(2, 5));
        List<Long> told = new java.util.ArrayList<>();
        sweep().write(temp.resolve("told"), 1, Cancel.NEVER, (done, total) -> told.add(done));
        assertThat(told)
                .isEqualTo(
                        java.util.stream.LongStream.rangeClosed(0, 24).boxed().toList());
    }

    @Test
    void aSweepOfWhichEveryRunFailsIsAnErrorAndLeavesNothing() {
        IntStream.range(0, 24).forEach(broken::add);
        assertThatThrownBy(() -> write("none", 2))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("every run of the sweep failed, so nothing is kept in [")
                .hasMessageEndingWith("run 0 (sides=6, seed 3): IllegalStateException: die | broke at throw 4000");
        assertThat(temp.resolve("none")).isEmptyDirectory();
    }

    @Test
    void anErrorOfTheMachineStopsEverything() {
        Sweep<Dice> sweep = new Recipe<Dice>(
                        "dice", "", List.of(THROWS), List.of(new Dice(6)), 8, (run, dice, seed, tables, cancel) -> {
                            throw new OutOfMemoryError("no heap");
                        })
                .sweep();
        assertThatThrownBy(() -> sweep.write(temp.resolve("heap")))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("no heap");
        assertThat(temp.resolve("heap/throws")).isEmptyDirectory();
    }

    /// As workers do it: from the text alone, and here each part twice at once.
    private void makeTwice(Parts parts, Cancel cancel) {
        for (int part : parts.missing()) {
            List<CompletableFuture<String>> attempts = Stream.of("a-1", "a-2")
                    .map(attempt -> CompletableFuture.supplyAsync(
                            () -> SweepFile.parse(parts.spec(), "the driver", List.of(sweep().recipe()))
                                    .writePart(parts.folder(), part, attempt, cancel)
                                    .orElseThrow()))
                    .toList();
            String first = attempts.getFirst().join();
            assertThat(attempts.getLast().join()).isEqualTo(first);
            parts.made(part, first);
            parts.made(part, first);
        }
    }

    @Test
    void partsMadeElsewhereGiveTheSameBytes() throws IOException {
        broken.addAll(Set.of(3, 20));
        write("here", 1);
        List<Long> told = new java.util.ArrayList<>();
        Dataset elsewhere = sweep().write(
                        temp.resolve("elsewhere"), this::makeTwice, Cancel.NEVER, (done, total) -> told.add(done));
        assertThat(elsewhere.failures()).extracting(Failure::run).containsExactly(3, 20);
        assertThat(contents(temp.resolve("elsewhere"))).isEqualTo(contents(temp.resolve("here")));
        assertThat(told).containsExactly(0L, 8L, 16L, 24L);
    }

    @Test
    void aPartThatIsThereIsNotMadeAgain() throws IOException {
        Map<Integer, String> receipts = new TreeMap<>();
        sweep().write(
                        temp.resolve("begun"),
                        (parts, cancel) -> {
                            receipts.put(
                                    1,
                                    sweep().writePart(parts.folder(), 1, "a-1", cancel)
                                            .orElseThrow());
                            tried.clear();
                            receipts.put(
                                    2,
                                    sweep().writePart(parts.folder(), 1, "a-2", cancel)
                                            .orElseThrow());
                        },
                        Cancel.NEVER,
                        Progress.NONE);
        assertThat(tried).isEmpty();
        assertThat(receipts.get(2)).isEqualTo(receipts.get(1));
        Dataset whole = write("begun", 1);
        assertThat(tried).doesNotContain(8, 15).contains(0, 23);
        write("whole", 1);
        assertThat(contents(whole.folder())).isEqualTo(contents(temp.resolve("whole")));
    }

    @Test
    void aFolderThatIsNotOfTheSweepIsRefused() {
        assertThatThrownBy(() -> sweep().writePart(temp.resolve("nowhere"), 0, "a", Cancel.NEVER))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("nowhere] holds no spec.json of this sweep");
        write("other", 1);
        assertThatThrownBy(() -> sweep().seeds(4).writePart(temp.resolve("other"), 0, "a", Cancel.NEVER))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("other] holds no spec.json of this sweep");
        assertThatThrownBy(() -> sweep().write(
                                temp.resolve("foreign"),
                                (parts, cancel) -> parts.made(0, "{\"hash\": \"abc\"}"),
                                Cancel.NEVER,
                                Progress.NONE))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("the receipt of part [0] is of another specification (hash abc)");
        assertThatThrownBy(() -> sweep().write(
                                temp.resolve("foreign"),
                                (parts, cancel) -> parts.made(3, "{}"),
                                Cancel.NEVER,
                                Progress.NONE))
                .hasMessageContaining("part [3] is none of the 3 of");
    }
}
