package throughline.scaling;

import java.util.Arrays;

/// Geometric means: the middle of sizes that span orders of magnitude.
final class Middle {
    private Middle() {}

    static double of(double[] values) {
        return StrictMath.exp(
                Arrays.stream(values).map(StrictMath::log).average().orElseThrow());
    }

    static double of(double[][] rows, int column) {
        return of(Arrays.stream(rows).mapToDouble(row -> row[column]).toArray());
    }
}
