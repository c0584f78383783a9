package throughline.notebook;

import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.rapaio.jupyter.kernel.MainApp;
import throughline.spec.Cancel;

/// The notebook kernel: rapaio's Java kernel, with a stop button that works.
///
/// Rapaio answers an interrupt message by shutting down the very executor that runs cells, for good. So its kernel
/// specification asks Jupyter for a signal instead, and the signal becomes a [Cancel] that long loops poll.
public final class Kernel {
    private Kernel() {}

    /// Runs the kernel until Jupyter shuts it down.
    ///
    /// @param arguments the connection file, as Jupyter passes it
    public static void main(String[] arguments) throws Exception {
        RunningCells cells = new RunningCells();
        Interrupts.handle(() -> {
            Cancel.interrupt();
            cells.settleWhenOver();
        });
        quiet();
        MainApp.main(arguments);
    }

    /// Rapaio reads its own logging configuration when it starts, and that one prints every message to the terminal.
    private static void quiet() {
        LogManager.getLogManager().addConfigurationListener(() -> Arrays.stream(
                        Logger.getLogger("").getHandlers())
                .forEach(handler -> handler.setLevel(Level.SEVERE)));
    }
}
