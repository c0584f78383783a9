package throughline.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import throughline.notebook.Interrupts;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// The command `lab`. Every command is in the list below; each is a class of its own in this package.
///
/// The exit code is 0 when the work is done, 1 when it failed, 2 when what was asked for cannot be understood or used.
/// An error is one line on standard error; `-Dthroughline.trace=true` adds the stack trace.
@Command(
        name = "lab",
        description = "Discrete-event models of wafer fabs and GPU clusters, their data, surrogates and figures.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ScriptCommand.Run.class,
            ScriptCommand.Test.class,
            ScriptCommand.Notebook.class,
            Papers.class,
            FigureCommand.class,
            Generate.class,
            Train.class,
            FitCommand.class,
            CheckpointCommand.class,
            ReasonCommand.class,
            CoursesCommand.class,
            ScriptCommand.Grade.class,
            LeagueCommand.class,
            SiteCommand.class,
            BenchCommand.class,
            ScriptCommand.Bundle.class,
            KernelCommand.class,
            Doctor.class,
        },
        footer = {"", "lab COMMAND --help says more about one."})
public final class Lab {
    /// Done.
    public static final int DONE = 0;
    /// The work itself failed.
    public static final int FAILED = 1;
    /// The command or its input cannot be used.
    public static final int BAD_INPUT = 2;

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.",
            scope = CommandLine.ScopeType.INHERIT)
    private boolean help;

    /// Runs one command and exits with its code.
    ///
    /// Ctrl-C asks the work to stop and keep what is done; a second one ends the process.
    public static void main(String[] arguments) {
        Cancel once = Cancel.onInterrupt();
        Interrupts.handle(() -> {
            if (once.requested()) {
                Runtime.getRuntime().halt(130);
            }
            Cancel.interrupt();
        });
        System.exit(guarded(new CommandLine(new Lab())).execute(arguments));
    }

    /// Makes every error of a command line the one line and the exit code that this class promises.
    static CommandLine guarded(CommandLine line) {
        return line.setExecutionExceptionHandler(failure()).setParameterExceptionHandler(usage());
    }

    private static IExecutionExceptionHandler failure() {
        return (thrown, line, parsed) -> {
            say(line, thrown.getMessage() == null ? thrown.toString() : describe(thrown));
            trace(line, thrown);
            return thrown instanceof BadInput ? BAD_INPUT : FAILED;
        };
    }

    private static IParameterExceptionHandler usage() {
        return (thrown, arguments) -> {
            CommandLine line = thrown.getCommandLine();
            Throwable cause = thrown.getCause() instanceof BadInput bad ? bad : thrown;
            String command = line.getCommandSpec().qualifiedName();
            say(line, "%s (%s --help says what is allowed)".formatted(cause.getMessage(), command));
            trace(line, thrown);
            return BAD_INPUT;
        };
    }

    /// The message of bad input stands alone; of anything else, its kind says half of what happened.
    private static String describe(Throwable thrown) {
        return thrown instanceof BadInput
                ? thrown.getMessage()
                : thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
    }

    private static void say(CommandLine line, String message) {
        line.getErr().println("lab: " + message.strip().replaceAll("\\s*\\R\\s*", " "));
        line.getErr().flush();
    }

    private static void trace(CommandLine line, Throwable thrown) {
        if (Boolean.getBoolean("throughline.trace")) {
            thrown.printStackTrace(line.getErr());
            line.getErr().flush();
        }
    }
}
