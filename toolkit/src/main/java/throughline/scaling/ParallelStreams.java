package throughline.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// `E + (A / (N (1 + k ln P)))^alpha`: P parallel streams are worth 1 + k ln P times the parameters.
record ParallelStreams() implements Law {
    private static final double[] FLOORS = {0.2, 0.5, 0.8, 0.95};
    private static final double[] EXPONENTS = {0.1, 0.3, 0.6, 1};
    private static final double[] GAINS = {0.1, 0.4, 1};

    @Override
    public String formula() {
        return "E + (A / (N (1 + k ln P)))^alpha";
    }

    @Override
    public String target() {
        return "loss";
    }

    @Override
    public List<String> variables() {
        return List.of("N", "P");
    }

    @Override
    public List<Coefficient> coefficients() {
        return List.of(
                Coefficient.positive("E"),
                Coefficient.positive("A"),
                Coefficient.positive("alpha"),
                Coefficient.positive("k"));
    }

    @Override
    public double predict(double[] c, double[] x) {
        return c[0] + StrictMath.pow(c[1] / (x[0] * (1 + c[3] * StrictMath.log(x[1]))), c[2]);
    }

    @Override
    public double logarithm(double[] c, double[] x, double[] slopes) {
        double gain = c[3] * StrictMath.log(x[1]);
        double ratio = StrictMath.log(c[1] / (x[0] * (1 + gain)));
        double term = StrictMath.exp(c[2] * ratio);
        double sum = c[0] + term;
        slopes[0] = c[0] / sum;
        slopes[1] = c[2] * term / sum;
        slopes[2] = c[2] * ratio * term / sum;
        slopes[3] = -c[2] * gain / (1 + gain) * term / sum;
        return StrictMath.log(sum);
    }

    @Override
    public List<double[]> starts(double[][] x, double[] y) {
        double least = Arrays.stream(y).min().orElseThrow();
        double typical = Middle.of(y);
        double streams = StrictMath.log(Middle.of(x, 1));
        List<double[]> starts = new ArrayList<>();
        for (double floor : FLOORS) {
            for (double exponent : EXPONENTS) {
                for (double gain : GAINS) {
                    double size = Middle.of(x, 0) * (1 + gain * streams);
                    double scale = size * StrictMath.pow(typical - floor * least, 1 / exponent);
                    starts.add(new double[] {floor * least, scale, exponent, gain});
                }
            }
        }
        return starts;
    }
}
