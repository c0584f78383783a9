package throughline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import throughline.data.Dataset;

class GenerateTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path temp;

    private int lab(String... arguments) {
        CommandLine line = Lab.guarded(new CommandLine(new Lab()))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    private int generate(Path folder, String... more) {
        String[] arguments = Stream.concat(
                        Stream.of(
                                "generate",
                                "minifab",
                                "--set",
                                "lots=9,15",
                                "--set",
                                "repair=pm",
                                "--out",
                                folder.toString()),
                        Stream.of(more))
                .toArray(String[]::new);
        return lab(arguments);
    }

    @Test
    void aGridIsSweptAndItsSpecificationMakesItAgain() throws IOException {
        Path first = temp.resolve("new/first");
        assertThat(generate(first, "--runs", "2", "--seed", "5", "--csv")).isZero();
        Dataset dataset = Dataset.open(first);
        assertThat(dataset.complete()).isTrue();
        assertThat(dataset.sql("SELECT lots, seed FROM runs ORDER BY run")
                        .print()
                        .replaceAll("\\s+", " "))
                .contains("9 | 5 |", "9 | 6 |", "15 | 5 |", "15 | 6 |");
        assertThat(first.resolve("csv/series.csv")).isNotEmptyFile();
        Path second = temp.resolve("second");
        assertThat(lab("generate", first.resolve("spec.json").toString(), "--out", second.toString(), "--threads", "1"))
                .isZero();
        for (String part : new String[] {"series", "lots", "runs"}) {
            assertThat(second.resolve(part + "/part-00000.parquet"))
                    .hasSameBinaryContentAs(first.resolve(part + "/part-00000.parquet"));
        }
        assertThat(second.resolve("card.md")).hasSameBinaryContentAs(first.resolve("card.md"));
    }

    /// Each is one line that names what was found, exit 2, and a folder that was never made.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--set|lts=9|no parameter [lts]; there are lots, horizon",
                "--set|mtbf=-3 h|mtbf [-3 h] must be from 1 to 10000 h",
                "--set|horizon=soon|horizon [soon] is not a number of d",
                "--set|batch=magic|batch [magic] must be one of exact, two-or-three",
                "--set|repair=time|--set repair is given twice",
                "--set|lots|--set [lots] must be key=value",
                "--threads|0|threads [0] must be at least 1",
                "--runs|0|[0] runs of each of 2 configurations: at least 1 each",
                "--runs|two|is not an int",
            })
    void badInputLeavesNothing(String option, String value, String message) {
        Path folder = temp.resolve("never");
        assertThat(generate(folder, option, value)).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).hasLineCount(1).contains(message);
        assertThat(folder).doesNotExist();
    }

    @Test
    void anUnknownModelAndAForeignFileAreNamed() throws IOException {
        assertThat(lab("generate", "megafab")).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).contains("no model [megafab]; there are ", "minifab, cluster");
        Path file = Files.writeString(temp.resolve("spec.json"), "{\"sweep\": 3}");
        assertThat(lab("generate", file.toString())).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).contains("has no model or no configurations");
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "mine");
        assertThat(generate(file.resolve("below"))).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).hasLineCount(1).contains("cannot be made");
        assertThat(file).hasContent("mine");
    }

    @Test
    void aRunThatFailsIsNamedAndTheRestIsThere() {
        String folder = temp.resolve("brittle").toString();
        for (String again : new String[] {"--csv", "--retry"}) {
            assertThat(lab("generate", "brittle", "--set", "load=0.5,2,0.9", "--out", folder, again))
                    .isEqualTo(Lab.FAILED);
            assertThat(out.toString()).contains("4 rows", "dataset of 6 runs");
            assertThat(err.toString().lines())
                    .containsExactly(
                            "lab: 2 of 6 runs failed and left no rows; the same command with --retry tries them again",
                            "  run 2 (load=2.0, seed 1): ArithmeticException: the queue grows for ever",
                            "  run 3 (load=2.0, seed 2): ArithmeticException: the queue grows for ever");
            err.getBuffer().setLength(0);
        }
        assertThat(lab(
                        "generate",
                        "brittle",
                        "--set",
                        "load=2",
                        "--out",
                        temp.resolve("none").toString()))
                .isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).hasLineCount(1).contains("every run of the sweep failed");
    }

    @Test
    void optionsOfAClusterThatIsNotThereAreRefused() {
        String[][] options = {
            {"--spark", "local[2]", "needs the module distributed"},
            {"--spark-conf", "spark.executor.memory=4g", "--spark-conf goes with --spark"},
            {"--threads=2", "--spark=local[2]", "--threads [2] and --spark [local[2]]: give one of them"}
        };
        for (String[] option : options) {
            assertThat(generate(temp.resolve("never"), option[0], option[1])).isEqualTo(Lab.BAD_INPUT);
            assertThat(err.toString()).contains(option[2]);
            err.getBuffer().setLength(0);
        }
        assertThat(temp.resolve("never")).doesNotExist();
    }

    @Test
    void theModelsAreInTheHelp() {
        assertThat(lab("generate", "--help")).isZero();
        assertThat(out.toString()).contains("minifab, cluster");
    }

    @Test
    void parametersAreListed() {
        assertThat(lab("generate", "minifab", "--parameters")).isZero();
        assertThat(out.toString()).contains("mtbf", "50.0 h", "from 1 to 10000 h");
    }

    @Test
    void anUnknownBenchmarkIsNamed() {
        assertThat(lab("bench", "nothing")).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).contains("no benchmark [nothing]; there are");
    }
}
