package throughline.learning;

import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Forecasts that the mean change within the window goes on: `last + h (last - first) / (lags - 1)`. With one lag
/// there is no change to see, and it forecasts the last value.
public record Drift() implements Forecaster {
    @Override
    public String name() {
        return "drift";
    }

    @Override
    public void fit(Windows train, Windows validation, Cancel cancel, Progress progress) {
        progress.report(1, 1);
    }

    @Override
    public double[] forecast(Window window) {
        int steps = window.task().lags() - 1;
        double slope = steps == 0 ? 0 : (window.last() - window.past(0, 0)) / steps;
        double[] forecast = new double[window.task().horizon()];
        for (int h = 0; h < forecast.length; h++) {
            forecast[h] = window.last() + (h + 1) * slope;
        }
        return forecast;
    }
}
