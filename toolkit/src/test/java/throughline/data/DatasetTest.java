package throughline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
                        "croissant.json",
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
    void bytesAreTheSameUnderAnyLocale(@TempDir Path temp) throws IOException {
        sweep(3).write(temp.resolve("here"));
        Locale here = Locale.getDefault();
        try {
            for (String other : List.of("ar-EG-u-nu-arab", "tr-TR", "de-DE")) {
                Locale.setDefault(Locale.forLanguageTag(other));
                sweep(3).write(temp.resolve(other));
                assertThat(contents(temp.resolve(other))).isEqualTo(contents(temp.resolve("here")));
            }
        } finally {
            Locale.setDefault(here);
        }
    }

    @Test
    void bytesSayNothingOfDayPlaceOrDuration(@TempDir Path temp) throws IOException {
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        sweep(3).write(temp.resolve("walk"));
        for (String file : List.of("card.md", "spec.json", "manifest.json")) {
            assertThat(Files.readString(temp.resolve("walk").resolve(file)))
                    .doesNotContain(today, temp.toString(), "\r")
                    .endsWith("\n");
        }
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

    /// Cuts after some runs of the first part, so that its sweep has to go on.
    private Path cut(Path folder) {
        Cancel cancel = new Cancel();
        sweep(20).write(folder, 1, cancel, (done, total) -> {
            if (done > 2 * Sweep.RUNS_A_PART) {
                cancel.cancel();
            }
        });
        return folder;
    }

    private void assertRefused(Path folder, String fault) {
        assertThatThrownBy(() -> sweep(20).write(folder))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[walk/part-00001.parquet] " + fault)
                .hasMessageContaining("remove what is named here");
    }

    @Test
    void aPartThatIsNotWhatWasWrittenIsNamedUntilItIsRemoved(@TempDir Path temp) throws IOException {
        Path whole = sweep(20).write(temp.resolve("whole")).folder();
        sweep(19).write(temp.resolve("other"));
        for (String folder : List.of("cut", "full")) {
            Path dataset = temp.resolve(folder);
            if (folder.equals("cut")) {
                cut(dataset);
            } else {
                sweep(20).write(dataset);
            }
            Path part = dataset.resolve("walk/part-00001.parquet");
            byte[] bytes = Files.readAllBytes(part);
            Files.write(part, Arrays.copyOf(bytes, bytes.length / 2));
            assertRefused(dataset, "is truncated to %d of %d bytes".formatted(bytes.length / 2, bytes.length));
            bytes[bytes.length / 3] ^= 1;
            Files.write(part, bytes);
            assertRefused(dataset, "was edited: its SHA-256 is not ");
            Files.copy(temp.resolve("other/walk/part-00001.parquet"), part, StandardCopyOption.REPLACE_EXISTING);
            assertRefused(
                    dataset,
                    "is of another specification (hash %s)"
                            .formatted(Spec.hash(sweep(19).spec())));
            Files.delete(part);
            assertThat(sweep(20).write(dataset).complete()).isTrue();
            assertThat(contents(dataset)).isEqualTo(contents(whole));
        }
    }

    private static void assertFaulty(Path folder, String fault) {
        assertThatThrownBy(() -> Dataset.open(folder).verify())
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("dataset [%s]: %s".formatted(folder, fault));
    }

    @Test
    void aDatasetThatIsWhatItsManifestSaysIsVerified(@TempDir Path temp) throws IOException {
        Path whole = sweep(20).write(temp.resolve("whole")).verify().folder();
        Files.writeString(whole.resolve("notes.txt"), "mine");
        Dataset.open(whole).verify();
        assertThatThrownBy(() -> Dataset.open(cut(temp.resolve("cut"))).verify())
                .isInstanceOf(BadInput.class)
                .hasMessageEndingWith("is not complete: there is no manifest.json to hold it against");
    }

    @Test
    void filesThatAreNotWhatTheManifestSaysAreNamed(@TempDir Path temp) throws IOException {
        Path whole = sweep(20).write(temp.resolve("whole")).folder();
        sweep(19).write(temp.resolve("other"));
        Path part = whole.resolve("walk/part-00001.parquet");
        byte[] bytes = Files.readAllBytes(part);
        Files.delete(part);
        assertFaulty(whole, "[walk/part-00001.parquet] is missing; get them anew, or remove them and make them again");
        Files.write(part, Arrays.copyOf(bytes, bytes.length / 2));
        assertFaulty(
                whole,
                "[walk/part-00001.parquet] is truncated to %d of %d bytes;".formatted(bytes.length / 2, bytes.length));
        byte[] edited = bytes.clone();
        edited[bytes.length / 3] ^= 1;
        Files.write(part, edited);
        assertFaulty(whole, "[walk/part-00001.parquet] was edited: its SHA-256 is not ");
        Files.copy(temp.resolve("other/walk/part-00001.parquet"), part, StandardCopyOption.REPLACE_EXISTING);
        assertFaulty(
                whole,
                "[walk/part-00001.parquet] is of another specification (hash %s)"
                        .formatted(Spec.hash(sweep(19).spec())));
        Files.write(part, bytes);
        Files.write(whole.resolve("walk/part-00007.parquet"), bytes);
        assertFaulty(whole, "[walk/part-00007.parquet] is not in manifest.json;");
        Files.delete(whole.resolve("walk/part-00007.parquet"));
        Dataset.open(whole).verify();
    }

    @ParameterizedTest
    @ValueSource(strings = {"card.md", "croissant.json"})
    void aDescriptionThatWasEditedOrRemovedIsNamed(String name, @TempDir Path temp) throws IOException {
        Path whole = sweep(20).write(temp.resolve("whole")).folder();
        Files.writeString(whole.resolve(name), "lies");
        assertFaulty(whole, "[%s] was edited".formatted(name));
        Files.delete(whole.resolve(name));
        assertFaulty(whole, "[%s] is missing".formatted(name));
    }

    @Test
    void aManifestOrASpecificationThatWasEditedIsFound(@TempDir Path temp) throws IOException {
        Path whole = sweep(20).write(temp.resolve("whole")).folder();
        String spec = Files.readString(whole.resolve("spec.json"));
        Files.writeString(whole.resolve("spec.json"), spec.replace("\"firstSeed\" : 7", "\"firstSeed\" : 8"));
        assertFaulty(whole, "[spec.json] was edited: the hash of its sweep is ");
        for (int parts : List.of(4, 6, 2_000_000_000)) {
            Files.writeString(whole.resolve("spec.json"), spec.replace("\"parts\" : 5", "\"parts\" : " + parts));
            assertFaulty(whole, "[spec.json] and [manifest.json] name different parts; get both anew");
        }
        Files.writeString(whole.resolve("spec.json"), spec.replace("\"version\" : \"", "\"version\" : \"9."));
        assertFaulty(whole, "[spec.json] was edited: its SHA-256 is not the manifest's");
        Files.writeString(whole.resolve("spec.json"), spec);
        Files.copy(
                sweep(19).write(temp.resolve("other")).folder().resolve("manifest.json"),
                whole.resolve("manifest.json"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> Dataset.open(whole).verify())
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("manifest.json is of another specification");
    }

    @Test
    void aFileWithoutAReceiptIsNotTakenForAPart(@TempDir Path temp) throws IOException {
        Path cut = cut(temp.resolve("cut"));
        Path receipt = cut.resolve(".receipts/part-00001.json");
        String text = Files.readString(receipt);
        Files.delete(receipt);
        assertRefused(cut, "was not written here: it has no receipt");
        Files.writeString(receipt, text.substring(0, 20));
        assertThatThrownBy(() -> sweep(20).write(cut)).hasMessageContaining("part-00001.json cannot be read as JSON");
        Files.writeString(receipt, text.replaceAll("\"hash\" : \"..", "\"hash\" : \"zz"));
        assertThatThrownBy(() -> sweep(20).write(cut))
                .hasMessageContaining("part-00001.json is of another specification");
    }

    @Test
    void whatAKilledProcessLeftIsRemoved(@TempDir Path temp) throws IOException {
        Path whole = sweep(20).write(temp.resolve("whole")).folder();
        Path cut = cut(temp.resolve("cut"));
        for (String left : List.of("card.md.part", "walk/part-00003.parquet.part", ".receipts/part-00003.json.part")) {
            Files.writeString(cut.resolve(left), "half");
        }
        Files.writeString(cut.resolve(".lock"), "4711 0");
        sweep(20).write(cut);
        assertThat(contents(cut)).isEqualTo(contents(whole));
        assertThat(cut.resolve(".receipts")).doesNotExist();
        Files.createDirectories(temp.resolve("bare"));
        Files.writeString(temp.resolve("bare/spec.json.part"), "half");
        sweep(20).write(temp.resolve("bare"));
        assertThat(contents(temp.resolve("bare"))).isEqualTo(contents(whole));
    }

    @Test
    void aKnobWithoutValuesIsNamed() {
        assertThatThrownBy(() -> sweep(20).set("steps"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no values are given for [steps]");
    }

    @Test
    void aFolderIsWrittenByOneAtATime(@TempDir Path temp) {
        List<String> refusals = new ArrayList<>();
        sweep(20).write(temp.resolve("walk"), 1, Cancel.NEVER, (done, total) -> {
            if (done == total) {
                assertThatThrownBy(() -> sweep(20).write(temp.resolve("walk")))
                        .isInstanceOf(BadInput.class)
                        .satisfies(refusal -> refusals.add(refusal.getMessage()));
            }
        });
        assertThat(refusals).singleElement().asString().contains("is being written by somebody else");
        assertThat(sweep(20).write(temp.resolve("walk")).complete()).isTrue();
    }

    @Test
    void onePartAThreadIsUnderWay(@TempDir Path temp) {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Recipe<Walk> recipe = new Recipe<>(
                "walk", "", List.of(WALK), List.of(new Walk(5)), 160, (run, spec, seed, tables, cancel) -> {
                    most.accumulateAndGet(drafts(temp.resolve("counted/walk")), Math::max);
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    walk(run, spec, seed, tables, cancel);
                    underWay.decrementAndGet();
                });
        recipe.sweep().write(temp.resolve("counted"), 3, Cancel.NEVER, Progress.NONE);
        assertThat(most.get()).isBetween(1, 3);
    }

    private static int drafts(Path folder) {
        return folder.toFile().list((in, name) -> name.endsWith(".part")).length;
    }

    @Test
    void aFolderNamedLikeAColumnChangesNoValue(@TempDir Path temp) {
        Dataset dataset = sweep(1).write(temp.resolve("x=77"));
        assertThat(dataset.sql("SELECT count(*) FROM walk WHERE x = 77")
                        .longColumn(0)
                        .get(0))
                .isZero();
        assertThat(dataset.table("walk").columnNames()).containsExactly("run", "t", "x", "mood");
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
    void aColumnThatAnAnswerHasTwiceIsNamed(@TempDir Path temp) {
        Dataset dataset = sweep(1).write(temp.resolve("walk"));
        for (String query : List.of("SELECT x, t, x FROM walk", "SELECT x, run AS X FROM walk")) {
            assertThatThrownBy(() -> dataset.sql(query))
                    .isInstanceOf(BadInput.class)
                    .hasMessageMatching("query \\[.*]: two columns are called \\[[xX]]; give one another name with AS");
        }
        assertThat(dataset.sql("SELECT x, run AS x2 FROM walk").columnNames()).containsExactly("x", "x2");
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
        assertThatThrownBy(() -> dataset.sql("SELECT x FROM walk a JOIN walk b ON a.run = b.run"))
                .hasMessageContaining("Ambiguous reference");
    }

    /// Names stand in SQL and in paths as they are.
    @Test
    void tablesAndColumnsHaveNamesThatSqlTakes(@TempDir Path temp) throws IOException {
        for (String name : List.of("", "2walks", "walk; DROP", "../walk", "walk.x", "a b", "\"walk\"")) {
            assertThatThrownBy(() -> new Schema(name, "", List.of()))
                    .hasMessage("table name [%s] may hold only letters, digits and underscores, a letter first", name);
            assertThatThrownBy(() -> new Column(name, Type.INT, "", ""))
                    .hasMessageStartingWith("column name [%s] may hold only", name);
        }
        Files.writeString(temp.resolve("spec.json"), "{\"tables\": [\"../walk\"], \"parts\": 1}");
        assertThatThrownBy(() -> Dataset.open(temp))
                .isInstanceOf(BadInput.class)
                .hasMessageEndingWith("spec.json: no table can be called [../walk]");
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
