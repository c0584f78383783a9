package throughline.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The share of calibration scores that each interval must hold, moved as the answers of one run come in: adaptive
/// conformal inference (Gibbs & Candes 2021, equation 2) for each interval, target and step ahead on its own. With
/// `a` the share that may fall outside, and `miss` 1 for an answer that did, `a' = a + gamma (1 - nominal - miss)`.
final class Shares {
    private final double gamma;
    private final List<Central> centrals;
    private final double[][][] shares;
    private final List<Window> asked = new ArrayList<>();
    private final List<Forecast> answered = new ArrayList<>();
    /// Of each step ahead, how many forecasts' answers have been seen.
    private final int[] seen;

    /// @param gamma how fast; 0 keeps the shares as they are asked for
    Shares(Task task, double gamma) {
        this.gamma = gamma;
        centrals = Central.of(task.levels());
        shares = new double[centrals.size()][task.targets().size()][task.horizon()];
        seen = new int[task.horizon()];
        for (int c = 0; c < shares.length; c++) {
            for (double[] row : shares[c]) {
                Arrays.fill(row, centrals.get(c).nominal());
            }
        }
    }

    /// The share to hold now.
    double of(int central, int target, int h) {
        return shares[central][target][h];
    }

    /// Whether a window comes after all those before, in the same run.
    boolean goesOn(Window window) {
        return asked.isEmpty()
                || asked.getLast().series() == window.series()
                        && asked.getLast().now() < window.now();
    }

    /// Learns from every answer that has come by this step, and from none that has not.
    void until(int now) {
        for (int h = 0; gamma > 0 && h < seen.length; h++) {
            while (seen[h] < asked.size() && asked.get(seen[h]).now() + h + 1 <= now) {
                learn(asked.get(seen[h]), answered.get(seen[h]), h);
                seen[h]++;
            }
        }
    }

    private void learn(Window window, Forecast forecast, int h) {
        for (int c = 0; c < shares.length; c++) {
            Central central = centrals.get(c);
            for (int t = 0; t < shares[c].length; t++) {
                double came = window.view().inputs()[t][window.now() + 1 + h];
                boolean inside = forecast.quantiles()[central.low()][t][h] <= came
                        && came <= forecast.quantiles()[central.high()][t][h];
                shares[c][t][h] -= gamma * (1 - central.nominal() - (inside ? 0 : 1));
            }
        }
    }

    /// Remembers a forecast until its answers come.
    void add(Window window, Forecast forecast) {
        if (gamma > 0) {
            asked.add(window);
            answered.add(forecast);
        }
    }
}
