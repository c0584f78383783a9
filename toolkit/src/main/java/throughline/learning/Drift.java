package throughline.learning;

/// Forecasts that the mean change within the window goes on: `last + h (last - first) / (lags - 1)`. With one lag
/// there is no change to see, and it forecasts the last value.
public final class Drift extends Stateless {
    /// The rule.
    public Drift() {
        super("drift", "drift");
    }

    @Override
    protected double[][] point(Window window) {
        int steps = window.task().lags() - 1;
        double[][] point =
                new double[window.task().targets().size()][window.task().horizon()];
        for (int target = 0; target < point.length; target++) {
            double last = window.last(target);
            double slope = steps == 0 ? 0 : (last - window.past(target, 0)) / steps;
            for (int h = 0; h < point[target].length; h++) {
                point[target][h] = last + (h + 1) * slope;
            }
        }
        return point;
    }
}
