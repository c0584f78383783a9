package throughline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import throughline.papers.MadeUpLedger;
import throughline.spec.BadInput;

class PapersTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Exception thrown;

    @TempDir
    private Path folder;

    private int papers(String... arguments) {
        return run(new Papers(MadeUpLedger.ledger()), arguments);
    }

    private int figure(String... arguments) {
        return run(new FigureCommand(MadeUpLedger.ledger()), arguments);
    }

    private int run(Object command, String... arguments) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((exception, line, parsed) -> {
                    thrown = exception;
                    return 2;
                })
                .execute(arguments);
    }

    @Test
    void theLedgerIsPrintedAndWritten() throws IOException {
        Path csv = folder.resolve("new/ledger.csv");
        Path json = folder.resolve("ledger.json");
        assertThat(papers("--csv", csv.toString(), "--json", json.toString())).isZero();
        assertThat(out.toString()).contains("Furnace", "cycle time", "Etcher", "NOT_YET", "INSIDE 1 on printed");
        assertThat(csv).content().startsWith("paper,chapter,claim,");
        assertThat(new ObjectMapper().readTree(json.toFile())).hasSize(3);
        assertThat(folder).isDirectoryRecursivelyContaining("glob:**ledger.json");
        assertThat(folder).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void jsonWithoutAFileIsPrintedAlone() throws IOException {
        assertThat(papers("--json")).isZero();
        assertThat(new ObjectMapper().readTree(out.toString())).hasSize(3);
    }

    @Test
    void oneChapterIsChosenByNumberOrName() {
        papers("--chapter", "2");
        papers("--chapter", "training");
        assertThat(out.toString()).contains("Etcher").doesNotContain("Furnace");
    }

    @Test
    void onePaperIsShownFieldByField() {
        papers("--paper", "furnace");
        assertThat(out.toString()).contains("table 2", "three seeds differ by 4 %", "no waiting", "another seed");
        assertThat(out.toString()).doesNotContain("Etcher");
    }

    @Test
    void aVerdictWorseThanTheBaselineFails() throws IOException {
        Path csv = folder.resolve("baseline.csv");
        assertThat(papers("--csv", csv.toString())).isZero();
        assertThat(papers("--baseline", csv.toString())).isZero();
        assertThat(papers("--baseline", csv.toString(), "--chapter", "2")).isZero();
        Files.writeString(csv, Files.readString(csv).replace("UNKNOWN", "INSIDE"));
        Path json = folder.resolve("ledger.json");
        assertThat(papers("--baseline", csv.toString(), "--json", json.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("lab: Furnace: ", "was INSIDE and is UNKNOWN");
        assertThat(json).content().contains("was INSIDE and is UNKNOWN");
    }

    @Test
    void aBaselineThatCannotBeReadIsSaid() throws IOException {
        papers("--baseline", folder.resolve("none.csv").toString());
        assertThat(thrown).isInstanceOf(BadInput.class).hasMessageContaining("--baseline [");
        papers("--baseline", Files.writeString(folder.resolve("empty.csv"), "").toString());
        assertThat(thrown).isInstanceOf(BadInput.class).hasMessageContaining("empty.csv] cannot be read");
        papers(
                "--baseline",
                Files.writeString(folder.resolve("odd.csv"), "a,b\n1,2\n").toString());
        assertThat(thrown).isInstanceOf(BadInput.class).hasMessageContaining("odd.csv] cannot be read");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatCannotBeUsedIsSaidAndNothingIsLeft() {
        assertThat(papers("--paper", "Furnance")).isEqualTo(2);
        assertThat(thrown).isInstanceOf(BadInput.class).hasMessageContaining("nearest are Furnace");
        papers("--chapter", "3");
        assertThat(thrown).isInstanceOf(BadInput.class).hasMessageContaining("chapter [3]");
        papers("--chapter", "2", "--paper", "Furnace");
        assertThat(thrown).isInstanceOf(BadInput.class).hasMessageContaining("is in chapter 1");
        papers("--csv", folder.toString());
        assertThat(thrown).isInstanceOf(BadInput.class).hasMessageContaining("is a folder");
        assertThat(out.toString()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsFoundBeforeRecomputing() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        papers(
                "--json",
                folder.resolve("good.json").toString(),
                "--csv",
                file.resolve("x.csv").toString());
        assertThat(thrown).isInstanceOf(BadInput.class).hasMessageStartingWith("--csv [");
        assertThat(out.toString()).isEmpty();
        assertThat(folder).isDirectoryNotContaining("glob:**.json");
    }

    @Test
    void aFigureIsDrawnWholeWhereItWasAskedFor() {
        Path png = folder.resolve("figures/furnace.png");
        assertThat(figure("Furnace", "--out", png.toString())).isZero();
        assertThat(png).isNotEmptyFile();
        assertThat(png.getParent()).isDirectoryNotContaining("glob:**/.*");
        assertThat(out.toString().strip()).isEqualTo(png.toString());
    }

    @Test
    void aFigureThatCannotBeDrawnIsSaid() {
        figure("Etcher");
        assertThat(thrown).isInstanceOf(BadInput.class).hasMessageContaining("[Etcher] is not built yet");
        figure("Furnace", "--out", folder.resolve("furnace.jpg").toString());
        assertThat(thrown).isInstanceOf(BadInput.class).hasMessageContaining("must end with .png");
        assertThat(folder).isEmptyDirectory();
    }
}
