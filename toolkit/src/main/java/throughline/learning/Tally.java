package throughline.learning;

import java.util.ArrayList;
import java.util.List;

/// Sums up steps of forecasts until their errors are asked for.
final class Tally {
    private final List<Double> levels;
    private final List<Central> centrals;
    private final double[] pinballs;
    private final long[] inside;
    private final double[] widths;
    private long steps;
    private double absolute;
    private double squared;
    private double symmetric;
    private double crps;

    /// @param levels of the quantiles, ascending; empty for points alone
    Tally(List<Double> levels) {
        this.levels = levels;
        centrals = Central.of(levels);
        pinballs = new double[levels.size()];
        inside = new long[centrals.size()];
        widths = new double[centrals.size()];
    }

    /// All steps ahead of one forecast.
    void add(Forecast forecast, int target, double[] actual) {
        for (int h = 0; h < actual.length; h++) {
            add(forecast, target, h, actual[h]);
        }
    }

    /// One step ahead.
    void add(Forecast forecast, int target, int h, double actual) {
        double point = forecast.point()[target][h];
        double error = Math.abs(point - actual);
        double size = Math.abs(point) + Math.abs(actual);
        steps++;
        absolute += error;
        squared += error * error;
        symmetric += size == 0 ? 0 : 200 * error / size;
        double[] quantiles = new double[levels.size()];
        for (int q = 0; q < quantiles.length; q++) {
            quantiles[q] = forecast.quantiles()[q][target][h];
            pinballs[q] += pinball(levels.get(q), quantiles[q], actual);
        }
        crps += quantiles.length == 0 ? error : crps(quantiles, actual);
        for (int i = 0; i < inside.length; i++) {
            double low = quantiles[centrals.get(i).low()];
            double high = quantiles[centrals.get(i).high()];
            inside[i] += low <= actual && actual <= high ? 1 : 0;
            widths[i] += high - low;
        }
    }

    private static double pinball(double level, double quantile, double actual) {
        return (level - (actual < quantile ? 1 : 0)) * (actual - quantile);
    }

    private double crps(double[] quantiles, double actual) {
        int last = quantiles.length - 1;
        double sum = integral(0, levels.getFirst(), quantiles[0], quantiles[0], actual)
                + integral(levels.getLast(), 1, quantiles[last], quantiles[last], actual);
        for (int q = 0; q < last; q++) {
            sum += integral(levels.get(q), levels.get(q + 1), quantiles[q], quantiles[q + 1], actual);
        }
        return 2 * sum;
    }

    /// The integral of the pinball loss between two levels, over a quantile function that is linear between them.
    private static double integral(double from, double to, double low, double high, double actual) {
        if (low < actual && actual < high) {
            double meets = from + (to - from) * (actual - low) / (high - low);
            return integral(from, meets, low, actual, actual) + integral(meets, to, actual, high, actual);
        }
        // On one side of the actual value the loss is a parabola, which Simpson's rule integrates exactly.
        double below = actual < high ? 1 : 0;
        double middle = (from + to) / 2;
        return (to - from)
                / 6
                * ((from - below) * (actual - low)
                        + 4 * (middle - below) * (actual - (low + high) / 2)
                        + (to - below) * (actual - high));
    }

    /// The errors of what was added.
    ///
    /// @param scale of the target's changes in training
    Errors errors(NaiveScale scale) {
        double mae = absolute / steps;
        double rmse = Math.sqrt(squared / steps);
        List<Double> means = new ArrayList<>();
        double pinball = levels.isEmpty() ? mae / 2 : 0;
        for (double sum : pinballs) {
            means.add(sum / steps);
            pinball += sum / steps / pinballs.length;
        }
        List<Errors.Interval> intervals = new ArrayList<>();
        for (int i = 0; i < inside.length; i++) {
            double nominal = centrals.get(i).nominal();
            intervals.add(new Errors.Interval(nominal, (double) inside[i] / steps, widths[i] / steps));
        }
        return new Errors(
                mae,
                rmse,
                symmetric / steps,
                mae == 0 ? 0 : mae / scale.absolute(),
                rmse == 0 ? 0 : rmse / scale.rootSquared(),
                means,
                pinball,
                crps / steps,
                intervals);
    }
}
