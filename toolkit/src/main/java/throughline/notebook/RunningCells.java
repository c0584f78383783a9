package throughline.notebook;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import throughline.spec.Cancel;

/// Ends an interrupt when the cell that it stopped is over, so that it reaches all of the cell, and nothing of the next
/// one. Until then, it wakes the cell where that sleeps.
///
/// Kernels do not say when a cell ends; but while one runs, a thread is in their method of the same name, and between
/// two cells, of which kernels take one in 50 ms at most, none is.
final class RunningCells {
    private static final long PAUSE_MILLIS = 10;
    /// In which rapaio, IJava and JJava run a cell from its first statement to its last.
    private static final String RUNS_A_CELL = "handleExecuteRequest";

    private final AtomicBoolean watched = new AtomicBoolean();

    /// Waits in a thread of its own; one is enough for any number of interrupts of a cell.
    void settleWhenOver() {
        if (watched.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("interrupt-settler").start(this::watch);
        }
    }

    private void watch() {
        SleepingCells sleepers = new SleepingCells();
        try {
            Map<Thread, StackTraceElement[]> stacks;
            do {
                Thread.sleep(PAUSE_MILLIS);
                stacks = Thread.getAllStackTraces();
                sleepers.wake(stacks);
            } while (running(stacks));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // In this order, so that an interrupt that comes in between is settled too.
        watched.set(false);
        Cancel.settle();
    }

    private static boolean running(Map<Thread, StackTraceElement[]> stacks) {
        return stacks.values().stream().flatMap(Arrays::stream).anyMatch(frame -> frame.getMethodName()
                .equals(RUNS_A_CELL));
    }
}
