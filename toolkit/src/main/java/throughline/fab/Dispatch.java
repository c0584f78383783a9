package throughline.fab;

import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Stream;
import throughline.devs.Tick;

/// A dispatching rule: which of two waiting lots a free tool takes first.
///
/// ```java
/// Dispatch rule = Dispatch.by(Dispatch.HOT_LOT).then(Dispatch.SETUP_AVOIDANCE).then(Dispatch.FIFO);
/// Dispatch mine = Dispatch.by((lot, tool) -> lot.remainingMinutes() * tool.setupMinutes(lot));
/// ```
@FunctionalInterface
public interface Dispatch {
    /// First come, first served at the station; of lots that came at one instant, the one released first.
    Dispatch FIFO = named("FIFO", Depends.LOTS, (lot, tool) -> lot.waitingSince());

    /// The lot of the highest priority first.
    Dispatch HOT_LOT = named("HOT_LOT", Depends.LOTS, (lot, tool) -> -lot.priority());

    /// Shortest processing time of the step first.
    Dispatch SPT = named("SPT", Depends.LOTS, (lot, tool) -> lot.stepMinutes());

    /// Longest processing time of the step first.
    Dispatch LPT = named("LPT", Depends.LOTS, (lot, tool) -> -lot.stepMinutes());

    /// Earliest due date first; lots without one last.
    Dispatch EDD = named("EDD", Depends.LOTS, (lot, tool) -> lot.due());

    /// Most work remaining first: processing from this step to the end of the route.
    Dispatch MWKR = named("MWKR", Depends.LOTS, (lot, tool) -> -lot.remainingMinutes());

    /// Least work remaining first.
    Dispatch LWKR = named("LWKR", Depends.LOTS, (lot, tool) -> lot.remainingMinutes());

    /// Lots with a queue-time limit running first, the one whose limit ends first before the others.
    Dispatch EARLIEST_LIMIT = named("EARLIEST_LIMIT", Depends.LOTS, (lot, tool) -> lot.boundUntil());

    /// Lots with a queue-time limit running before all others.
    Dispatch QUEUE_TIME_FIRST = named("QUEUE_TIME_FIRST", Depends.LOTS, (lot, tool) -> lot.bound() ? 0 : 1);

    /// Critical ratio, smallest first: the time left until the due date over the work remaining.
    Dispatch CRITICAL_RATIO =
            named("CRITICAL_RATIO", Depends.ALL, (lot, tool) -> minutesLeft(lot, tool) / lot.remainingMinutes());

    /// Least slack first: the time left until the due date less the work remaining.
    Dispatch LEAST_SLACK = named("LEAST_SLACK", Depends.ALL, Dispatch::slack);

    /// Lots that need the shortest set-up, best none, go first.
    Dispatch SETUP_AVOIDANCE = named("SETUP_AVOIDANCE", Depends.SETUP, (lot, tool) -> tool.setupMinutes(lot));

    /// Lots that do not cut short the minimum run of the tool's set-up go first.
    Dispatch MINIMUM_RUN = named("MINIMUM_RUN", Depends.SETUP, (lot, tool) -> tool.cutsRun(lot) ? 1 : 0);

    /// Lots whose batch is fullest go first: of the lots that may share it, how many wait, over how many it takes.
    Dispatch FULLEST_BATCH = named("FULLEST_BATCH", Depends.ALL, (lot, tool) -> -tool.fullness(lot));

    /// Lots that need no set-up, or the shortest, go first, then first come, first served.
    Dispatch SETUP_AVOIDING = SETUP_AVOIDANCE.then(FIFO);

    /// What the order of two waiting lots hangs on, beside the lots. The less it hangs on, the less a queue has to be
    /// searched.
    enum Depends {
        /// On nothing: it stays while they wait.
        LOTS,
        /// On the tool's set-up; where no step needs one, on nothing.
        SETUP,
        /// On the tool, on the time or on the other lots.
        ALL
    }

    /// Compares two waiting lots.
    ///
    /// @return negative when `a` goes first, positive when `b` does, 0 when the rule does not mind; then the lot
    ///         released first goes first
    int compare(Lot a, Lot b, Situation tool);

    /// What this order hangs on.
    default Depends depends() {
        return Depends.ALL;
    }

    /// A rule as it is, to begin a chain with.
    static Dispatch by(Dispatch rule) {
        return rule;
    }

    /// The lot with the smaller value goes first. The value may hang on the tool and the time.
    static Dispatch by(ToDoubleBiFunction<Lot, Situation> value) {
        return named("", Depends.ALL, value);
    }

    /// The lot with the smaller value goes first. The value of a lot must stay while it waits, whatever the tool, which
    /// spares looking through the queue each time.
    static Dispatch fixed(ToDoubleBiFunction<Lot, Situation> value) {
        return named("", Depends.LOTS, value);
    }

    /// The lot with the smaller value goes first. The value must be the same for all lots where no step needs a set-up.
    static Dispatch bySetup(ToDoubleBiFunction<Lot, Situation> value) {
        return named("", Depends.SETUP, value);
    }

    private static Dispatch named(String name, Depends depends, ToDoubleBiFunction<Lot, Situation> value) {
        return new Ranked(List.of(new Key(name, value)), depends);
    }

    /// Apparent tardiness cost (Vepsalainen and Morton, 1987, in its form for one machine of a job shop): largest
    /// first of exp(-max(0, slack) / (k p)) / step time, where p is the mean step time of the lots that wait.
    ///
    /// @param lookAhead k, positive; 1 to 3 are usual
    static Dispatch atc(double lookAhead) {
        if (!(lookAhead > 0)) {
            throw new IllegalArgumentException("ATC: look-ahead [%s] must be positive".formatted(lookAhead));
        }
        return by((lot, tool) ->
                -Math.exp(-Math.max(0, slack(lot, tool)) / (lookAhead * tool.meanStepMinutes())) / lot.stepMinutes());
    }

    /// In a random order, drawn anew at each instant.
    ///
    /// @param seed of the draws
    static Dispatch random(long seed) {
        return by((lot, tool) -> mixed(mixed(seed ^ tool.now()) + lot.number()) >>> 11);
    }

    /// The finaliser of SplitMix64 (Steele, Lea and Flood, 2014): a number that looks random, out of one that does not.
    private static long mixed(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static double minutesLeft(Lot lot, Situation tool) {
        return Tick.MILLISECOND.toMinutes(lot.due() - tool.now());
    }

    /// Minutes until the due date, less the minutes of work remaining.
    private static double slack(Lot lot, Situation tool) {
        return minutesLeft(lot, tool) - lot.remainingMinutes();
    }

    /// This rule, and another one where this does not mind.
    default Dispatch then(Dispatch next) {
        if (this instanceof Ranked(var keys, var depends) && next instanceof Ranked(var more, var others)) {
            return new Ranked(
                    Stream.concat(keys.stream(), more.stream()).toList(),
                    depends.compareTo(others) > 0 ? depends : others);
        }
        return (a, b, tool) -> {
            int first = compare(a, b, tool);
            return first != 0 ? first : next.compare(a, b, tool);
        };
    }

    /// This rule, and where it does not mind, the lot with the smaller value.
    default Dispatch then(ToDoubleBiFunction<Lot, Situation> value) {
        return then(by(value));
    }

    /// A value of a lot.
    ///
    /// @param name  of the rule it makes, such as `HOT_LOT`; empty for one of one's own
    /// @param value the smaller, the earlier
    record Key(String name, ToDoubleBiFunction<Lot, Situation> value) {}

    /// A rule by values: the first at which two lots differ decides.
    ///
    /// @param keys    in order, at least one
    /// @param depends what the order hangs on
    record Ranked(List<Key> keys, Depends depends) implements Dispatch {
        public Ranked {
            keys = List.copyOf(keys);
        }

        @Override
        public int compare(Lot a, Lot b, Situation tool) {
            for (int i = 0; i < keys.size(); i++) {
                ToDoubleBiFunction<Lot, Situation> value = keys.get(i).value();
                int order = Double.compare(value.applyAsDouble(a, tool), value.applyAsDouble(b, tool));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        }
    }

    /// The tool that lots are chosen for, as far as a rule may see it.
    interface Situation {
        /// The present tick.
        long now();

        /// The tool's set-up, empty before its first.
        String setup();

        /// Minutes of set-up that this lot would cost.
        double setupMinutes(Lot lot);

        /// Whether the tool would change its set-up for this lot before the minimum run is over.
        boolean cutsRun(Lot lot);

        /// Of the lots that may share a batch with this one, itself among them, how many wait, over how many the batch
        /// takes; at most 1.
        double fullness(Lot lot);

        /// Mean minutes of processing, over the lots that wait at the station, of the steps they wait for.
        double meanStepMinutes();
    }
}
