package throughline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;
import throughline.data.Schema.Column;
import throughline.data.Schema.Type;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Param;
import throughline.spec.Progress;
import throughline.spec.Spec;

class DatasetTest {
    record Walk(@Param(value = "steps", min = 1) int steps) {
        Walk {
            Spec.check(Walk.class, steps);
        }
    }

    private static final Schema WALK = new Schema(
            "walk",
            "A step.",
            List.of(
                    new Column("run", Type.INT, "", "number of the run"),
                    new Column("t", Type.LONG, "s", "time"),
                    new Column("x", Type.DOUBLE, "m", "place"),
                    new Column("mood", Type.TEXT, "", "weather")));

    private final AtomicInteger simulated = new AtomicInteger();

    private Sweep<Walk> sweep(int seeds) {
        Recipe<Walk> recipe = new Recipe<>(
                "walk", "Random walks.", List.of(WALK), List.of(new Walk(30), new Walk(50)), seeds, this::walk);
        return new Sweep<>(recipe, recipe.grid(), seeds, 7);
    }

    private void walk(int run, Walk spec, long seed, Map<String, Trace> tables, Cancel cancel) {
        simulated.incrementAndGet();
        var stream = new Streams(seed).named("walk");
        Trace trace = tables.get("walk");
        double x = 0;
        for (int t = 0; t < spec.steps(); t++) {
            x += stream.normal();
            trace.set(0, run);
            trace.set(1, t);
            trace.set(2, x);
            trace.set(3, x > 0 ? "fair, mild" : "gré\"y");
            trace.next();
        }
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(
                        folder.relativize(file).toString(),
                        new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    @Test
    void bytesAreTheSameForAnyNumberOfThreads(@TempDir Path temp) throws IOException {
        Dataset one = sweep(20).write(temp.resolve("one"), 1, Cancel.NEVER, Progress.NONE);
        Dataset two = sweep(20).write(temp.resolve("two"), 2, Cancel.NEVER, Progress.NONE);
        assertThat(one.complete()).isTrue();
        assertThat(contents(temp.resolve("one")))
                .isEqualTo(contents(temp.resolve("two")))
                .containsOnlyKeys(
                        "card.md",
                        "manifest.json",
                        "spec.json",
                        "walk/part-00000.parquet",
                        "walk/part-00001.parquet",
                        "walk/part-00002.parquet",
                        "walk/part-00003.parquet",
                        "walk/part-00004.parquet");
        assertThat(two.folder()).exists();
    }

    @Test
    void whatWasWrittenIsReadBackInOrder(@TempDir Path temp) {
        Dataset dataset = sweep(9).write(temp.resolve("walk"));
        Table table = Dataset.open(dataset.folder()).table("walk");
        assertThat(table.rowCount()).isEqualTo(9 * 30 + 9 * 50);
        assertThat(table.intColumn("run").asDoubleArray()).isSorted();
        Map<String, Trace> tables = Map.of("walk", new Trace(WALK));
        walk(12, new Walk(50), 7 + 3, tables, Cancel.NEVER);
        Table run = dataset.sql("SELECT x, mood FROM walk WHERE run = 12");
        assertThat(run.doubleColumn("x").asDoubleArray())
                .isEqualTo(tables.get("walk").column("x"));
        assertThat(run.stringColumn("mood").get(49))
                .isEqualTo(tables.get("walk").text(3, 49));
    }

    @Test
    void anInterruptedSweepGoesOnAndEndsWithTheSameBytes(@TempDir Path temp) throws IOException {
        sweep(20).write(temp.resolve("whole"), 1, Cancel.NEVER, Progress.NONE);
        Cancel cancel = new Cancel();
        Progress afterAThird = (done, total) -> {
            if (done > total / 3) {
                cancel.cancel();
            }
        };
        simulated.set(0);
        Dataset partial = sweep(20).write(temp.resolve("cut"), 1, cancel, afterAThird);
        assertThat(partial.complete()).isFalse();
        assertThat(partial.table("walk").rowCount()).isPositive();
        int before = simulated.get();
        List<Long> reports = new ArrayList<>();
        Dataset whole = sweep(20).write(temp.resolve("cut"), 1, Cancel.NEVER, (done, total) -> reports.add(done));
        assertThat(whole.complete()).isTrue();
        assertThat(reports.getFirst()).isPositive();
        assertThat(simulated.get()).isEqualTo(before + 40 - reports.getFirst());
        assertThat(contents(temp.resolve("cut"))).isEqualTo(contents(temp.resolve("whole")));
    }

    @Test
    void queriesMayAnswerInAnyType(@TempDir Path temp) {
        Dataset dataset = sweep(1).write(temp.resolve("walk"));
        Table table = dataset.sql("SELECT sum(t) AS s, count(*) AS n, count(*) > 3 AS many, max(t)::DECIMAL(9, 2) AS d,"
                + " NULL::INT AS missing, DATE '2020-02-29' AS day, any_value(mood) AS mood FROM walk");
        assertThat(table.doubleColumn("s").get(0)).isEqualTo(30 * 29 / 2 + 50 * 49 / 2);
        assertThat(table.longColumn("n").get(0)).isEqualTo(80);
        assertThat(table.booleanColumn("many").get(0)).isTrue();
        assertThat(table.doubleColumn("d").get(0)).isEqualTo(49);
        assertThat(table.intColumn("missing").isMissing(0)).isTrue();
        assertThat(table.stringColumn("day").get(0)).isEqualTo("2020-02-29");
    }

    @Test
    void csvHoldsTheSameRows(@TempDir Path temp) throws IOException {
        Dataset dataset = sweep(1).write(temp.resolve("walk"));
        dataset.csv(temp.resolve("csv"));
        List<String> lines = Files.readAllLines(temp.resolve("csv/walk.csv"));
        assertThat(lines).hasSize(81).first().isEqualTo("run,t,x,mood");
        assertThat(lines.get(1)).matches("0,0,-?[0-9.e-]+,(\"fair, mild\"|\"gré\"\"y\")");
    }

    @Test
    void foldersThatHoldSomethingElseAreLeftAlone(@TempDir Path temp) throws IOException {
        sweep(1).write(temp.resolve("walk"));
        assertThatThrownBy(() -> sweep(2).write(temp.resolve("walk")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("holds another dataset");
        Files.writeString(temp.resolve("file"), "mine");
        assertThatThrownBy(() -> sweep(2).write(temp.resolve("file")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("a file stands there");
        Files.createDirectory(temp.resolve("mine"));
        Files.writeString(temp.resolve("mine/diary.txt"), "mine");
        assertThatThrownBy(() -> sweep(2).write(temp.resolve("mine")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("is not empty and holds no dataset");
        assertThat(temp.resolve("mine").toFile().list()).containsExactly("diary.txt");
        assertThatThrownBy(() -> Dataset.open(temp.resolve("mine"))).hasMessageContaining("spec.json is missing");
        Dataset dataset = Dataset.open(temp.resolve("walk"));
        assertThatThrownBy(() -> dataset.table("run")).hasMessageContaining("has no table [run]; it has [walk]");
        assertThatThrownBy(() -> dataset.sql("SELECT y FROM walk"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("y");
    }

    @Test
    void aTraceRefusesRowsThatLackAValueOrHaveTheWrongOne() {
        Trace trace = new Trace(WALK);
        trace.set(0, 1);
        assertThatThrownBy(trace::next).hasMessage("row 0 of walk lacks column t");
        assertThatThrownBy(() -> trace.set(3, 1.0)).hasMessage("column mood of walk holds TEXT, not a double");
        assertThatThrownBy(() -> trace.set(0, 1L << 40)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> trace.column("y")).hasMessage("walk has no column [y]; it has [run, t, x, mood]");
    }
}
