package throughline.learning;

import java.util.Arrays;
import java.util.List;
import throughline.spec.BadInput;

/// The answer of a forecaster to one window.
///
/// @param point     `[target][horizon]`, the nearest step first, in the targets' units
/// @param levels    of the quantiles, ascending, in (0, 1); empty for a point forecast alone
/// @param quantiles `[level][target][horizon]`, never descending with the level
public record Forecast(double[][] point, List<Double> levels, double[][][] quantiles) {
    /// Quantiles that cross are put in order, which brings them, taken together, no farther from the truth
    /// (Chernozhukov, Fernandez-Val & Galichon 2010).
    public Forecast {
        levels = List.copyOf(levels);
        if (quantiles.length != levels.size()) {
            throw new BadInput("[%d] quantiles for %d levels; one each", quantiles.length, levels.size());
        }
        quantiles = ordered(quantiles, point);
    }

    /// A point forecast alone.
    ///
    /// @param point `[target][horizon]`
    public static Forecast of(double[][] point) {
        return new Forecast(point, List.of(), new double[0][][]);
    }

    private static double[][][] ordered(double[][][] quantiles, double[][] point) {
        double[][][] ordered = new double[quantiles.length][point.length][point[0].length];
        double[] column = new double[quantiles.length];
        for (int t = 0; t < point.length; t++) {
            for (int h = 0; h < point[t].length; h++) {
                for (int q = 0; q < column.length; q++) {
                    column[q] = quantiles[q][t][h];
                }
                Arrays.sort(column);
                for (int q = 0; q < column.length; q++) {
                    ordered[q][t][h] = column[q];
                }
            }
        }
        return ordered;
    }

    /// The quantiles of one level, `[target][horizon]`.
    ///
    /// @throws BadInput if there are none of this level
    public double[][] quantile(double level) {
        int index = levels.indexOf(level);
        if (index < 0) {
            throw new BadInput("no quantile [%s] in this forecast; there are %s", level, levels);
        }
        return quantiles[index];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Forecast forecast
                && Arrays.deepEquals(point, forecast.point)
                && levels.equals(forecast.levels)
                && Arrays.deepEquals(quantiles, forecast.quantiles);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(point) + 31 * Arrays.deepHashCode(quantiles);
    }

    @Override
    public String toString() {
        return "%s, quantiles %s".formatted(Arrays.deepToString(point), levels);
    }
}
