package throughline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import throughline.spec.BadInput;

class LabTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object extra, String... arguments) {
        CommandLine line = new CommandLine(new Lab());
        if (extra != null) {
            line.addSubcommand("extra", extra);
        }
        Lab.guarded(line).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    @Test
    void helpListsEveryCommand() {
        assertThat(run(null, "--help")).isEqualTo(Lab.DONE);
        assertThat(out.toString()).contains("run ", "test ", "notebook ", "kernel ", "doctor ");
    }

    @Test
    void badUsageIsOneLineAndTwo() {
        assertThat(run(null, "kernel", "instal")).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).hasLineCount(1).contains("'instal'", "lab kernel --help");
        assertThat(run(null, "kernel", "install", "--kind", "beakerx")).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).contains("no kind of kernel [beakerx]; there are rapaio, ijava, jjava");
        assertThat(run(null, "no-such-command")).isEqualTo(Lab.BAD_INPUT);
        assertThat(run(null, "doctor", "--no-such-option")).isEqualTo(Lab.BAD_INPUT);
        assertThat(run(null)).isEqualTo(Lab.BAD_INPUT);
    }

    @Test
    void badInputIsOneLineAndTwo() {
        assertThat(run(new BadInputCommand(), "extra")).isEqualTo(Lab.BAD_INPUT);
        assertThat(err.toString()).isEqualToIgnoringNewLines("lab: lots [-3] must be positive");
    }

    @Test
    void anyOtherFailureIsOneLineAndOne() {
        assertThat(run(new FailingCommand(), "extra")).isEqualTo(Lab.FAILED);
        assertThat(err.toString()).isEqualToIgnoringNewLines("lab: IllegalStateException: the first line the second");
    }

    @Command
    private static final class BadInputCommand implements Runnable {
        @Override
        public void run() {
            throw new BadInput("lots [%d] must be positive", -3);
        }
    }

    @Command
    private static final class FailingCommand implements Runnable {
        @Override
        public void run() {
            throw new IllegalStateException("the first line\nthe second");
        }
    }
}
