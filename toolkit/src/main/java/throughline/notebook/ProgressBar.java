package throughline.notebook;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A progress bar in one output, redrawn at most five times a second.
final class ProgressBar implements Progress {
    private static final long REDRAW_NANOS = 200_000_000;
    private static final int CELLS = 30;

    private final String what;
    private final Display.Slot slot;
    private final LongSupplier nanos;
    private final Cancel stop = Cancel.onInterrupt();
    private final long start;
    private final AtomicLong due;
    private long shown = -1;
    private boolean ended;

    /// @param nanos as [System#nanoTime]
    ProgressBar(String what, Display.Slot slot, LongSupplier nanos) {
        this.what = what;
        this.slot = slot;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.due = new AtomicLong(start);
    }

    @Override
    public void report(long done, long total) {
        long now = nanos.getAsLong();
        long next = due.get();
        boolean last = done >= total || stop.requested();
        if (last || (now - next >= 0 && due.compareAndSet(next, now + REDRAW_NANOS))) {
            draw(done, total, (now - start) / 1e9);
        }
    }

    /// Threads may arrive here out of order: an older state never replaces a newer one.
    private synchronized void draw(long done, long total, double seconds) {
        if (ended || done < shown) {
            return;
        }
        shown = done;
        ended = done >= total || stop.requested();
        slot.write(ended ? Bundle.text(end(done, total, seconds)) : bar(done, total, seconds), ended);
    }

    private String end(long done, long total, double seconds) {
        return stop.requested()
                ? "%s: stopped at %d %% after %s".formatted(what, 100 * done / total, duration(seconds))
                : "%s: done in %s".formatted(what, duration(seconds));
    }

    private Bundle bar(long done, long total, double seconds) {
        double share = (double) done / total;
        int percent = (int) (100 * share);
        String left = done == 0 ? "" : ", " + duration(seconds * (total - done) / done) + " left";
        int full = (int) (CELLS * share);
        String text = "%s [%s%s] %d %%%s".formatted(what, "#".repeat(full), ".".repeat(CELLS - full), percent, left);
        String html = "<div>%s <progress value=\"%d\" max=\"100\"></progress> %d %%%s</div>"
                .formatted(Html.escape(what), percent, percent, left);
        return Bundle.html(html, text);
    }

    /// As a person would say it: `4.2 s`, `48 s`, `3 min 05 s`, `2 h 07 min`.
    static String duration(double seconds) {
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3600
                ? "%d min %02d s".formatted(whole / 60, whole % 60)
                : "%d h %02d min".formatted(whole / 3600, whole % 3600 / 60);
    }
}
