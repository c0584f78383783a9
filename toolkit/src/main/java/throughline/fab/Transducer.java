package throughline.fab;

import java.util.ArrayList;
import java.util.List;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Tick;

/// Measures the fab from outside: counts, turnaround times, and the integral of the work in progress.
public final class Transducer extends Atomic {
    final In<Lot> started = in("started", Lot.class);
    final In<Lot> finished = in("finished", Lot.class);
    final In<Lot> scrapped = in("scrapped", Lot.class);

    /// How a lot left the fab.
    public enum Fate {
        FINISHED,
        SCRAPPED
    }

    /// A lot that has left.
    ///
    /// @param lot  it
    /// @param left tick at which it left
    /// @param fate how
    public record Departure(Lot lot, long left, Fate fate) {
        /// Ticks from release to leaving.
        public long turnaround() {
            return left - lot.released();
        }
    }

    private final List<Departure> departures = new ArrayList<>();
    private int starts;
    private int finishes;
    private int scraps;
    private long turnaroundSum;
    private long lastTurnaround;
    private long lotTicks;
    private long since;

    Transducer(String name) {
        super(name);
    }

    /// Lots released.
    public int startedLots() {
        return starts;
    }

    /// Lots that completed all steps.
    public int finishedLots() {
        return finishes;
    }

    /// Lots scrapped.
    public int scrappedLots() {
        return scraps;
    }

    /// Lots in the fab.
    public int workInProgress() {
        return starts - finishes - scraps;
    }

    /// The integral of the work in progress up to a time, in lot-ticks.
    public long lotTicks(long time) {
        return lotTicks + workInProgress() * (time - since);
    }

    /// Hours from release to the end, in the mean over finished lots; 0 before the first.
    public double meanTurnaroundHours() {
        return finishes == 0 ? 0 : Tick.MILLISECOND.toHours(turnaroundSum) / finishes;
    }

    /// Hours from release to the end of the lot that finished last; 0 before the first.
    public double lastTurnaroundHours() {
        return Tick.MILLISECOND.toHours(lastTurnaround);
    }

    /// The lots that have left, in order.
    public List<Departure> departures() {
        return departures;
    }

    @Override
    protected long timeAdvance() {
        return NEVER;
    }

    @Override
    protected void externalTransition(long elapsed) {
        lotTicks = lotTicks(now());
        since = now();
        starts += started.size();
        List<Lot> done = new ArrayList<>();
        finished.forEach(done::add);
        done.sort((a, b) -> Integer.compare(a.number(), b.number()));
        for (Lot lot : done) {
            finishes++;
            lot.spend(Spent.TRANSPORT, now());
            Departure departure = new Departure(lot, now(), Fate.FINISHED);
            lastTurnaround = departure.turnaround();
            turnaroundSum += lastTurnaround;
            departures.add(departure);
        }
        List<Lot> lost = new ArrayList<>();
        scrapped.forEach(lost::add);
        lost.sort((a, b) -> Integer.compare(a.number(), b.number()));
        for (Lot lot : lost) {
            scraps++;
            departures.add(new Departure(lot, now(), Fate.SCRAPPED));
        }
    }
}
