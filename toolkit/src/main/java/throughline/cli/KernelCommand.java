package throughline.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import throughline.notebook.KernelSpec;

/// `lab kernel install` and `lab kernel remove`.
@Command(name = "kernel", description = "Install or remove the Java kernel in this user's Jupyter.")
final class KernelCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new picocli.CommandLine.ParameterException(
                spec.commandLine(), "what to do with the kernel is missing: install or remove");
    }

    @Command(name = "install", description = "Install the kernel; does nothing when it is there and current.")
    void install(@Option(names = "--quiet", description = "Say nothing when done.") boolean quiet) {
        KernelSpec kernel = KernelSpec.ofThisProcess();
        kernel.install();
        if (!quiet) {
            say("kernel %s installed: %s".formatted(KernelSpec.NAME, kernel.file()));
        }
    }

    @Command(name = "remove", description = "Remove the kernel.")
    void remove() {
        KernelSpec kernel = KernelSpec.ofThisProcess();
        kernel.remove();
        say("kernel %s removed: %s".formatted(KernelSpec.NAME, kernel.file()));
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
