package throughline.fab;

import java.util.Map;
import java.util.TreeMap;

/// How long tools take to change from one set-up to another.
public final class Setups {
    /// No change takes any time.
    public static final Setups NONE = new Setups();

    private final Map<String, Map<String, Double>> minutes = new TreeMap<>();

    private Setups() {}

    /// A table to add changes to.
    public static Setups table() {
        return new Setups();
    }

    /// Adds a change.
    ///
    /// @param from    a set-up
    /// @param to      another
    /// @param minutes 0 or more
    public Setups change(String from, String to, double minutes) {
        if (!(minutes >= 0) || this == NONE) {
            throw new IllegalArgumentException(
                    "set-up change %s to %s: minutes [%s] must be 0 or more".formatted(from, to, minutes));
        }
        this.minutes.computeIfAbsent(from, f -> new TreeMap<>()).put(to, minutes);
        return this;
    }

    /// Minutes of a change; none for a tool's first set-up, for a step that needs none, for a set-up that is there
    /// already, and for a change that the table does not have.
    public double minutes(String from, String to) {
        if (from.isEmpty() || to.isEmpty() || from.equals(to)) {
            return 0;
        }
        return minutes.getOrDefault(from, Map.of()).getOrDefault(to, 0.0);
    }
}
