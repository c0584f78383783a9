package throughline.learning;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import throughline.data.Sample;

/// How errors of point forecasts are spread, by target and step ahead.
///
/// @param levels  of the quantiles
/// @param offsets `[level][target][horizon]`: quantiles of what came, less what was forecast
record Spread(List<Double> levels, double[][][] offsets) {
    /// Errors are looked at in at most about this many windows, evenly chosen: quantiles need no more.
    private static final int LOOKED_AT = 4_000;

    /// @param points   forecasts of many windows, `[target][horizon]` each
    /// @param windows  whose answers are known
    static Spread of(Function<List<Window>, List<double[][]>> points, Windows windows) {
        Task task = windows.task();
        int targets = task.targets().size();
        int apart = Math.max(1, windows.size() / LOOKED_AT);
        double[][][] offsets = new double[task.levels().size()][targets][task.horizon()];
        if (task.levels().isEmpty() || windows.isEmpty()) {
            return new Spread(task.levels(), offsets);
        }
        Windows some = windows.every(Math.multiplyExact(task.stride(), apart));
        List<double[][]> forecasts = points.apply(some);
        double[][][] errors = new double[targets][task.horizon()][some.size()];
        for (int w = 0; w < some.size(); w++) {
            double[][] actual = some.get(w).actual();
            for (int t = 0; t < targets; t++) {
                for (int h = 0; h < task.horizon(); h++) {
                    errors[t][h][w] = actual[t][h] - forecasts.get(w)[t][h];
                }
            }
        }
        for (int t = 0; t < targets; t++) {
            for (int h = 0; h < task.horizon(); h++) {
                Sample sample = new Sample(errors[t][h]);
                for (int q = 0; q < offsets.length; q++) {
                    offsets[q][t][h] = sample.quantile(task.levels().get(q));
                }
            }
        }
        return new Spread(task.levels(), offsets);
    }

    /// A forecast with its quantiles.
    ///
    /// @param point `[target][horizon]`
    Forecast around(double[][] point) {
        double[][][] quantiles = new double[offsets.length][point.length][point[0].length];
        for (int q = 0; q < offsets.length; q++) {
            for (int t = 0; t < point.length; t++) {
                for (int h = 0; h < point[t].length; h++) {
                    quantiles[q][t][h] = point[t][h] + offsets[q][t][h];
                }
            }
        }
        return new Forecast(point, levels, quantiles);
    }

    void write(DataOutput out) throws IOException {
        for (double[][] level : offsets) {
            for (double[] target : level) {
                for (double offset : target) {
                    out.writeDouble(offset);
                }
            }
        }
    }

    static Spread read(Task task, DataInput in) throws IOException {
        double[][][] offsets = new double[task.levels().size()][task.targets().size()][task.horizon()];
        for (double[][] level : offsets) {
            for (double[] target : level) {
                for (int h = 0; h < target.length; h++) {
                    target[h] = in.readDouble();
                }
            }
        }
        return new Spread(task.levels(), offsets);
    }
}
