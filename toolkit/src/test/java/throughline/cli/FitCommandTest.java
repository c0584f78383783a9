package throughline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import throughline.hardware.Device;
import throughline.hardware.Kernels;
import throughline.hardware.Matmul;
import throughline.hardware.Precision;
import throughline.hardware.Stream;

class FitCommandTest {
    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();

    @TempDir
    Path folder;

    private Path rows;

    private int lab(String... arguments) {
        CommandLine line = Lab.guarded(new CommandLine(new Lab()));
        return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    /// What the toolkit's own kernels take.
    @BeforeEach
    void measure() throws IOException {
        Device device = Device.named("l40s");
        StringBuilder csv = new StringBuilder("kernel,precision,batch,m,n,k,seconds\n");
        for (long m = 16; m <= 8192; m *= 2) {
            for (long n : new long[] {512, 3000, 9000}) {
                csv.append("matmul,bf16,1,%d,%d,4096,%s\n"
                        .formatted(m, n, new Matmul(Precision.BF16, m, n, 4096).seconds(device)));
                csv.append("norm,bf16,,%d,%d,,%s\n"
                        .formatted(m, n, Stream.norm(m, n, Precision.BF16).seconds(device)));
                csv.append("add,bf16,,%d,%d,,%s\n"
                        .formatted(m, n, Stream.add(m * n, Precision.BF16).seconds(device)));
            }
        }
        rows = Files.writeString(folder.resolve("rows.csv"), csv);
    }

    @Test
    void aProfileComesOutOfRows() {
        Path profile = folder.resolve("mine.yaml");
        assertThat(lab("fit", "l40s", rows.toString(), "--unseen", rows.toString(), "--out", profile.toString()))
                .isZero();
        Kernels found = Kernels.read(profile);
        Kernels truth = Kernels.named("kernels-cuda");
        assertThat(found.products())
                .usingRecursiveComparison()
                .ignoringFields("source")
                .isEqualTo(truth.products());
        assertThat(found.streams())
                .usingRecursiveComparison()
                .ignoringFields("source")
                .isEqualTo(truth.streams());
        assertThat(found.name()).isEqualTo("rows.csv");
        assertThat(found.products().source()).contains("on 30 of rows.csv, not fitted");
    }

    @Test
    void whatCannotBeUsedIsSaidInOneLine() {
        assertThat(lab("fit", "l40s", folder.resolve("none.csv").toString())).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).hasLineCount(1).contains("no file [");
        assertThat(lab("fit", "l40s", rows.toString(), "--collectives")).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).contains("kind [device] must be [cluster] here");
        assertThat(lab("fit", "l40s", rows.toString(), "--launch", "5")).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).contains("--launch [5] has no unit");
    }
}
