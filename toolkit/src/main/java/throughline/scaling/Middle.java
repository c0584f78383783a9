package throughline.scaling;

import java.util.Arrays;

/// The middle of sizes that span orders of magnitude, and which of them are nearly one.
final class Middle {
    /// Sizes that differ by less than this are one size: a model with streams has some parameters more than
    /// without.
    private static final double ALIKE = 0.05;

    private Middle() {}

    /// The geometric mean.
    static double of(double[] values) {
        return StrictMath.exp(
                Arrays.stream(values).map(StrictMath::log).average().orElseThrow());
    }

    /// Whether two sizes are nearly one.
    static boolean alike(double a, double b) {
        return Math.abs(StrictMath.log(a / b)) < ALIKE;
    }

    /// The geometric mean of a column.
    static double of(double[][] rows, int column) {
        return of(Arrays.stream(rows).mapToDouble(row -> row[column]).toArray());
    }
}
