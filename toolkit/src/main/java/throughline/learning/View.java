package throughline.learning;

import java.util.List;
import throughline.spec.BadInput;

/// What a task sees of one run: references to the run's own columns, so that any number of windows copies nothing.
///
/// @param series the run
/// @param inputs `[input][step]`, the targets first
/// @param known  of each known column, its place among the inputs
/// @param names  of the knobs, in the task's order; a text column of the table is one for each of its values
/// @param knobs  their settings
record View(Series series, double[][] inputs, int[] known, List<String> names, double[] knobs) {
    static View of(Task task, Series series) {
        List<double[]> inputs = task.inputs().stream().map(series::raw).toList();
        int[] known = task.known().stream().mapToInt(task.inputs()::indexOf).toArray();
        List<String> names = task.knobs().stream()
                .flatMap(knob -> series.knobsOf(knob).stream())
                .toList();
        double[] knobs = names.stream().mapToDouble(series::knob).toArray();
        return new View(series, inputs.toArray(double[][]::new), known, names, knobs);
    }

    /// Requires the knobs of other runs: a text column of another table may have become others, and their places tell
    /// nothing of it.
    ///
    /// @throws BadInput if they are not the same
    void requireKnobs(List<String> others) {
        if (!names.equals(others)) {
            throw new BadInput(
                    "run %s has the knobs %s, other runs have %s; read all runs from one table",
                    series.run(), names, others);
        }
    }
}
