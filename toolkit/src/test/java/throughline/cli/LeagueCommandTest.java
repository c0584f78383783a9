package throughline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LeagueCommandTest {
    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();

    @TempDir
    private Path folder;

    private int lab(String... arguments) {
        CommandLine line = Lab.guarded(new CommandLine(new Lab()));
        return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    @Test
    void standingsReshuffleFigureAndReportAreWritten() throws IOException {
        Path entries = Files.writeString(
                folder.resolve("class.txt"), "ada: Dispatch.SETUP_AVOIDING\n\"b<c\": Dispatch.NONE\n");
        Path results = folder.resolve("results");
        Path report = folder.resolve("report.xml");
        int code = lab(
                "league",
                entries.toString(),
                "--days",
                "5",
                "--warm-up",
                "1",
                "--seeds",
                "2",
                "--unseen-seed",
                "4",
                "--out",
                results.toString(),
                "--junit",
                report.toString());
        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(out.toString()).contains("cycle time on minifab", "drawn fab 4", "Kendall's tau-b", "FIFO *");
        assertThat(results).isDirectoryContaining("glob:**/league.png");
        assertThat(Files.readString(results.resolve("standings.csv"))).startsWith("place,name,cycle time [h]");
        assertThat(Files.readString(results.resolve("reshuffle.csv"))).startsWith("name,place,unseen");
        assertThat(Files.readString(report))
                .contains("tests=\"6\" failures=\"1\"", "tests=\"5\" failures=\"0\"", "name=\"&quot;b&lt;c&quot;\"")
                .contains("class.txt, line 2, column 16: [Dispatch.NONE] does not compile");
        try (var files = Files.list(results)) {
            assertThat(files).hasSize(4);
        }
    }

    @Test
    void whatCannotBeUsedIsSaidBeforeTheFirstRun() throws IOException {
        String entries = Files.writeString(folder.resolve("class.txt"), "ada: Dispatch.SPT\n")
                .toString();
        assertThat(lab("league", entries, "--objective", "speed")).isEqualTo(Lab.BAD_INPUT);
        assertThat(lab("league", entries, "--unseen", "moon")).isEqualTo(Lab.BAD_INPUT);
        assertThat(lab("league", entries, "--unseen", "minifab", "--unseen-seed", "3"))
                .isEqualTo(Lab.BAD_INPUT);
        assertThat(lab("league", folder.resolve("gone").toString())).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString())
                .contains("--objective [speed] is none of cycle", "fab [moon]", "give one of them", "are not there");
    }
}
