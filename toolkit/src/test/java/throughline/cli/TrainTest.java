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
        assertThat(err.toString())
                .contains("paper [MiniFabDataset] trains nothing here; there are ISBJSSP, fab-tokens, co2, hetloco");
        assertThat(run("train", "ISBJSSP", "--set", "updates")).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).contains("--set [updates] must be key=value");
    }

    @Test
    void gridsOfTokenTransformersAreListed() {
        assertThat(run("train", "fab-tokens", "--parameters")).isEqualTo(Lab.DONE);
        assertThat(out.toString()).contains("width=64", "streams=[1, 2, 4]");
        assertThat(run("train", "fab-tokens", "--full", "--parameters")).isEqualTo(Lab.DONE);
        assertThat(out.toString()).contains("width=512");
        assertThat(run("train", "fab-tokens", "--set", "a=1")).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).contains("--set [a=1]: fab-tokens has no settings but --full");
        assertThat(run("train", "ISBJSSP", "--full")).isEqualTo(Lab.BAD_INPUT);
        assertThat(run("train", "HetLoCo", "--set", "a=1")).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).contains("--full goes with fab-tokens");
    }

    @Test
    void sizesGoWithBacktrack() {
        assertThat(run("train", "co2", "--size", "small")).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).contains("--size goes with backtrack; [co2] has no sizes");
        assertThat(run("train", "backtrack", "--size", "5m")).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).contains("size [5m] is not one of small, 3m, 17m, 38m, 144m");
        assertThat(run("train", "backtrack", "--full")).isEqualTo(Lab.BAD_INPUT);
    }
}
