package throughline.cluster.monitor;

import java.util.Arrays;
import throughline.data.Sample;

/// The middle of some values, and how far from it they lie.
///
/// @param median    of the values
/// @param deviation median of the absolute distances from it
record Middle(double median, double deviation) {
    /// @param values one or more
    static Middle of(double[] values) {
        double median = new Sample(values).quantile(0.5);
        double[] distances =
                Arrays.stream(values).map(v -> Math.abs(v - median)).toArray();
        return new Middle(median, new Sample(distances).quantile(0.5));
    }
}
