package throughline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import throughline.data.Schema.Column;
import throughline.data.Schema.Type;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Param;
import throughline.spec.Progress;

/// A process that is killed while it writes a dataset, wherever that is, leaves a beginning that ends, when the same
/// sweep is run again, in the very bytes of one that was never killed.
class KillTest {
    record Dice(@Param(value = "sides of the die", min = 2) int sides) {}

    private static final List<Schema> TABLES = List.of(
            new Schema(
                    "throws",
                    "A throw.",
                    List.of(
                            new Column("run", Type.INT, "", "run"),
                            new Column("face", Type.LONG, "", "what it shows"))),
            new Schema(
                    "sums",
                    "A run.",
                    List.of(
                            new Column("run", Type.INT, "", "run"),
                            new Column("mean", Type.DOUBLE, "", "of the faces"))));

    @TempDir
    private static Path temp;

    private static Map<String, String> whole;
    private static final List<String> taken = new ArrayList<>();
    private static String classPath;
    private static Path archive;

    /// Two parts of two tables: a beginning and an end.
    private static Sweep<Dice> sweep() {
        return new Recipe<>("dice", "Dice.", TABLES, List.of(new Dice(6)), 2 * Sweep.RUNS_A_PART, KillTest::roll)
                .sweep();
    }

    private static void roll(int run, Dice dice, long seed, Map<String, Trace> tables, Cancel cancel) {
        var stream = new Streams(seed).named("dice");
        double sum = 0;
        for (int i = 0; i < 50; i++) {
            long face = 1 + (long) (dice.sides() * stream.uniform());
            sum += face;
            Trace faces = tables.get("throws");
            faces.set(0, run);
            faces.set(1, face);
            faces.next();
        }
        Trace sums = tables.get("sums");
        sums.set(0, run);
        sums.set(1, sum / 50);
        sums.next();
    }

    /// The process to be killed: tells its steps; after so many it halts, as if the power failed, or waits for its end.
    static final class Victim {
        public static void main(String[] arguments) {
            int threads = Integer.parseInt(arguments[1]);
            int last = Integer.parseInt(arguments[2]);
            AtomicInteger steps = new AtomicInteger();
            sweep().write(Path.of(arguments[0]), threads, Cancel.NEVER, Progress.NONE, (step, file) -> {
                System.out.println(step + " " + file.getFileName());
                if (steps.incrementAndGet() == Math.abs(last)) {
                    if (last > 0) {
                        Runtime.getRuntime().halt(9);
                    }
                    while (true) {
                        LockSupport.park();
                    }
                }
            });
        }
    }

    /// A class path on which a process starts fast. DuckDB's jar goes without its 60 MB of native library, which
    /// every process would unpack; it lies beside the jar, where DuckDB looks next. And all of it is jars, because
    /// the first process can archive the classes of those alone for the others.
    private static String fastClassPath() throws IOException, URISyntaxException {
        Path duckdb = Path.of(DuckDBDriver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> fast = new ArrayList<>();
        for (String entry : path.split(File.pathSeparator)) {
            Path original = Path.of(entry);
            Path jar = temp.resolve(fast.size() + ".jar");
            if (original.equals(duckdb)) {
                split(original, jar);
            } else if (Files.isDirectory(original)) {
                pack(original, jar);
            } else {
                jar = original;
            }
            fast.add(jar.toString());
        }
        return String.join(File.pathSeparator, fast);
    }

    private static void split(Path fat, Path thin) throws IOException {
        try (ZipFile jar = new ZipFile(fat.toFile());
                ZipOutputStream classes = new ZipOutputStream(Files.newOutputStream(thin))) {
            for (ZipEntry entry : Collections.list(jar.entries())) {
                if (entry.getName().startsWith("libduckdb_java.so_")) {
                    Files.copy(jar.getInputStream(entry), temp.resolve(entry.getName()));
                } else {
                    classes.putNextEntry(new ZipEntry(entry.getName()));
                    jar.getInputStream(entry).transferTo(classes);
                }
            }
        }
    }

    private static void pack(Path folder, Path jar) throws IOException {
        try (Stream<Path> files = Files.walk(folder);
                ZipOutputStream classes = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                classes.putNextEntry(
                        new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, classes);
            }
        }
    }

    private static Process start(Path folder, int threads, int last) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        (Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=") + archive,
                        "-Xshare:auto",
                        "-Xlog:disable",
                        "-cp",
                        classPath,
                        Victim.class.getName(),
                        folder.toString(),
                        String.valueOf(threads),
                        String.valueOf(last))
                .redirectError(
                        folder.resolveSibling(folder.getFileName() + ".errors").toFile())
                .start();
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

    private static void assertGoesOnToTheSameBytes(Path folder) throws IOException {
        sweep().write(folder, 1, Cancel.NEVER, Progress.NONE);
        assertThat(contents(folder)).as(folder.getFileName().toString()).isEqualTo(whole);
        assertThat(folder.resolve(".receipts")).doesNotExist();
    }

    @BeforeAll
    static void writeTheWhole() throws IOException, URISyntaxException, InterruptedException {
        Path folder = temp.resolve("whole");
        sweep().write(
                        folder,
                        1,
                        Cancel.NEVER,
                        Progress.NONE,
                        (step, file) -> taken.add(step + " " + file.getFileName()));
        whole = contents(folder);
        classPath = fastClassPath();
        archive = temp.resolve("classes.jsa");
        start(temp.resolve("first"), 1, 0).waitFor();
    }

    @Test
    void theStepsOfAPartAreTheOnesMeant() {
        List<String> steps =
                taken.stream().filter(step -> step.contains("00001.")).toList();
        assertThat(steps.subList(0, 15))
                .containsExactly(
                        "CREATED part-00001.parquet",
                        "CREATED part-00001.parquet",
                        "FILLED part-00001.parquet",
                        "SYNCED part-00001.parquet",
                        "FILLED part-00001.parquet",
                        "SYNCED part-00001.parquet",
                        "CREATED part-00001.json",
                        "FILLED part-00001.json",
                        "SYNCED part-00001.json",
                        "RENAMED part-00001.json",
                        "FOLDER_SYNCED part-00001.json",
                        "RENAMED part-00001.parquet",
                        "FOLDER_SYNCED part-00001.parquet",
                        "RENAMED part-00001.parquet",
                        "FOLDER_SYNCED part-00001.parquet");
        assertThat(taken).containsSubsequence("FOLDER_SYNCED manifest.json", "REMOVED part-00001.json");
    }

    @Test
    void killedAfterAnyStep() {
        IntStream.rangeClosed(1, taken.size()).parallel().forEach(step -> {
            try {
                Path folder = temp.resolve("step" + step);
                Process victim = start(folder, 1, step);
                try (BufferedReader said = victim.inputReader()) {
                    assertThat(said.lines().toList()).isEqualTo(taken.subList(0, step));
                }
                assertThat(victim.waitFor()).isEqualTo(9);
                assertGoesOnToTheSameBytes(folder);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void killedFromOutsideWhileTwoThreadsWrite() throws IOException, InterruptedException {
        Random random = new Random(7);
        for (int kill = 0; kill < 5; kill++) {
            Path folder = temp.resolve("kill" + kill);
            Process victim = start(folder, 2, 0);
            int lines = 5 + random.nextInt(taken.size() - 5);
            try (BufferedReader said = victim.inputReader()) {
                for (int line = 0; line < lines; line++) {
                    assertThat(said.readLine()).isNotNull();
                }
                victim.destroyForcibly().waitFor();
            }
            assertGoesOnToTheSameBytes(folder);
        }
    }

    @Test
    void anotherProcessMayNotWriteMeanwhile() throws IOException, InterruptedException {
        Path folder = temp.resolve("shared");
        int step = 1 + taken.indexOf("SYNCED part-00001.parquet");
        Process victim = start(folder, 1, -step);
        try (BufferedReader said = victim.inputReader()) {
            for (int line = 0; line < step; line++) {
                assertThat(said.readLine()).isNotNull();
            }
            assertThatThrownBy(() -> sweep().write(folder))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("is being written by somebody else");
        } finally {
            victim.destroyForcibly().waitFor();
        }
        assertThat(folder.resolve("throws/part-00001.parquet.part")).exists();
        assertGoesOnToTheSameBytes(folder);
    }
}
