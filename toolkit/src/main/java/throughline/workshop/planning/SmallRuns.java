package throughline.workshop.planning;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.scaling.Fit;
import throughline.scaling.Law;
import throughline.scaling.Observations;
import throughline.workshop.Exercise;
import throughline.workshop.Judge;

/// Losses of small runs, of which the exercise on scaling laws asks what a large one will come to. They are drawn from
/// Chinchilla's law with the coefficients of its paper (Hoffmann and others, 2022, table A3), and vary a little.
public final class SmallRuns {
    /// How much larger than the largest small run, in compute, the run is that is to be predicted.
    public static final double LARGER = 100;

    private static final Map<String, Double> HOFFMANN =
            Map.of("E", 1.69, "A", 406.4, "B", 410.7, "alpha", 0.34, "beta", 0.28);
    private static final int RUNS = 8;
    private static final double SMALLEST = 20e6;
    private static final double TOKENS_A_PARAMETER = 20;
    private static final double VARIES = 0.002;

    private SmallRuns() {}

    static List<Exercise> exercises() {
        return List.of(new Exercise("extrapolate", "the loss of a run a hundred times as large", 8, 1, extrapolate()));
    }

    /// Eight runs of 20 tokens a parameter, each of twice the parameters of the one before: columns `N`, `D`, `C` (in
    /// units of 1e18 operations) and `loss`.
    public static Observations rows() {
        Stream noise = new Streams(1).named("losses");
        double[] n =
                IntStream.range(0, RUNS).mapToDouble(i -> SMALLEST * (1 << i)).toArray();
        double[] d = IntStream.range(0, RUNS)
                .mapToDouble(i -> TOKENS_A_PARAMETER * n[i])
                .toArray();
        double[] c = IntStream.range(0, RUNS)
                .mapToDouble(i -> 6 * n[i] * d[i] / 1e18)
                .toArray();
        double[] loss = IntStream.range(0, RUNS)
                .mapToDouble(i -> loss(n[i], d[i]) * (1 + VARIES * noise.normal()))
                .toArray();
        Map<String, double[]> columns = new LinkedHashMap<>();
        columns.put("N", n);
        columns.put("D", d);
        columns.put("C", c);
        columns.put("loss", loss);
        return Observations.of(columns);
    }

    private static double loss(double parameters, double tokens) {
        return HOFFMANN.get("E")
                + HOFFMANN.get("A") / Math.pow(parameters, HOFFMANN.get("alpha"))
                + HOFFMANN.get("B") / Math.pow(tokens, HOFFMANN.get("beta"));
    }

    /// The compute of the large run, in units of 1e18 operations.
    public static double largeCompute() {
        double[] compute = rows().column("C");
        return LARGER * compute[compute.length - 1];
    }

    /// What the large run comes to.
    static double largeLoss() {
        double parameters = Math.sqrt(largeCompute() * 1e18 / 6 / TOKENS_A_PARAMETER);
        return loss(parameters, TOKENS_A_PARAMETER * parameters);
    }

    static Judge extrapolate() {
        return Judge.number(SmallRuns::largeLoss, 0.02, "nats a token")
                .mistake(
                        () -> straight(rows(), largeCompute()),
                        "That is a straight line on logarithmic axes, which ends at no loss at all. Text cannot be"
                                + " foretold for certain: the law needs a floor.")
                .mistake(
                        () -> throughAll(rows(), largeCompute()),
                        "A curve through all points follows their noise; beyond the last of them it goes anywhere.")
                .mistake(
                        () -> rows().column("loss")[RUNS - 1],
                        "That is the largest of the small runs: a hundred times the compute gains something.");
    }

    /// The line through the logarithms of compute and loss, by least squares.
    public static double straight(Observations rows, double compute) {
        double[] x = logarithms(rows.column("C"));
        double[] y = logarithms(rows.column("loss"));
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double xy = IntStream.range(0, x.length)
                .mapToDouble(i -> (x[i] - meanX) * (y[i] - meanY))
                .sum();
        double xx =
                Arrays.stream(x).map(value -> (value - meanX) * (value - meanX)).sum();
        return Math.exp(meanY + xy / xx * (Math.log(compute) - meanX));
    }

    /// The polynomial in the logarithm of compute that goes through every loss (Lagrange).
    public static double throughAll(Observations rows, double compute) {
        double[] x = logarithms(rows.column("C"));
        double[] y = rows.column("loss");
        double at = Math.log(compute);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double term = y[i];
            for (int j = 0; j < x.length; j++) {
                term *= i == j ? 1 : (at - x[j]) / (x[i] - x[j]);
            }
            sum += term;
        }
        return sum;
    }

    private static double[] logarithms(double[] values) {
        return Arrays.stream(values).map(Math::log).toArray();
    }

    /// The power law with a floor, fitted to the rows.
    static Fit withFloor() {
        return Law.power("C").fit(rows());
    }
}
