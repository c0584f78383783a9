package throughline.fab;

import java.util.HashMap;
import java.util.Map;

/// How many lots can wait in front of a station.
///
/// @param capacity lots in all
/// @param kept     places, by the name of a step, that only lots waiting for that step may take; together at most
///                 `capacity`
public record Places(int capacity, Map<String, Integer> kept) {
    /// Any number of lots.
    public static final Places UNLIMITED = new Places(Integer.MAX_VALUE, Map.of());

    public Places {
        kept = Map.copyOf(kept);
        int sum = kept.values().stream().mapToInt(Integer::intValue).sum();
        if (capacity < 1 || sum > capacity || kept.values().stream().anyMatch(n -> n < 0)) {
            throw new IllegalArgumentException(
                    "places: capacity [%d] must be at least 1 and at least those kept %s".formatted(capacity, kept));
        }
    }

    /// Whether any number of lots can wait.
    boolean unlimited() {
        return capacity == Integer.MAX_VALUE;
    }

    /// The places taken in front of one station, by the name of the step.
    static final class Taken {
        private final Places places;
        private final Map<String, Integer> taken = new HashMap<>();

        Taken(Places places) {
            this.places = places;
        }

        /// Whether one more lot may come for a step.
        ///
        /// @param keptOnly only on a place that is kept for this step
        boolean admits(String step, boolean keptOnly) {
            if (of(step) < places.kept().getOrDefault(step, 0)) {
                return true;
            }
            return !keptOnly && free() > 0;
        }

        /// Places that nobody has and that are kept for nobody.
        private int free() {
            int free = places.capacity();
            for (Map.Entry<String, Integer> kept : places.kept().entrySet()) {
                free -= Math.max(0, kept.getValue() - of(kept.getKey()));
            }
            for (int n : taken.values()) {
                free -= n;
            }
            return free;
        }

        private int of(String step) {
            return taken.getOrDefault(step, 0);
        }

        void add(String step, int lots) {
            taken.merge(step, lots, Integer::sum);
        }
    }
}
