package throughline.papers.fab;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import throughline.data.Estimate;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// The outer loop of policy optimisation, as far as a plateau needs it: each update takes a step towards the optimum of
/// `f(x) = x^2 / 2` along a gradient that N environments estimate, `x' = x - step (x + noise / sqrt(N) z)` with z
/// standard normal.
///
/// It settles where what a step gains is what its noise loses: `E x^2 = step noise^2 / (N (2 - step))`. Before that,
/// what is left of `E x^2` above this floor falls by `(1 - step)^2` an update.
///
/// ```java
/// double[] steps = {0.8, 0.4, 0.1};
/// int[] environments = {1, 4, 16, 64, 256};
/// show(Figure.of(OuterLoop.plot(steps, 10, environments, 2_000, 20, 1)));
/// ```
///
/// @param step         of an update, above 0 and below 2
/// @param noise        standard deviation of one environment's gradient, at least 0
/// @param environments N, at least 1
/// @param start        x before the first update
public record OuterLoop(double step, double noise, int environments, double start) {
    public OuterLoop {
        if (!(step > 0 && step < 2 && noise >= 0 && environments >= 1)) {
            throw new BadInput(
                    "step [%s] must be above 0 and below 2, noise [%s] at least 0, environments [%d] at least 1",
                    step, noise, environments);
        }
    }

    /// Where `E x^2` settles.
    public double floor() {
        return step * noise * noise / (environments * (2 - step));
    }

    /// `E x^2` after some updates.
    ///
    /// @param updates made, at least 0
    public double expected(int updates) {
        double left = Math.pow(1 - step, 2.0 * updates);
        return floor() + (start * start - floor()) * left;
    }

    /// x after each update.
    ///
    /// @param updates to make
    /// @param random  one normal number is drawn an update
    public double[] path(int updates, Stream random) {
        double[] path = new double[updates];
        double x = start;
        for (int k = 0; k < updates; k++) {
            x -= step * (x + noise / Math.sqrt(environments) * random.normal());
            path[k] = x;
        }
        return path;
    }

    /// Where `x^2` settles in simulation: its mean over updates, after 10 time constants are thrown away.
    ///
    /// @param updates      of each run, after those thrown away
    /// @param replications runs, each with random numbers of its own
    public Estimate simulatedFloor(int updates, int replications, Streams streams) {
        int thrownAway = (int) Math.ceil(10 / step);
        double[] means = IntStream.range(0, replications)
                .mapToDouble(r -> Arrays.stream(path(thrownAway + updates, streams.named("run-" + r)))
                        .skip(thrownAway)
                        .map(x -> x * x)
                        .average()
                        .orElseThrow())
                .toArray();
        return Estimate.of(means);
    }

    /// The slope of log floor over log N, simulated, one a replication.
    static Estimate slope(double step, double noise, int[] environments, int updates, int replications, long seed) {
        Streams streams = new Streams(seed);
        IntToDoubleFunction oneSlope = r -> {
            double[] x = new double[environments.length];
            double[] y = new double[environments.length];
            for (int i = 0; i < x.length; i++) {
                OuterLoop loop = new OuterLoop(step, noise, environments[i], 0);
                x[i] = Math.log(environments[i]);
                y[i] = Math.log(loop.simulatedFloor(updates, 1, streams.below("N-" + environments[i] + "/" + r))
                        .mean());
            }
            return slope(x, y);
        };
        return Estimate.of(
                IntStream.range(0, replications).mapToDouble(oneSlope).toArray());
    }

    /// Of the straight line with the least squares.
    private static double slope(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double products = 0;
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            products += (x[i] - meanX) * (y[i] - meanY);
            squares += (x[i] - meanX) * (x[i] - meanX);
        }
        return products / squares;
    }

    /// The floor over N for some step sizes, both on logarithmic axes: lines by the law, points with intervals of 95 %
    /// simulated, from loops that begin at the optimum.
    ///
    /// @param steps        of an update, each above 0 and below 2; one line each
    /// @param noise        standard deviation of one environment's gradient, above 0
    /// @param environments numbers of them, ascending
    /// @param updates      of each run that are averaged, after 10 time constants are thrown away
    /// @param replications runs of each point, at least 2
    /// @param seed         of the simulated points
    public static Plot plot(
            double[] steps, double noise, int[] environments, int updates, int replications, long seed) {
        Plot plot = Plot.of(
                "The plateau falls as the number of environments and, nearly, as the step",
                new Axis("environments", "", true),
                new Axis("mean square distance from the optimum", "", true));
        double[] x = Arrays.stream(environments).asDoubleStream().toArray();
        for (double step : steps) {
            Streams streams = new Streams(seed).below("step-" + step);
            Estimate[] floors = Arrays.stream(environments)
                    .mapToObj(n -> new OuterLoop(step, noise, n, 0)
                            .simulatedFloor(updates, replications, streams.below("N-" + n)))
                    .toArray(Estimate[]::new);
            double[] law = Arrays.stream(environments)
                    .mapToDouble(n -> new OuterLoop(step, noise, n, 0).floor())
                    .toArray();
            plot = plot.line("law, step " + step, x, law)
                    .intervals(
                            "simulated, step " + step,
                            x,
                            Arrays.stream(floors).mapToDouble(Estimate::mean).toArray(),
                            Arrays.stream(floors).mapToDouble(f -> f.low(0.95)).toArray(),
                            Arrays.stream(floors).mapToDouble(f -> f.high(0.95)).toArray());
        }
        return plot;
    }
}
