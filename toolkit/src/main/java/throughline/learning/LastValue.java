package throughline.learning;

import java.util.Arrays;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Forecasts that nothing changes: the best there is for a random walk, and what every other forecaster must beat.
public record LastValue() implements Forecaster {
    @Override
    public String name() {
        return "last value";
    }

    @Override
    public void fit(Windows train, Windows validation, Cancel cancel, Progress progress) {
        progress.report(1, 1);
    }

    @Override
    public double[] forecast(Window window) {
        double[] forecast = new double[window.task().horizon()];
        Arrays.fill(forecast, window.last());
        return forecast;
    }
}
