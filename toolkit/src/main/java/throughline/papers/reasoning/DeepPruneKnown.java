package throughline.papers.reasoning;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import throughline.papers.reasoning.DeepPruneSimulation.Inputs;
import throughline.papers.reasoning.DeepPruneSimulation.Ran;

/// What was run already, by all that goes into it: other reported numbers often give the same inputs.
///
/// @param spreads of populations, by the share of problems that a vote solves
/// @param runs    by their inputs
/// @param judges  that were trained, by the words they read
record DeepPruneKnown(
        Map<Double, Double> spreads, Map<Inputs, Ran> runs, Map<List<Integer>, List<DeepPruneAblation>> judges) {
    /// Nothing yet.
    DeepPruneKnown() {
        this(new HashMap<>(), new HashMap<>(), new HashMap<>());
    }

    /// Forgets all, as after a cancel, when what was run is not whole.
    void clear() {
        spreads.clear();
        runs.clear();
        judges.clear();
    }
}
