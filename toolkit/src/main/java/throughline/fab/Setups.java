package throughline.fab;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// How long tools take to change from one set-up to another, and how many lots a set-up should be kept for.
public final class Setups {
    /// No change takes any time.
    public static final Setups NONE = new Setups();

    private final Map<String, Map<String, Double>> minutes = new HashMap<>();
    private final Map<String, Double> fromAny = new HashMap<>();
    private final Map<String, Integer> minimumRuns = new HashMap<>();

    private Keeping keeping = Keeping.PREFERRED;
    private boolean cleared;

    private Setups() {}

    /// How a tool keeps its set-up for the minimum run. While the run lasts, it is for the dispatching rule to prefer
    /// lots that need the set-up ([Dispatch#MINIMUM_RUN]).
    ///
    /// @param restarts whether each lot done begins the run anew
    /// @param refusals how many times in a row a tool refuses to cut a run short, each time that it has become free
    ///                 or a lot has come, and no lot that waits needs its set-up; 0 or more
    public record Keeping(boolean restarts, int refusals) {
        /// A run ends after its number of lots, and a tool never stands still for it.
        public static final Keeping PREFERRED = new Keeping(false, 0);

        public Keeping {
            if (refusals < 0) {
                throw new IllegalArgumentException("minimum run: refusals [%d] must be 0 or more".formatted(refusals));
            }
        }
    }

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
        check(from, to, minutes);
        this.minutes.computeIfAbsent(from, f -> new HashMap<>()).put(to, minutes);
        return this;
    }

    /// Adds a change from any set-up, or from none, that no other line of the table names.
    ///
    /// @param to      a set-up
    /// @param minutes 0 or more
    public Setups change(String to, double minutes) {
        check("any", to, minutes);
        fromAny.put(to, minutes);
        return this;
    }

    private void check(String from, String to, double minutes) {
        if (!(minutes >= 0) || this == NONE) {
            throw new IllegalArgumentException(
                    "set-up change %s to %s: minutes [%s] must be 0 or more".formatted(from, to, minutes));
        }
    }

    /// Says how many lots a tool should do before it changes to another set-up.
    ///
    /// @param setup set-up
    /// @param lots  1 or more
    public Setups minimumRun(String setup, int lots) {
        if (lots < 1 || this == NONE) {
            throw new IllegalArgumentException(
                    "minimum run of set-up %s: lots [%d] must be at least 1".formatted(setup, lots));
        }
        minimumRuns.put(setup, lots);
        return this;
    }

    /// Says how set-ups are kept for their minimum runs.
    public Setups keep(Keeping how) {
        keeping = how;
        return this;
    }

    /// How set-ups are kept for their minimum runs.
    public Keeping keeping() {
        return keeping;
    }

    /// Lets a step that needs no set-up leave its tool without one; otherwise the tool keeps the one it has.
    public Setups cleared() {
        cleared = true;
        return this;
    }

    /// Whether a step that needs no set-up leaves its tool without one.
    boolean clears() {
        return cleared;
    }

    /// Lots that a set-up should be kept for; 1 where nothing was said.
    public int minimumRun(String setup) {
        return minimumRuns.getOrDefault(setup, 1);
    }

    /// Minutes of a change; none for a step that needs none, for a set-up that is there already, and for a change that
    /// the table does not have. A tool's first set-up takes what a change from any takes.
    public double minutes(String from, String to) {
        if (to.isEmpty() || from.equals(to)) {
            return 0;
        }
        Double named =
                from.isEmpty() ? null : minutes.getOrDefault(from, Map.of()).get(to);
        return named != null ? named : fromAny.getOrDefault(to, 0.0);
    }

    /// The changes of the table, from one set-up to another; those from any under the empty name.
    Map<String, Map<String, Double>> changes() {
        Map<String, Map<String, Double>> all = new TreeMap<>();
        minutes.forEach((from, to) -> all.put(from, new TreeMap<>(to)));
        if (!fromAny.isEmpty()) {
            all.put("", new TreeMap<>(fromAny));
        }
        return all;
    }

    /// The minimum runs that were said.
    Map<String, Integer> minimumRuns() {
        return new TreeMap<>(minimumRuns);
    }
}
