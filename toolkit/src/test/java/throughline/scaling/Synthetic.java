package throughline.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import throughline.random.Stream;
import throughline.random.Streams;

/// Rows made from a law.
final class Synthetic {
    private Synthetic() {}

    /// All combinations of sizes, each with what the law says, times noise.
    ///
    /// @param truth coefficients, in the law's order
    /// @param noise standard deviation of the logarithm
    /// @param sizes of each variable
    static Observations rows(Law law, double[] truth, double noise, long seed, double[]... sizes) {
        Stream stream = new Streams(seed).named("noise");
        List<double[]> points = List.of(new double[0]);
        for (double[] size : sizes) {
            points = points.stream()
                    .flatMap(point -> Arrays.stream(size).mapToObj(value -> with(point, value)))
                    .toList();
        }
        Map<String, double[]> columns = new LinkedHashMap<>();
        List<double[]> all = points;
        for (int i = 0; i < sizes.length; i++) {
            int variable = i;
            columns.put(
                    law.variables().get(i),
                    all.stream().mapToDouble(point -> point[variable]).toArray());
        }
        columns.put(
                law.target(),
                all.stream()
                        .mapToDouble(point -> law.predict(truth, point) * Math.exp(noise * stream.normal()))
                        .toArray());
        return Observations.of(columns);
    }

    private static double[] with(double[] point, double value) {
        double[] longer = Arrays.copyOf(point, point.length + 1);
        longer[point.length] = value;
        return longer;
    }

    /// Sizes of equal ratios.
    static double[] ratios(double from, double to, int count) {
        return IntStream.range(0, count)
                .mapToDouble(i -> from * Math.pow(to / from, i / (count - 1.0)))
                .toArray();
    }

    /// The same rows in another order.
    static Observations shuffled(Observations rows, long seed) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, rows.size()).boxed().toList());
        new Streams(seed).named("order").shuffle(order);
        return rows.pick(order.stream().mapToInt(Integer::intValue).toArray());
    }
}
