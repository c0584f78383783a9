package throughline.learning;

import java.util.Arrays;

/// Forecasts the mean of the last values. With a window of one it is the last value, with all lags the window's mean.
public final class MovingAverage extends Stateless {
    private static final int MOST = 1_000_000;

    /// The mean of all the lags that the task sees.
    public MovingAverage() {
        super("moving-average", "moving average");
        settings().whole("window", MOST, 1, MOST);
    }

    /// The mean of the last values.
    ///
    /// @param window how many, 1 to 1,000,000; of a task that sees fewer, all it sees
    public MovingAverage(int window) {
        this();
        settings().set("window", window);
    }

    @Override
    protected double[][] point(Window window) {
        Task task = window.task();
        int steps = Math.min(settings().ofFit().get("window").intValue(), task.lags());
        double[][] point = new double[task.targets().size()][task.horizon()];
        for (int target = 0; target < point.length; target++) {
            double sum = 0;
            for (int step = task.lags() - steps; step < task.lags(); step++) {
                sum += window.past(target, step);
            }
            Arrays.fill(point[target], sum / steps);
        }
        return point;
    }
}
