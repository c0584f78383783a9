package throughline.learning.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/// Brings features to one scale: so many spreads from the middle, at most ten.
///
/// @param middle `[feature]`
/// @param spread `[feature]`, positive
record Standard(double[] middle, double[] spread) {
    private static final double FARTHEST = 10;
    /// A median absolute deviation is so much less than the standard deviation of a normal law.
    private static final double NORMAL = 1.4826;

    /// By mean and standard deviation.
    static Standard byMean(double[][] x) {
        int features = x[0].length;
        double[] mean = new double[features];
        double[] spread = new double[features];
        for (int f = 0; f < features; f++) {
            int feature = f;
            mean[f] = Arrays.stream(x).mapToDouble(row -> row[feature]).sum() / x.length;
            double squares = Arrays.stream(x)
                    .mapToDouble(row -> (row[feature] - mean[feature]) * (row[feature] - mean[feature]))
                    .sum();
            spread[f] = positive(Math.sqrt(squares / x.length));
        }
        return new Standard(mean, spread);
    }

    /// By median and median absolute deviation, or the standard deviation where that is 0: what a few outliers leave
    /// as it is.
    static Standard byMedian(double[][] x) {
        Standard usual = byMean(x);
        int features = x[0].length;
        double[] middle = new double[features];
        double[] spread = new double[features];
        for (int f = 0; f < features; f++) {
            int feature = f;
            middle[f] = median(Arrays.stream(x).mapToDouble(row -> row[feature]));
            double deviation = median(Arrays.stream(x).mapToDouble(row -> Math.abs(row[feature] - middle[feature])));
            spread[f] = deviation > 0 ? NORMAL * deviation : usual.spread[f];
        }
        return new Standard(middle, spread);
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static double positive(double spread) {
        return spread > 0 ? spread : 1;
    }

    /// Features on the common scale.
    double[] of(double[] x) {
        double[] scaled = new double[x.length];
        for (int f = 0; f < scaled.length; f++) {
            scaled[f] = Math.clamp((x[f] - middle[f]) / spread[f], -FARTHEST, FARTHEST);
        }
        return scaled;
    }

    double[][] of(double[][] x) {
        return Arrays.stream(x).map(this::of).toArray(double[][]::new);
    }

    void write(DataOutput out) throws IOException {
        Numbers.write(middle, out);
        Numbers.write(spread, out);
    }

    /// What [#write] wrote.
    static Standard read(DataInput in) throws IOException {
        return new Standard(Numbers.read(in), Numbers.read(in));
    }
}
