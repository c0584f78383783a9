package throughline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = new CommandLine(new Lab());
        Lab.guarded(line).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    @Test
    void aTrainingGoesToAFolder(@TempDir Path folder) {
        String to = folder.resolve("shop").toString();
        assertThat(run("train", "ISBJSSP", "--set", "updates=1", "--set", "hidden=4", "--out", to))
                .isEqualTo(Lab.DONE);
        assertThat(out.toString()).contains("policy.gz and curve.csv in");
        assertThat(folder.resolve("shop/policy.gz")).isNotEmptyFile();
        assertThat(folder.resolve("shop/curve.csv")).content().hasLineCount(2).startsWith("update,samples");
    }

    @Test
    void theSettingsAreListed() {
        assertThat(run("train", "isbjssp", "--parameters")).isEqualTo(Lab.DONE);
        assertThat(out.toString()).contains("updates", "what is earned", "waiting");
    }

    @Test
    void whatCannotBeTrainedIsSaid() {
        assertThat(run("train", "MiniFabDataset")).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).contains("paper [MiniFabDataset] trains nothing here; there is ISBJSSP");
        assertThat(run("train", "ISBJSSP", "--set", "updates")).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).contains("--set [updates] must be key=value");
    }
}
