package throughline.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import throughline.notebook.KernelKind;
import throughline.notebook.KernelSpec;

/// `lab kernel install` and `lab kernel remove`.
@Command(name = "kernel", description = "Install or remove a Java kernel in this user's Jupyter.")
final class KernelCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new picocli.CommandLine.ParameterException(
                spec.commandLine(), "what to do with the kernel is missing: install or remove");
    }

    @Command(name = "install", description = "Install the kernel; does nothing when it is there and current.")
    void install(
            @Option(
                            names = "--kind",
                            paramLabel = "KIND",
                            defaultValue = "rapaio",
                            description = "rapaio, ijava or jjava. Default: rapaio, which comes with the build.")
                    String kind,
            @Option(
                            names = "--jar",
                            paramLabel = "PATH",
                            description =
                                    "The kernel's jar, for ijava and jjava. Default: the one it is installed with.")
                    Path jar,
            @Option(names = "--quiet", description = "Say nothing when done.") boolean quiet) {
        KernelSpec kernel = KernelSpec.ofThisProcess(KernelKind.named(kind));
        kernel = jar == null ? kernel : kernel.from(jar);
        kernel.install();
        if (!quiet) {
            say("kernel %s installed: %s".formatted(kernel.kind().kernelName(), kernel.file()));
        }
    }

    @Command(name = "remove", description = "Remove the kernel.")
    void remove(
            @Option(
                            names = "--kind",
                            paramLabel = "KIND",
                            defaultValue = "rapaio",
                            description = "rapaio, ijava or jjava. Default: rapaio.")
                    String kind) {
        KernelSpec kernel = KernelSpec.ofThisProcess(KernelKind.named(kind));
        kernel.remove();
        say("kernel %s removed: %s".formatted(kernel.kind().kernelName(), kernel.file()));
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
