package throughline.learning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;

/// Runs made for tests.
final class Runs {
    private Runs() {}

    static Series of(String run, double... values) {
        return new Series(run, 0, 1, List.of("y"), new double[][] {values}, new LinkedHashMap<>());
    }

    /// Runs of one column `y`, each value from the one before and a standard normal draw, starting at 0.
    static List<Series> process(int runs, int steps, long seed, ToDoubleBiFunction<Double, Double> next) {
        List<Series> all = new ArrayList<>();
        for (int r = 0; r < runs; r++) {
            Random random = new Random(seed + r);
            double[] values = new double[steps];
            for (int i = 1; i < steps; i++) {
                values[i] = next.applyAsDouble(values[i - 1], random.nextGaussian());
            }
            all.add(of("run-" + r, values));
        }
        return all;
    }

    /// A first-order autoregression whose changes are half undone at each step.
    static List<Series> meanReverting(int runs, int steps, long seed) {
        return process(runs, steps, seed, (y, e) -> 0.5 * y + e);
    }

    static List<Series> randomWalk(int runs, int steps, long seed) {
        return process(runs, steps, seed, Double::sum);
    }
}
