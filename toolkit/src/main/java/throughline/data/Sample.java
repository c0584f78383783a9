package throughline.data;

import java.util.Arrays;

/// Numbers in ascending order.
public final class Sample {
    private final double[] sorted;

    /// @param values at least one, all finite; in any order
    public Sample(double... values) {
        sorted = values.clone();
        Arrays.sort(sorted);
    }

    /// All of them, ascending.
    public double[] sorted() {
        return sorted.clone();
    }

    /// The value below which a share of the sample lies, interpolated between neighbours.
    ///
    /// @param share from 0 to 1
    public double quantile(double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
