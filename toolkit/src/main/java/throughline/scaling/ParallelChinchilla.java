package throughline.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// `E + A / (N (1 + k ln P))^alpha + B / D^beta`: parallel streams are worth parameters, beside data.
final class ParallelChinchilla implements Law {
    private static final double[] GAINS = {0.1, 0.4, 1};
    private static final List<Coefficient> COEFFICIENTS = List.of(
            Coefficient.positive("E"),
            Coefficient.positive("A"),
            Coefficient.positive("alpha"),
            Coefficient.positive("B"),
            Coefficient.positive("beta"),
            Coefficient.positive("k"));

    private final SumOfPowers plain =
            new SumOfPowers("E", List.of(Term.of("A", "N", "alpha"), Term.of("B", "D", "beta")));

    @Override
    public String formula() {
        return "E + A / (N (1 + k ln P))^alpha + B / D^beta";
    }

    @Override
    public String target() {
        return "loss";
    }

    @Override
    public List<String> variables() {
        return List.of("N", "D", "P");
    }

    @Override
    public List<Coefficient> coefficients() {
        return COEFFICIENTS;
    }

    @Override
    public double predict(double[] c, double[] x) {
        return plain.predict(c, effective(c[5], x));
    }

    /// The sum's slopes; that by ln k is the slope by ln N times what N gains.
    @Override
    public double logarithm(double[] c, double[] x, double[] slopes) {
        double[] sum = new double[5];
        double logarithm = plain.logarithm(c, effective(c[5], x), sum);
        System.arraycopy(sum, 0, slopes, 0, sum.length);
        double gain = c[5] * StrictMath.log(x[2]);
        slopes[5] = -c[2] * sum[1] * gain / (1 + gain);
        return logarithm;
    }

    private static double[] effective(double k, double[] x) {
        return new double[] {x[0] * (1 + k * StrictMath.log(x[2])), x[1]};
    }

    @Override
    public List<double[]> starts(double[][] x, double[] y) {
        List<double[]> starts = new ArrayList<>();
        for (double[] start : plain.starts(x, y)) {
            for (double gain : GAINS) {
                double[] with = Arrays.copyOf(start, start.length + 1);
                with[start.length] = gain;
                starts.add(with);
            }
        }
        return starts;
    }
}
