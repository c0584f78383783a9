package throughline.learning;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import throughline.spec.BadInput;

/// What is forecast, and from what: the next `horizon` values of one column, from the last `lags` values of some
/// columns and the knobs of the run.
///
/// @param target  the column to forecast
/// @param inputs  the columns whose past is seen; the first is the target
/// @param knobs   what is known of the whole run
/// @param lags    how many steps of the past are seen, at least 1
/// @param horizon how many steps ahead are forecast, at least 1
/// @param stride  steps between the starts of two windows of one run, at least 1
public record Task(String target, List<String> inputs, List<String> knobs, int lags, int horizon, int stride) {
    /// @throws BadInput if a number is below 1, or the target is not the first input
    public Task {
        inputs = List.copyOf(inputs);
        knobs = List.copyOf(knobs);
        if (inputs.isEmpty() || !inputs.getFirst().equals(target)) {
            throw new BadInput("inputs %s: the first must be the target, %s", inputs, target);
        }
        Checks.atLeast(1, "lags", lags);
        Checks.atLeast(1, "horizon", horizon);
        Checks.atLeast(1, "stride", stride);
    }

    /// A forecast of one column, one step ahead from its last value; the other methods widen it.
    public static Task forecast(String target) {
        return new Task(target, List.of(target), List.of(), 1, 1, 1);
    }

    /// The same, seeing the past of these columns beside the target's own.
    public Task from(String... columns) {
        var seen = new LinkedHashSet<String>();
        seen.add(target);
        seen.addAll(List.of(columns));
        return new Task(target, new ArrayList<>(seen), knobs, lags, horizon, stride);
    }

    /// The same, knowing these knobs of the run. A text column of the table may be named as a whole.
    public Task given(String... names) {
        return new Task(target, inputs, List.of(names), lags, horizon, stride);
    }

    /// The same, seeing this many steps of the past.
    public Task lags(int steps) {
        return new Task(target, inputs, knobs, steps, horizon, stride);
    }

    /// The same, this many steps ahead.
    public Task horizon(int steps) {
        return new Task(target, inputs, knobs, lags, steps, stride);
    }

    /// The same, with a window every so many steps.
    public Task every(int steps) {
        return new Task(target, inputs, knobs, lags, horizon, steps);
    }

    /// All windows of these runs whose future is known.
    ///
    /// @throws BadInput if a run lacks a column or a knob
    public Windows windows(List<Series> runs) {
        return new Windows(this, runs);
    }

    /// The window of one run that ends at step `now`, whose future need not be known yet.
    ///
    /// @param now index of the last step that is seen, from `lags - 1` to `length - 1`
    /// @throws BadInput if the run lacks a column or a knob, or `now` is outside this range
    public Window at(Series series, int now) {
        if (now < lags - 1 || now >= series.length()) {
            throw new BadInput(
                    "run %s: step [%d] has no window; steps %d to %d have %d before them",
                    series.run(), now, lags - 1, series.length() - 1, lags - 1);
        }
        return new Window(this, View.of(this, series), now - lags + 1);
    }
}
