package throughline.cli;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicLong;
import throughline.spec.Progress;

/// One line on standard error that is written over as work goes on, with the time left; at most ten times a second.
final class StderrProgress implements Progress {
    private static final long PAUSE_NANOS = 100_000_000;

    private final String what;
    private final PrintStream out;
    private final long start = System.nanoTime();
    private final AtomicLong next = new AtomicLong(start);

    StderrProgress(String what, PrintStream out) {
        this.what = what;
        this.out = out;
    }

    /// Shows progress where somebody can see it: on a terminal.
    static Progress ifTerminal(String what) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        return terminal ? new StderrProgress(what, System.err) : Progress.NONE;
    }

    @Override
    public void report(long done, long total) {
        long now = System.nanoTime();
        long due = next.get();
        boolean last = done == total;
        if (!last && (now < due || !next.compareAndSet(due, now + PAUSE_NANOS))) {
            return;
        }
        double left = done == 0 ? Double.NaN : (now - start) * 1e-9 * (total - done) / done;
        String time = Double.isNaN(left) ? "" : ", %.0f s left".formatted(left);
        String line = last ? "" : "%s: %d %%%s".formatted(what, 100 * done / total, time);
        out.print("\r" + line + "\u001b[K");
        out.flush();
    }
}
