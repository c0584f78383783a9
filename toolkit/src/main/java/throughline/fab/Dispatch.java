package throughline.fab;

import java.util.function.ToDoubleBiFunction;

/// A dispatching rule: which of two waiting lots a free tool takes first.
///
/// ```java
/// Dispatch rule = Dispatch.by((lot, tool) -> tool.setupMinutes(lot)).then(Dispatch.FIFO);
/// ```
@FunctionalInterface
public interface Dispatch {
    /// First come, first served at the station; of lots that came at one instant, the one released first.
    Dispatch FIFO = (a, b, tool) -> Long.compare(a.waitingSince(), b.waitingSince());

    /// Lots that need no set-up, or the shortest, go first.
    Dispatch SETUP_AVOIDING = by((lot, tool) -> tool.setupMinutes(lot)).then(FIFO);

    /// The tool a lot is chosen for.
    ///
    /// @param now    tick
    /// @param setup  the tool's present set-up, empty before its first
    /// @param setups how long changes take
    record Situation(long now, String setup, Setups setups) {
        /// Minutes of set-up that this lot would cost.
        public double setupMinutes(Lot lot) {
            return setups.minutes(setup, lot.step().setup());
        }
    }

    /// Compares two waiting lots.
    ///
    /// @return negative when `a` goes first, positive when `b` does, 0 when the rule does not mind; then the lot
    ///         released first goes first
    int compare(Lot a, Lot b, Situation tool);

    /// The lot with the smaller value goes first.
    static Dispatch by(ToDoubleBiFunction<Lot, Situation> value) {
        return (a, b, tool) -> Double.compare(value.applyAsDouble(a, tool), value.applyAsDouble(b, tool));
    }

    /// This rule, and another one where this does not mind.
    default Dispatch then(Dispatch next) {
        return (a, b, tool) -> {
            int first = compare(a, b, tool);
            return first != 0 ? first : next.compare(a, b, tool);
        };
    }
}
