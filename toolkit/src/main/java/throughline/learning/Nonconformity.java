package throughline.learning;

/// How far off an answer is from a forecast, in the measure by which intervals are widened.
///
/// Each is `max(low - a, a - high) / unit` of an answer a, for a first interval and a unit of its own: negative inside
/// the interval, positive outside.
public enum Nonconformity {
    /// Around the forecast's own quantiles: conformalised quantile regression (Romano, Patterson & Candes 2019). As
    /// wide as the forecaster says, plus or minus a constant.
    QUANTILES,
    /// Around the point: equally wide everywhere.
    ABSOLUTE,
    /// Around the point, in units of how much the target has changed lately: the mean absolute one-step change over the
    /// window's past plus that over training (after Lei et al. 2018, with a spread that is not learnt).
    NORMALISED;

    /// What is widened, and in which unit.
    record First(double low, double high, double unit) {
        double score(double actual) {
            return Math.max(low - actual, actual - high) / unit;
        }
    }

    /// @param usual mean absolute one-step change over training of each target, positive
    First first(Forecast forecast, Window window, Central central, int target, int h, double[] usual) {
        double point = forecast.point()[target][h];
        return switch (this) {
            case QUANTILES -> {
                double[][][] quantiles = forecast.quantiles();
                yield new First(quantiles[central.low()][target][h], quantiles[central.high()][target][h], 1);
            }
            case ABSOLUTE -> new First(point, point, 1);
            case NORMALISED -> new First(point, point, usual[target] + lately(window, target));
        };
    }

    private static double lately(Window window, int target) {
        int changes = window.task().lags() - 1;
        double sum = 0;
        for (int step = 0; step < changes; step++) {
            sum += Math.abs(window.past(target, step + 1) - window.past(target, step));
        }
        return changes == 0 ? 0 : sum / changes;
    }
}
