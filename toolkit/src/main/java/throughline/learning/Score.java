package throughline.learning;

import java.util.List;
import throughline.spec.BadInput;

/// How far forecasts are from what came, over all windows and horizons taken together (not the mean of windows'
/// errors). Lower is better.
///
/// @param windows       how many were forecast
/// @param mae           mean absolute error, in the target's unit
/// @param rmse          root of the mean squared error, in the target's unit
/// @param mase          MAE over the mean absolute one-step change of the training runs: 1 is as far off as the last
///                      value is one step ahead (Hyndman & Koehler 2006). Where the training runs never change, 0 for
///                      forecasts without error and infinite for all others
/// @param maeByHorizon  `[horizon]`, the nearest first; its mean is `mae`
/// @param rmseByHorizon `[horizon]`; the root of the mean of its squares is `rmse`
public record Score(int windows, double mae, double rmse, double mase, double[] maeByHorizon, double[] rmseByHorizon) {
    /// @param forecast `[window][horizon]`
    /// @param actual   `[window][horizon]`, what came
    /// @param scale    mean absolute one-step change of the target, as [#naiveScale(Windows)] gives it
    /// @throws BadInput if there is no window, or the two are unequally long
    public static Score of(double[][] forecast, double[][] actual, double scale) {
        if (forecast.length == 0 || forecast.length != actual.length) {
            throw new BadInput(
                    "[%d] forecasts for %d windows; as many, and at least one", forecast.length, actual.length);
        }
        int horizon = actual[0].length;
        double[] absolute = new double[horizon];
        double[] squared = new double[horizon];
        for (int w = 0; w < actual.length; w++) {
            for (int h = 0; h < horizon; h++) {
                double error = forecast[w][h] - actual[w][h];
                absolute[h] += Math.abs(error);
                squared[h] += error * error;
            }
        }
        double mae = 0;
        double mse = 0;
        for (int h = 0; h < horizon; h++) {
            absolute[h] /= actual.length;
            mae += absolute[h] / horizon;
            mse += squared[h] / actual.length / horizon;
            squared[h] = Math.sqrt(squared[h] / actual.length);
        }
        double mase = mae == 0 ? 0 : mae / scale;
        return new Score(actual.length, mae, Math.sqrt(mse), mase, absolute, squared);
    }

    /// The score of one target of some forecasts.
    ///
    /// @param forecasts one a window
    /// @param windows   whose answers are known
    /// @param target    from 0
    /// @param train     gives the scale of `mase`
    /// @throws BadInput if there is no window, or the two are unequally long
    public static Score of(List<Forecast> forecasts, List<Window> windows, int target, Windows train) {
        double[][] forecast =
                forecasts.stream().map(each -> each.point()[target]).toArray(double[][]::new);
        double[][] actual = windows.stream().map(each -> each.actual()[target]).toArray(double[][]::new);
        return of(forecast, actual, naiveScale(train, target));
    }

    /// The mean absolute one-step change of a target over the stretches that training may see, never across two.
    ///
    /// @param target from 0
    public static double naiveScale(Windows train, int target) {
        double sum = 0;
        long steps = 0;
        for (double[][] columns : train.stretches().toList()) {
            double[] values = columns[target];
            for (int i = 1; i < values.length; i++) {
                sum += Math.abs(values[i] - values[i - 1]);
            }
            steps += Math.max(0, values.length - 1);
        }
        return steps == 0 ? 0 : sum / steps;
    }
}
