package throughline.learning;

import java.util.Arrays;

/// Forecasts that nothing changes: the best there is for a random walk, and what every other forecaster must beat.
public final class LastValue extends Stateless {
    /// The rule.
    public LastValue() {
        super("last-value", "last value");
    }

    @Override
    protected double[][] point(Window window) {
        double[][] point =
                new double[window.task().targets().size()][window.task().horizon()];
        for (int target = 0; target < point.length; target++) {
            Arrays.fill(point[target], window.last(target));
        }
        return point;
    }
}
