package throughline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ReasonCommandTest {
    private static final String SAMPLE =
            Path.of("..", "datasets", "sampled-answers", "samples.csv").toString();

    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();

    private int lab(String... arguments) {
        CommandLine line = Lab.guarded(new CommandLine(new Lab()));
        return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    @Test
    void theReportHasAllParts() {
        assertThat(lab("reason", SAMPLE)).isZero();
        assertThat(out.toString())
                .contains(
                        "3840 samples of 60 problems", "pass@k [%]", "Population: mean 0.6", "Wrong answers: confusion")
                .contains("Lengths: median", "qwen2.5-7b on 1 NVIDIA H100 SXM", "best by a verifier, 64 traces")
                .contains("The most accurate is");
    }

    @Test
    void devicesOfAClusterSplitTheModel() {
        assertThat(lab(
                        "reason",
                        SAMPLE,
                        "--cluster",
                        "a100-nodes",
                        "--tensor",
                        "4",
                        "--model",
                        "qwen2.5-32b",
                        "--batch",
                        "2"))
                .isZero();
        assertThat(out.toString()).contains("qwen2.5-32b on 4 ").contains("beside 1 other sequence");
    }

    @Test
    void whatCannotBeUsedIsSaidInOneLine() {
        assertThat(lab("reason", "none.csv")).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).hasLineCount(1).contains("no file [none.csv]");
        assertThat(lab("reason", SAMPLE, "--tensor", "2")).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).contains("--tensor [2] needs a --cluster");
        assertThat(lab("reason", SAMPLE, "--batch", "0")).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).contains("--batch [0] must be at least 1");
        assertThat(lab("reason", SAMPLE, "--device", "h101")).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).contains("h101");
        assertThat(lab("reason", SAMPLE, "--device", "l4", "--cluster", "dgx-h100"))
                .isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).contains("give one of them");
    }
}
