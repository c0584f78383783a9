package throughline.notebook;

import java.util.Arrays;
import throughline.spec.Cancel;

/// Ends an interrupt when the statement that it stopped is over, so that it reaches all of a loop over many
/// simulations, and nothing of the next cell.
///
/// The kernel does not say when a statement ends; but while one runs, a thread has a frame of a class that JShell made
/// of it, and between two statements, which JShell compiles in between, none has.
final class RunningCells {
    private static final long PAUSE_MILLIS = 5;
    /// How rapaio names them.
    private static final String CELL_THREAD = "Engine-thread-";

    private RunningCells() {}

    /// Waits in a thread of its own.
    static void settleWhenOver() {
        Thread.ofPlatform().daemon().name("interrupt-settler").start(() -> {
            try {
                do {
                    Thread.sleep(PAUSE_MILLIS);
                } while (running());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Cancel.settle();
        });
    }

    /// Only the threads that run cells: a thread that a cell has left behind may run for ever.
    private static boolean running() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith(CELL_THREAD))
                .flatMap(thread -> Arrays.stream(thread.getValue()))
                .anyMatch(frame -> frame.getClassName().startsWith("REPL."));
    }
}
