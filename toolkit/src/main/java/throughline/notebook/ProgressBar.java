package throughline.notebook;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// One progress bar: how far the work is. [ProgressBars] says when and where that is shown.
final class ProgressBar implements Progress {
    private final String what;
    private final long made;
    private final ProgressBars bars;
    private final Cancel stop = Cancel.onInterrupt();
    private final long start;
    private final AtomicLong done = new AtomicLong();
    private volatile long total = 1;
    private volatile long advanced;
    private volatile boolean ended;
    private volatile ProgressBars.Output output;

    /// @param made how many bars were made before
    ProgressBar(String what, long made, ProgressBars bars) {
        this.what = what;
        this.made = made;
        this.bars = bars;
        this.start = bars.now();
    }

    /// Threads may arrive here out of order: an older state never replaces a newer one.
    @Override
    public void report(long reported, long of) {
        if (ended) {
            return;
        }
        if (total != of) {
            total = of;
        }
        long before = done.get();
        while (before < reported && !done.compareAndSet(before, reported)) {
            before = done.get();
        }
        if (before < reported) {
            advanced = bars.now();
        }
        ProgressBars.Output shown = output;
        if (shown == null || shown.due() || complete() || stopped()) {
            bars.show(this);
        }
    }

    long made() {
        return made;
    }

    /// Where it is shown; null before its first report.
    ProgressBars.Output output() {
        return output;
    }

    void showIn(ProgressBars.Output next) {
        output = next;
    }

    boolean complete() {
        return done.get() >= total;
    }

    boolean stopped() {
        return stop.requested();
    }

    /// Whether its work is over; it is not redrawn then.
    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
    }

    /// What is to be said when the work is over, or stopped before.
    String end(boolean early) {
        return early
                ? "%s: stopped at %d %% after %s".formatted(what, percent(), duration(seconds()))
                : "%s: done in %s".formatted(what, duration(seconds()));
    }

    /// One line.
    ///
    /// @param cells width of the bar in it
    String text(int cells) {
        int full = (int) (cells * share());
        return "%s [%s%s] %d %%%s".formatted(what, "#".repeat(full), ".".repeat(cells - full), percent(), left());
    }

    String html() {
        return "<div>%s <progress value=\"%d\" max=\"100\"></progress> %d %%%s</div>"
                .formatted(Html.escape(what), percent(), percent(), left());
    }

    private double share() {
        return Math.min(1, (double) done.get() / total);
    }

    private int percent() {
        return (int) (100 * share());
    }

    /// From the time that it took to get where it is, less what has gone by since; nothing where that is overdue.
    private String left() {
        double share = share();
        double seconds = (advanced - start) / 1e9 / share - seconds();
        return share > 0 && seconds >= 0 && !ended ? ", " + duration(seconds) + " left" : "";
    }

    private double seconds() {
        return (bars.now() - start) / 1e9;
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
