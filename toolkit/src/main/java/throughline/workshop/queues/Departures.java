package throughline.workshop.queues;

import java.util.Arrays;
import throughline.devs.PortObserver;
import throughline.devs.Tick;

/// Sees lots leave, and that each does so once, and after it has come.
final class Departures implements PortObserver<Integer> {
    private static final long NOT_YET = -1;

    private final long[] arrivals;
    private final long[] left;
    private int done;

    /// @param arrivals ticks, by lot
    Departures(long[] arrivals) {
        this.arrivals = arrivals;
        left = new long[arrivals.length];
        Arrays.fill(left, NOT_YET);
    }

    @Override
    public void passed(long time, Integer lot) {
        if (lot == null || lot < 0 || lot >= left.length || arrivals[lot] > time) {
            throw new IllegalStateException("at %s lot [%s] leaves, which has not come".formatted(hour(time), lot));
        }
        if (left[lot] != NOT_YET) {
            throw new IllegalStateException(
                    "lot %d leaves twice: at %s, and again at %s".formatted(lot, hour(left[lot]), hour(time)));
        }
        left[lot] = time;
        done++;
    }

    static String hour(long ticks) {
        return "%s h".formatted(Tick.MILLISECOND.toHours(ticks));
    }

    boolean complete() {
        return done == left.length;
    }

    /// Ticks at which each lot left; negative for those that have not.
    long[] left() {
        return left;
    }

    /// @param cut whether the run was interrupted: then those lots count that left before the first that has not
    Visits visits(boolean cut) {
        int whole = 0;
        while (whole < left.length && left[whole] != NOT_YET) {
            whole++;
        }
        if (whole < left.length && !cut) {
            throw new IllegalStateException(
                    "lot %d came at %s and never leaves".formatted(whole, hour(arrivals[whole])));
        }
        return new Visits(hours(arrivals, whole), hours(left, whole));
    }

    private static double[] hours(long[] ticks, int count) {
        return Arrays.stream(ticks, 0, count)
                .mapToDouble(Tick.MILLISECOND::toHours)
                .toArray();
    }
}
