package throughline.cluster.stragglers;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.function.Predicate;
import throughline.spec.Param;
import throughline.spec.Spec;

/// When a master ends a round: at 1 + µ times the time of the fastest rank, where the work can do without those who
/// are later; where it cannot, it waits for more.
///
/// @param slack  µ
/// @param beyond for whom it waits then
public record Waiting(
        @Param(value = "the master waits at least 1 + slack times as long as the fastest takes", min = 0, max = 1000)
        double slack,

        @Param("for whom it waits when it cannot do without all who are later")
        Beyond beyond) {
    /// For whom a master waits, when the work cannot do without all who are late.
    public enum Beyond {
        /// For all of them, as the authors' code does.
        ALL,
        /// For the next, and the next, until it can do without the rest.
        FEWEST
    }

    /// How a round ended.
    ///
    /// @param seconds that it took
    /// @param missed  whose results are lost
    /// @param waited  whether the master waited longer than it would have liked to
    public record End(double seconds, BitSet missed, boolean waited) {}

    public Waiting {
        Spec.check(Waiting.class, slack, beyond);
    }

    /// Ends a round.
    ///
    /// @param seconds of every rank
    /// @param mayMiss whether the work can do without some; must allow to miss nobody
    public End end(double[] seconds, Predicate<BitSet> mayMiss) {
        BitSet late = late(seconds, slack);
        if (late.isEmpty()) {
            return new End(Arrays.stream(seconds).max().orElseThrow(), late, false);
        }
        if (mayMiss.test(late)) {
            return new End(cut(seconds, slack), late, false);
        }
        double end = 0;
        for (int rank : late.stream()
                .boxed()
                .sorted(Comparator.comparingDouble(rank -> seconds[rank]))
                .mapToInt(Integer::intValue)
                .toArray()) {
            // Those who come at the same instant come together.
            if (seconds[rank] > end && end > 0 && beyond == Beyond.FEWEST && mayMiss.test(late)) {
                break;
            }
            late.clear(rank);
            end = seconds[rank];
        }
        return new End(end, late, true);
    }

    static double cut(double[] seconds, double slack) {
        return (1 + slack) * Arrays.stream(seconds).min().orElseThrow();
    }

    static BitSet late(double[] seconds, double slack) {
        double cut = cut(seconds, slack);
        BitSet late = new BitSet(seconds.length);
        for (int rank = 0; rank < seconds.length; rank++) {
            late.set(rank, seconds[rank] > cut);
        }
        return late;
    }
}
