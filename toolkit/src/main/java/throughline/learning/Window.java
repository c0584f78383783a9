package throughline.learning;

import java.util.Arrays;
import java.util.Objects;
import throughline.spec.BadInput;

/// One question to a forecaster: `lags` steps of the past of one run, and, where it is known, the answer. A view: it
/// holds no values of its own.
public final class Window {
    private final Task task;
    private final View view;
    private final int start;

    Window(Task task, View view, int start) {
        this.task = task;
        this.view = view;
        this.start = start;
    }

    /// The task it belongs to.
    public Task task() {
        return task;
    }

    /// The run it is a view of.
    public Series series() {
        return view.series();
    }

    /// Index in the run of the first step that is seen.
    public int start() {
        return start;
    }

    /// Index in the run of the last step that is seen; the first forecast is for the step after it.
    public int now() {
        return start + task.lags() - 1;
    }

    /// How many columns are seen; the first is the target.
    public int inputs() {
        return view.inputs().length;
    }

    /// How many knobs are known.
    public int knobs() {
        return view.knobs().length;
    }

    /// A value of the past.
    ///
    /// @param input column, from 0 (the target) to `inputs() - 1`
    /// @param step  from 0 (the oldest) to `lags - 1` (now)
    public double past(int input, int step) {
        return view.inputs()[input][start + Objects.checkIndex(step, task.lags())];
    }

    /// The target's value now.
    public double last() {
        return past(0, task.lags() - 1);
    }

    /// The setting of a knob, from 0 to `knobs() - 1`.
    public double knob(int index) {
        return view.knobs()[index];
    }

    /// What came: the target's next `horizon` values. For training and scoring; a forecast never reads it.
    ///
    /// @throws BadInput if the run ends before
    public double[] actual() {
        double[] target = view.inputs()[0];
        int from = now() + 1;
        if (from + task.horizon() > target.length) {
            throw new BadInput(
                    "run %s, step %d: the run ends [%d] steps later; the answer needs %d",
                    series().run(), now(), target.length - from, task.horizon());
        }
        return Arrays.copyOfRange(target, from, from + task.horizon());
    }

    @Override
    public String toString() {
        return "run %s, steps %d to %d".formatted(series().run(), start, now());
    }
}
