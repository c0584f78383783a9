package throughline.notebook;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/// Wakes a cell that sleeps in its own code, which polls nothing.
///
/// Only such a cell: a thread that is interrupted while it prints loses its output, because rapaio's sockets close
/// under it, and a thread that waits for workers of this toolkit returns what is done by itself, through
/// [throughline.spec.Cancel]. Hence a thread is left alone unless one and the same sleep has lasted [#PATIENCE_MILLIS].
final class SleepingCells {
    private static final long PATIENCE_MILLIS = 400;
    private static final int FRAMES = 8;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    /// Looks now and once more after a while, and interrupts the threads that have not moved in between.
    void wake() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            ThreadInfo before = asleep(thread);
            if (before != null) {
                Thread.ofVirtual().start(() -> interruptUnlessMoved(thread, before.getWaitedCount()));
            }
        }
    }

    private void interruptUnlessMoved(Thread thread, long waits) {
        try {
            Thread.sleep(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            return;
        }
        ThreadInfo after = asleep(thread);
        if (after != null && after.getWaitedCount() == waits) {
            thread.interrupt();
        }
    }

    /// What the thread does, if that is a sleep called by a cell; else null.
    private ThreadInfo asleep(Thread thread) {
        ThreadInfo info = threads.getThreadInfo(thread.threadId(), FRAMES);
        if (info == null || info.getThreadState() != Thread.State.TIMED_WAITING) {
            return null;
        }
        return Arrays.stream(info.getStackTrace())
                .dropWhile(frame -> frame.getClassName().equals(Thread.class.getName())
                        || frame.getClassName().equals("java.util.concurrent.TimeUnit"))
                .findFirst()
                .filter(caller -> caller.getClassName().startsWith("REPL."))
                .map(caller -> info)
                .orElse(null);
    }
}
