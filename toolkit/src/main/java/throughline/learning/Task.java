package throughline.learning;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.DoubleStream;
import throughline.spec.BadInput;

/// What is forecast, and from what: the next `horizon` values of some columns, from the last `lags` values of these
/// and other columns, from the coming values of columns whose future is known, and from the knobs of the run.
///
/// @param targets the columns to forecast, at least one
/// @param inputs  the columns whose past is seen; the first are the targets
/// @param known   those of the inputs whose values over the horizon are known beforehand, such as the hour of the day
/// @param knobs   what is known of the whole run
/// @param levels  of the quantiles that are asked for beside the point forecast, ascending, in (0, 1), 0.5 among them;
///                empty for a point forecast alone
/// @param lags    how many steps of the past are seen, at least 1
/// @param horizon how many steps ahead are forecast, at least 1
/// @param stride  steps between the starts of two windows of one run, at least 1
public record Task(
        List<String> targets,
        List<String> inputs,
        List<String> known,
        List<String> knobs,
        List<Double> levels,
        int lags,
        int horizon,
        int stride) {
    /// @throws BadInput if a number is out of its range, the targets are not the first inputs, or a known column is
    ///                  not among the inputs
    public Task {
        targets = List.copyOf(targets);
        inputs = List.copyOf(inputs);
        known = List.copyOf(known);
        knobs = List.copyOf(knobs);
        levels = List.copyOf(levels);
        if (targets.isEmpty()) {
            throw new BadInput("targets [%s]: at least one column must be forecast", targets);
        }
        if (new LinkedHashSet<>(inputs).size() != inputs.size()
                || inputs.size() < targets.size()
                || !inputs.subList(0, targets.size()).equals(targets)) {
            throw new BadInput("inputs %s: the first must be the targets %s, none twice", inputs, targets);
        }
        for (String column : known) {
            if (!inputs.contains(column) || targets.contains(column)) {
                throw new BadInput("known [%s] must be an input and not a target; inputs are %s", column, inputs);
            }
        }
        checkLevels(levels);
        Checks.atLeast(1, "lags", lags);
        Checks.atLeast(1, "horizon", horizon);
        Checks.atLeast(1, "stride", stride);
    }

    private static void checkLevels(List<Double> levels) {
        double before = 0;
        for (double level : levels) {
            if (!(level > before && level < 1)) {
                throw new BadInput("quantile levels %s must ascend between 0 and 1; [%s] does not", levels, level);
            }
            before = level;
        }
        if (!levels.isEmpty() && !levels.contains(0.5)) {
            throw new BadInput("quantile levels [%s] must hold 0.5, the median", levels);
        }
    }

    /// A forecast of these columns, one step ahead from their last values; the other methods widen it.
    ///
    /// @throws BadInput if there is none, or one twice
    public static Task forecast(String... targets) {
        List<String> columns = List.of(targets);
        return new Task(columns, columns, List.of(), List.of(), List.of(), 1, 1, 1);
    }

    /// The same, seeing the past of these columns beside the targets' own.
    public Task from(String... columns) {
        return new Task(targets, inputsWith(known, columns), known, knobs, levels, lags, horizon, stride);
    }

    /// The same, seeing the past of these columns and knowing their values over the horizon.
    public Task knowing(String... columns) {
        return new Task(targets, inputsWith(inputs, columns), List.of(columns), knobs, levels, lags, horizon, stride);
    }

    private List<String> inputsWith(List<String> others, String... columns) {
        var seen = new LinkedHashSet<>(targets);
        seen.addAll(others);
        seen.addAll(List.of(columns));
        return new ArrayList<>(seen);
    }

    /// The same, knowing these knobs of the run. A text column of the table may be named as a whole.
    public Task given(String... names) {
        return new Task(targets, inputs, known, List.of(names), levels, lags, horizon, stride);
    }

    /// The same, asking for quantiles too.
    ///
    /// @param asked levels, ascending, in (0, 1), 0.5 among them
    /// @throws BadInput if they are not
    public Task quantiles(double... asked) {
        List<Double> boxed = DoubleStream.of(asked).boxed().toList();
        return new Task(targets, inputs, known, knobs, boxed, lags, horizon, stride);
    }

    /// The same, seeing this many steps of the past.
    public Task lags(int steps) {
        return new Task(targets, inputs, known, knobs, levels, steps, horizon, stride);
    }

    /// The same, this many steps ahead.
    public Task horizon(int steps) {
        return new Task(targets, inputs, known, knobs, levels, lags, steps, stride);
    }

    /// The same, with a window every so many steps.
    public Task every(int steps) {
        return new Task(targets, inputs, known, knobs, levels, lags, horizon, steps);
    }

    /// All windows of these runs whose future is known.
    ///
    /// @throws BadInput if a run lacks a column or a knob
    public Windows windows(List<Series> runs) {
        return Windows.of(this, runs);
    }

    /// The window of one run that ends at step `now`. Its targets' future need not be there yet; that of the known
    /// columns is read when a forecast asks for it.
    ///
    /// @param now index of the last step that is seen, from `lags - 1` to `length - 1`
    /// @throws BadInput if the run lacks a column or a knob, or `now` is outside this range
    public Window at(Series series, int now) {
        if (now < lags - 1 || now >= series.length()) {
            throw new BadInput(
                    "run %s: step [%d] has no window; steps %d to %d have %d before them",
                    series.run(), now, lags - 1, series.length() - 1, lags - 1);
        }
        return new Window(this, View.of(this, series), now - lags + 1, null);
    }

    /// The window of one run that ends at step `now`, for a future that has not been recorded: what is known of it is
    /// given here.
    ///
    /// @param ahead `[known column][horizon]`, in the order of [#known()]
    /// @throws BadInput as [#at(Series, int)], and if `ahead` has another shape or a value that is not finite
    public Window at(Series series, int now, double[][] ahead) {
        if (ahead.length != known.size()) {
            throw new BadInput("future of [%d] columns; known are the %d of %s", ahead.length, known.size(), known);
        }
        for (int k = 0; k < ahead.length; k++) {
            if (ahead[k].length != horizon || !DoubleStream.of(ahead[k]).allMatch(Double::isFinite)) {
                throw new BadInput(
                        "future of %s [%d values] must be %d finite numbers", known.get(k), ahead[k].length, horizon);
            }
        }
        return new Window(this, at(series, now).view(), now - lags + 1, ahead);
    }

    /// Whether forecasts for the other task are forecasts for this one: they may differ in the stride alone.
    public boolean asksAs(Task other) {
        return every(1).equals(other.every(1));
    }
}
