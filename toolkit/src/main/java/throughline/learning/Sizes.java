package throughline.learning;

/// How large everything is that a network reads and answers.
///
/// @param lags    steps of the past, L
/// @param inputs  columns of the past; the targets are the first
/// @param knobs   numbers known of the whole run, which the features repeat at each lag after the inputs
/// @param known   columns whose values over the horizon are known, K
/// @param targets columns to forecast, T
/// @param horizon steps ahead, H
/// @param answers values for each target and step, Q: one, or one for each quantile asked for
public record Sizes(int lags, int inputs, int knobs, int known, int targets, int horizon, int answers) {
    static Sizes of(Task task, Scaling scaling) {
        return new Sizes(
                task.lags(),
                scaling.inputs(),
                scaling.features() - scaling.inputs(),
                task.known().size(),
                task.targets().size(),
                task.horizon(),
                Math.max(1, task.levels().size()));
    }

    /// Numbers a lag, F: inputs and knobs.
    public int features() {
        return inputs + knobs;
    }

    /// Numbers that the head of a network gives, `Q T H`.
    public int outputs() {
        return answers * targets * horizon;
    }
}
