package throughline.workshop.league;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.fab.Dispatch;
import throughline.fab.Fab;
import throughline.fab.FabModel;
import throughline.fab.Product;
import throughline.fab.Release;
import throughline.fab.Transducer;
import throughline.fab.Transducer.Departure;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// One run of a fab under one rule, measured after the warm-up in a way that a rule cannot please by leaving lots
/// behind.
///
/// The mean cycle time of the lots that have *finished* is short under a rule that never finishes the slow ones.
/// So what counts here is the time that all lots spent in the fab, those still in it too, over the lots started
/// in that time; by Little's law (1961) it tends to the mean cycle time. As all rules start the same lots, it is
/// lower just when the mean work in progress is.
///
/// A rule under which lots come in faster than they leave has no mean cycle time at all. A run is *drowned*, and ends,
/// at the end of the day on which more than twenty times as many lots are in the fab as would be if none ever waited.
///
/// @param cycleHours      lot-hours in the fab over lots started, both within the window; NaN when drowned
/// @param finishedHours   mean turnaround of the lots finished in the window; NaN when none has: for comparison only
/// @param tardinessHours  mean over the lots due within the window of the hours they were late; a lot that is still in
///                        the fab counts with the hours it is late at the end; NaN when none was due, or drowned
/// @param finishedPerWeek lots finished; NaN when drowned
/// @param left            lots in the fab at the end
/// @param drownedOn       day on which the run drowned; NaN when it did not
public record Trial(
        double cycleHours,
        double finishedHours,
        double tardinessHours,
        double finishedPerWeek,
        int left,
        double drownedOn) {
    /// Lots in the fab over those that would be there if none ever waited, from which on a run is drowned.
    public static final double DROWNED = 20;

    private static final Tick TICK = Tick.MILLISECOND;
    private static final double HOURS_A_DAY = 24;
    private static final double DAYS_A_WEEK = 7;

    /// Simulates. The bits depend on the arena, the seed and the rule alone.
    ///
    /// @return null when the cancel came before the end
    static Trial run(Arena arena, Dispatch rule, long seed, Cancel cancel) {
        List<Release.Start> starts = new ArrayList<>();
        Fab fab = arena.fab();
        FabModel model = new FabModel(fab.with(rule).with(watched(fab.release(), starts)), new Streams(seed));
        Simulation simulation = new Simulation(model);
        Transducer transducer = model.transducer();
        Flood flood = new Flood(fab);
        long from = TICK.days(arena.warmUp());
        long to = TICK.days(arena.warmUp() + arena.days());
        long ticks = 0;
        int started = 0;
        int departed = 0;
        for (long time = 0; time < to; ) {
            if (time == from) {
                ticks = transducer.lotTicks(from);
                started = transducer.startedLots();
                departed = transducer.departures().size();
            }
            long next = time + TICK.days(1);
            time = Math.min(to, time < from && next > from ? from : next);
            if (simulation.runUntil(time, cancel, Progress.NONE) == Simulation.End.CANCELLED) {
                return null;
            }
            if (flood.drowns(starts, time, transducer.workInProgress())) {
                return drowned(transducer, departed, time);
            }
        }
        return new Trial(
                TICK.toHours(transducer.lotTicks(to) - ticks) / (transducer.startedLots() - started),
                finishedHours(transducer, departed),
                tardiness(starts, transducer.departures(), from, to),
                finished(transducer, departed).size() / (arena.days() / DAYS_A_WEEK),
                transducer.workInProgress(),
                Double.NaN);
    }

    private static Trial drowned(Transducer transducer, int departed, long time) {
        return new Trial(
                Double.NaN,
                finishedHours(transducer, departed),
                Double.NaN,
                Double.NaN,
                transducer.workInProgress(),
                TICK.toHours(time) / HOURS_A_DAY);
    }

    /// Whether the run drowned.
    public boolean isDrowned() {
        return !Double.isNaN(drownedOn);
    }

    private static List<Departure> finished(Transducer transducer, int departed) {
        List<Departure> all = transducer.departures();
        return all.subList(departed, all.size()).stream()
                .filter(departure -> departure.fate() == Transducer.Fate.FINISHED)
                .toList();
    }

    private static double finishedHours(Transducer transducer, int departed) {
        return finished(transducer, departed).stream()
                .mapToDouble(departure -> TICK.toHours(departure.turnaround()))
                .average()
                .orElse(Double.NaN);
    }

    /// How many lots there would be if none ever waited: hours of work released, over hours.
    private static final class Flood {
        private final Map<Product, Double> rawHours = new HashMap<>();
        private double released;
        private int counted;

        Flood(Fab fab) {
            fab.products().forEach(product -> rawHours.put(product, fab.rawHours(product)));
        }

        boolean drowns(List<Release.Start> starts, long time, int lots) {
            for (; counted < starts.size() && starts.get(counted).tick() <= time; counted++) {
                released += rawHours.get(starts.get(counted).order().product());
            }
            return lots > DROWNED * released / TICK.toHours(time);
        }
    }

    /// A release that writes down what it starts; lots are numbered in that order, because arenas are empty at first.
    private static Release watched(Release release, List<Release.Start> starts) {
        return stream -> {
            Iterator<Release.Start> own = release.starts(stream);
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return own.hasNext();
                }

                @Override
                public Release.Start next() {
                    Release.Start start = own.next();
                    starts.add(start);
                    return start;
                }
            };
        };
    }

    private static double tardiness(List<Release.Start> starts, List<Departure> departures, long from, long to) {
        Map<Integer, Long> left = new HashMap<>();
        departures.forEach(departure -> left.put(departure.lot().number(), departure.left()));
        double sum = 0;
        int lots = 0;
        for (int number = 0; number < starts.size(); number++) {
            double lead = starts.get(number).order().leadMinutes();
            if (lead == Double.POSITIVE_INFINITY) {
                continue;
            }
            long due = starts.get(number).tick() + TICK.minutes(lead);
            if (due > from && due <= to) {
                sum += TICK.toHours(Math.max(0, left.getOrDefault(number, to) - due));
                lots++;
            }
        }
        return lots == 0 ? Double.NaN : sum / lots;
    }
}
