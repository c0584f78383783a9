package throughline.learning;

import java.util.List;

/// What a task sees of one run: references to the run's own columns, so that any number of windows copies nothing.
///
/// @param series the run
/// @param inputs `[input][step]`, the targets first
/// @param known  of each known column, its place among the inputs
/// @param knobs  settings, in the task's order
record View(Series series, double[][] inputs, int[] known, double[] knobs) {
    static View of(Task task, Series series) {
        List<double[]> inputs = task.inputs().stream().map(series::raw).toList();
        int[] known = task.known().stream().mapToInt(task.inputs()::indexOf).toArray();
        double[] knobs = task.knobs().stream()
                .flatMap(knob -> series.knobsOf(knob).stream())
                .mapToDouble(series::knob)
                .toArray();
        return new View(series, inputs.toArray(double[][]::new), known, knobs);
    }
}
