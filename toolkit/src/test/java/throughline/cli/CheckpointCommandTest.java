package throughline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import throughline.parallel.checkpoint.AtomicCheckpoint;
import throughline.parallel.checkpoint.Contents;
import throughline.parallel.checkpoint.DistributedCheckpoint;
import throughline.parallel.checkpoint.Layout;
import throughline.parallel.checkpoint.Model;
import throughline.parallel.checkpoint.Parameter;
import throughline.parallel.checkpoint.Precision;
import throughline.parallel.checkpoint.Rules;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class CheckpointCommandTest {
    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();

    @TempDir
    Path folder;

    private int lab(String... arguments) {
        CommandLine line = Lab.guarded(new CommandLine(new Lab()));
        return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    @Test
    void aCheckpointIsShownAndConverted() {
        Model model = new Model(List.of(Parameter.of("a", 0, 6), Parameter.of("b", 1, 4, 2)));
        double[] numbers = {1, 2, 3, 4, 5, 6, 7, 8};
        DistributedCheckpoint.cut(
                folder.resolve("from"),
                Contents.of(model, Rules.parse("** fragment dim=0"), List.of("weight"), Precision.DOUBLE),
                Layout.parse("tp=2,pp=2"),
                (name, _) -> name.equals("a") ? new double[6] : numbers,
                1,
                Cancel.NEVER,
                Progress.NONE);
        String from = folder.resolve("from").toString();
        String to = folder.resolve("to").toString();
        assertThat(lab("checkpoint", "show", from)).isZero();
        assertThat(out.toString()).contains("4 ranks, tp=2,pp=2,dp=1,ep=1,zero=0", "rank 3: 4 numbers a state");
        assertThat(lab("checkpoint", "convert", from, "--to", "dp=3,zero=1", "--out", to))
                .as(err.toString())
                .isZero();
        assertThat(DistributedCheckpoint.open(folder.resolve("to/ranks")).buffer(2, "weight"))
                .containsExactly(5, 6, 7, 8, 0);
        assertThat(AtomicCheckpoint.open(folder.resolve("to/atoms")).tensor("b", "weight"))
                .containsExactly(numbers);
        assertThat(lab("checkpoint", "show", folder.resolve("to/atoms").toString()))
                .isZero();
        assertThat(out.toString()).contains("whole tensors");
    }

    @Test
    void whatCannotBeConvertedIsSaidInALine() {
        assertThat(lab("checkpoint", "show", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("holds no checkpoint");
        assertThat(lab("checkpoint", "convert", folder.toString(), "--to", "np=2", "--out", "x"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("[np=2] is none of tp");
    }

    @Test
    void ranksMayLoadInFewerBitsThanWereSaved() {
        Model model = new Model(List.of(Parameter.of("a", 0, 3)));
        AtomicCheckpoint.write(
                folder.resolve("atoms"),
                Contents.of(model, Rules.parse("** replicated"), List.of("weight"), Precision.FLOAT),
                (_, _) -> new double[] {1 + 1 / 256.0, -1 - 3 / 256.0, 1e-30f},
                1,
                Cancel.NEVER,
                Progress.NONE);
        String atoms = folder.resolve("atoms").toString();
        String to = folder.resolve("to").toString();
        assertThat(lab("checkpoint", "convert", atoms, "--to", "dp=1", "--cast", "half", "--out", to))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--cast [half] must be one of bfloat16, float16");
        assertThat(lab("checkpoint", "convert", atoms, "--to", "pp=2", "--out", to))
                .isEqualTo(2);
        assertThat(folder.resolve("to")).doesNotExist();
        assertThat(lab("checkpoint", "convert", atoms, "--to", "dp=1", "--cast", "bfloat16", "--out", to))
                .as(err.toString())
                .isZero();
        double[] loaded = DistributedCheckpoint.open(folder.resolve("to/ranks")).buffer(0, "weight");
        assertThat(loaded).startsWith(1, -1 - 4 / 256.0);
    }
}
