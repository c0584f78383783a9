package throughline.notebook;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import throughline.spec.Cancel;

/// The notebook kernel: one of the Java kernels there are, with a stop button that works and Javadoc of the toolkit.
///
/// Rapaio answers an interrupt message by shutting down the very executor that runs cells, for good; IJava and JJava
/// abandon the cell's thread, which then runs on. So the kernel specification asks Jupyter for a signal instead, and
/// the signal becomes a [Cancel] that long loops poll.
public final class Kernel {
    private Kernel() {}

    /// Runs a kernel until Jupyter shuts it down.
    ///
    /// @param arguments the kind of kernel, and the connection file, as Jupyter passes it
    public static void main(String[] arguments) throws Exception {
        KernelKind kind = KernelKind.named(arguments[0]);
        RunningCells cells = new RunningCells();
        Interrupts.handle(() -> {
            Cancel.interrupt();
            cells.settleWhenOver();
        });
        quiet();
        JavadocSources.offer();
        run(kind.mainClass(), Arrays.copyOfRange(arguments, 1, arguments.length));
        // The idle thread that ran the last cell would hold the process up until Jupyter loses patience.
        System.exit(0);
    }

    /// Called inside IJava and JJava before the first cell, by the start-up script that the kernel specification names:
    /// from then on the value of a cell's last expression looks as [Notebook#show] shows it.
    public static void started() {
        Display.here();
    }

    private static void run(String mainClass, String... arguments) throws Exception {
        try {
            Class.forName(mainClass).getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /// IJava and JJava tell of their start on the terminal; rapaio reads its own logging configuration when it starts,
    /// and that one prints every message there.
    private static void quiet() {
        severeOnly();
        LogManager.getLogManager().addConfigurationListener(Kernel::severeOnly);
    }

    private static void severeOnly() {
        Arrays.stream(Logger.getLogger("").getHandlers()).forEach(handler -> handler.setLevel(Level.SEVERE));
    }
}
