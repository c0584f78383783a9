package throughline.fab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The set-ups that the steps of a fab need, as numbers: a queue is searched by them again and again.
final class SetupTable {
    /// No set-up, as before a tool's first.
    static final int NONE = 0;

    private final List<String> names = new ArrayList<>(List.of(""));
    private final Map<String, Integer> numbers = new HashMap<>(Map.of("", NONE));
    private final double[][] minutes;
    private final int[] minimumRuns;
    private final Setups.Keeping keeping;
    private final boolean cleared;

    /// @param products whose steps need set-ups
    SetupTable(Setups setups, List<Product> products) {
        for (Product product : products) {
            for (Step step : product.route().steps()) {
                if (numbers.putIfAbsent(step.setup(), names.size()) == null) {
                    names.add(step.setup());
                }
            }
        }
        int n = names.size();
        minutes = new double[n][n];
        minimumRuns = new int[n];
        for (int from = 0; from < n; from++) {
            for (int to = 0; to < n; to++) {
                minutes[from][to] = setups.minutes(names.get(from), names.get(to));
            }
            minimumRuns[from] = from == NONE ? 1 : setups.minimumRun(names.get(from));
        }
        keeping = setups.keeping();
        cleared = setups.clears();
    }

    /// @param setup that some step needs, or an empty name
    int number(String setup) {
        return numbers.get(setup);
    }

    String name(int setup) {
        return names.get(setup);
    }

    /// Minutes of the change that a tool has to make for a step.
    double minutes(int from, Itinerary.Stop stop) {
        if (stop.setup == NONE || stop.setup == from) {
            return 0;
        }
        return stop.setupMinutes >= 0 ? stop.setupMinutes : minutes[from][stop.setup];
    }

    /// The set-up a tool has once it is ready for a step.
    int after(int before, Itinerary.Stop stop) {
        return stop.setup == NONE && !cleared ? before : stop.setup;
    }

    /// Lots that a set-up should be kept for; 1 where nothing was said.
    int minimumRun(int setup) {
        return minimumRuns[setup];
    }

    Setups.Keeping keeping() {
        return keeping;
    }
}
