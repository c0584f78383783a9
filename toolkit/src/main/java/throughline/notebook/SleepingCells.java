package throughline.notebook;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Wakes a cell that sleeps in its own code, which polls nothing.
///
/// Only such a cell: a thread that is interrupted while it prints loses its output, because a kernel's sockets
/// close under it, and a thread that waits for workers of this toolkit returns what is done by itself, through
/// [throughline.spec.Cancel]. Hence a thread is left alone unless one and the same sleep has lasted [#PATIENCE_NANOS].
final class SleepingCells {
    private static final long PATIENCE_NANOS = 400_000_000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Map<Thread, Sleep> asleep = new HashMap<>();

    /// One sleep of a thread.
    ///
    /// @param count how many waits the thread has begun
    /// @param since as [System#nanoTime], when it was first seen
    private record Sleep(long count, long since) {}

    /// Looks once, and wakes the threads that have not moved for long; to be called again and again, as a cell may
    /// fall asleep only after the interrupt.
    ///
    /// @param stacks of all threads, as they are now
    void wake(Map<Thread, StackTraceElement[]> stacks) {
        stacks.forEach((thread, stack) -> {
            ThreadInfo info = calledFromCell(stack) ? threads.getThreadInfo(thread.threadId()) : null;
            if (info == null || info.getThreadState() != Thread.State.TIMED_WAITING) {
                asleep.remove(thread);
            } else {
                wakeUnlessMoved(thread, info.getWaitedCount(), System.nanoTime());
            }
        });
    }

    private void wakeUnlessMoved(Thread thread, long count, long now) {
        Sleep sleep = asleep.get(thread);
        if (sleep == null || sleep.count() != count) {
            asleep.put(thread, new Sleep(count, now));
        } else if (now - sleep.since() > PATIENCE_NANOS) {
            asleep.remove(thread);
            thread.interrupt();
        }
    }

    /// Whether a cell calls a method of [Thread] or [TimeUnit]; those that wait for a time are sleeps and joins.
    private static boolean calledFromCell(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .dropWhile(frame -> frame.getClassName().equals(Thread.class.getName())
                        || frame.getClassName().equals(TimeUnit.class.getName()))
                .findFirst()
                .filter(caller -> caller.getClassName().startsWith("REPL."))
                .isPresent();
    }
}
