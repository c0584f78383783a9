package throughline.learning;

import java.util.Arrays;
import java.util.Objects;
import throughline.spec.BadInput;

/// One question to a forecaster: `lags` steps of the past of one run, what is known of the next `horizon` steps, and,
/// where it is there, the answer. A view: it holds no values of its own.
public final class Window {
    private final Task task;
    private final View view;
    private final int start;
    /// `[known column][horizon]` where the run does not hold it, otherwise null.
    private final double[][] ahead;

    Window(Task task, View view, int start, double[][] ahead) {
        this.task = task;
        this.view = view;
        this.start = start;
        this.ahead = ahead;
    }

    /// The task it belongs to.
    public Task task() {
        return task;
    }

    View view() {
        return view;
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

    /// How many columns are seen; the first are the targets.
    public int inputs() {
        return view.inputs().length;
    }

    /// How many knobs are known.
    public int knobs() {
        return view.knobs().length;
    }

    /// A value of the past.
    ///
    /// @param input column, from 0 (the first target) to `inputs() - 1`
    /// @param step  from 0 (the oldest) to `lags - 1` (now)
    public double past(int input, int step) {
        return view.inputs()[input][start + Objects.checkIndex(step, task.lags())];
    }

    /// The value now of a target.
    ///
    /// @param target from 0
    public double last(int target) {
        return past(target, task.lags() - 1);
    }

    /// The place among the inputs of a column whose future is known.
    ///
    /// @param known from 0, in the order of [Task#known()]
    public int input(int known) {
        return view.known()[known];
    }

    /// A value of the future that is known.
    ///
    /// @param known column, from 0, in the order of [Task#known()]
    /// @param step  from 0 (the next step) to `horizon - 1`
    /// @throws BadInput if the run ends before, and the value was not given with the window
    public double ahead(int known, int step) {
        Objects.checkIndex(step, task.horizon());
        if (ahead != null) {
            return ahead[known][step];
        }
        double[] column = view.inputs()[view.known()[known]];
        int at = now() + 1 + step;
        if (at >= column.length) {
            throw new BadInput(
                    "run %s, step %d: %s is known for [%d] more steps; a forecast needs %d",
                    series().run(), now(), task.known().get(known), column.length - now() - 1, task.horizon());
        }
        return column[at];
    }

    /// The setting of a knob, from 0 to `knobs() - 1`.
    public double knob(int index) {
        return view.knobs()[index];
    }

    /// What came: the next `horizon` values, `[target][horizon]`. For training and scoring; a forecast never reads it.
    ///
    /// @throws BadInput if the run ends before
    public double[][] actual() {
        int from = now() + 1;
        int length = view.inputs()[0].length;
        if (from + task.horizon() > length) {
            throw new BadInput(
                    "run %s, step %d: the run ends [%d] steps later; the answer needs %d",
                    series().run(), now(), length - from, task.horizon());
        }
        double[][] actual = new double[task.targets().size()][];
        for (int target = 0; target < actual.length; target++) {
            actual[target] = Arrays.copyOfRange(view.inputs()[target], from, from + task.horizon());
        }
        return actual;
    }

    @Override
    public String toString() {
        return "run %s, steps %d to %d".formatted(series().run(), start, now());
    }
}
