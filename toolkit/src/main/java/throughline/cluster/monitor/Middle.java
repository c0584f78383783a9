package throughline.cluster.monitor;

import java.util.Arrays;

/// The middle of some values, and how far from it they lie.
///
/// @param median    of the values
/// @param deviation median of the absolute distances from it
record Middle(double median, double deviation) {
    /// @param values one or more
    static Middle of(double[] values) {
        double median = median(values);
        return new Middle(
                median,
                median(Arrays.stream(values).map(v -> Math.abs(v - median)).toArray()));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
