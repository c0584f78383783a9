package throughline.notebook;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import throughline.spec.Progress;

/// The progress bars of one display. A bar that reports while another of the same cell is under way shares its output:
/// what was made first is the outer one, and an inner one leaves nothing behind. However many there are in an
/// output, it is redrawn at most five times a second.
final class ProgressBars {
    private static final long REDRAW_NANOS = 200_000_000;

    private final Display display;
    private final LongSupplier nanos;
    private long made;
    private Output last;

    /// @param nanos as [System#nanoTime]
    ProgressBars(Display display, LongSupplier nanos) {
        this.display = display;
        this.nanos = nanos;
    }

    /// Those of this JVM.
    static ProgressBars here() {
        return Found.HERE;
    }

    /// A new bar; it is shown from its first report on.
    synchronized Progress bar(String what) {
        return new ProgressBar(what, made++, this);
    }

    long now() {
        return nanos.getAsLong();
    }

    /// Shows what a bar has reported, unless its output was redrawn just now.
    synchronized void show(ProgressBar bar) {
        if (bar.ended()) {
            return;
        }
        if (bar.output() == null && !place(bar)) {
            return;
        }
        bar.output().show(bar);
    }

    /// @return whether there is anything to show: after an interrupt, one bar of a cell says that it was stopped,
    /// and no bar that starts afterwards repeats it
    private boolean place(ProgressBar bar) {
        Object cell = display.cell();
        boolean here = last != null && last.cell.equals(cell);
        if (here && last.ended && last.stopped && bar.stopped()) {
            bar.end();
            return false;
        }
        if (!here || last.ended) {
            boolean outer = here && bar.made() < last.made;
            last = new Output(cell, outer ? last.slot : display.slot());
        }
        last.add(bar);
        return true;
    }

    /// An output with the bars that it shows, the outermost first.
    final class Output {
        private final Object cell;
        private final Display.Slot slot;
        private final List<ProgressBar> bars = new ArrayList<>();
        private volatile long due = now();
        private long made;
        private boolean ended;
        private boolean stopped;

        private Output(Object cell, Display.Slot slot) {
            this.cell = cell;
            this.slot = slot;
        }

        /// Whether it may be redrawn.
        boolean due() {
            return now() - due >= 0;
        }

        /// An inner bar that has ended stays until another takes its place, so that the output keeps its height.
        private void add(ProgressBar bar) {
            bars.removeIf(each -> each.ended() && each != bars.getFirst());
            bars.add(bar);
            bars.sort(Comparator.comparingLong(ProgressBar::made));
            made = bars.getFirst().made();
            bar.showIn(this);
        }

        private void show(ProgressBar bar) {
            ProgressBar outer = bars.getFirst();
            stopped = bar.stopped();
            if (stopped || (bar == outer && bar.complete())) {
                finish(outer);
                return;
            }
            if (bar.complete()) {
                bar.end();
            }
            if (due()) {
                due = now() + REDRAW_NANOS;
                slot.write(bundle(), false);
            }
        }

        /// Inner bars that are still under way go on in an output of their own, unless all is to stop.
        private void finish(ProgressBar outer) {
            ended = true;
            bars.stream().filter(bar -> bar == outer || stopped).forEach(ProgressBar::end);
            bars.forEach(bar -> bar.showIn(null));
            slot.write(Bundle.text(outer.end(stopped)), true);
        }

        private Bundle bundle() {
            int cells = bars.size() == 1 ? 30 : 10;
            return Bundle.html(
                    bars.stream().map(ProgressBar::html).collect(Collectors.joining()),
                    bars.stream().map(bar -> bar.text(cells)).collect(Collectors.joining(" > ")));
        }
    }

    /// Made once: all bars of a display must know of each other.
    private static final class Found {
        private static final ProgressBars HERE = new ProgressBars(Display.here(), System::nanoTime);

        private Found() {}
    }
}
