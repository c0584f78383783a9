package throughline.smile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.random.Stream;
import throughline.random.Streams;

/// Trees by themselves.
class GrowerTest {
    private static double[][] rows(int rows, int columns, long seed) {
        Stream random = new Streams(seed).named("rows");
        double[][] x = new double[rows][columns];
        for (double[] row : x) {
            // Few values, so that many rows lie on a threshold's side together.
            Arrays.setAll(row, column -> random.below(8) / 4.0);
        }
        return x;
    }

    private static int[] once(int rows) {
        int[] samples = new int[rows];
        Arrays.fill(samples, 1);
        return samples;
    }

    @Test
    void aTreeFindsStepsToTheBit() {
        double[][] x = rows(400, 3, 1);
        double[][] y = Arrays.stream(x)
                .map(row -> new double[] {row[0] > 1 ? 5 : row[1] > 0.5 ? 2 : -1, row[0] > 1 ? -3 : 0})
                .toArray(double[][]::new);
        var limits = new Grower.Limits(1, 20, 400, 1);
        Tree tree = new Grower(x).grow(y, new Grower.Block(0, 2), once(400), limits, new Streams(1));
        for (int row = 0; row < x.length; row++) {
            double[] sum = new double[2];
            tree.addTo(sum, 1, x[row]);
            assertThat(sum).containsExactly(y[row], within(1e-12));
        }
    }

    /// Leaves hold means, so what is left over adds up to zero, and trees of more leaves leave over less.
    @Property(tries = 25)
    void whatATreeLeavesOverAddsUpToZero(
            @ForAll @IntRange(min = 20, max = 200) int rows,
            @ForAll @IntRange(min = 2, max = 30) int leaves,
            @ForAll @IntRange(min = 0, max = 2) int first,
            @ForAll long seed) {
        double[][] x = rows(rows, 4, seed);
        double[][] y = rows(rows, 3, seed + 1);
        var block = new Grower.Block(first, 3);
        var limits = new Grower.Limits(0.5, 20, leaves, 2);
        Tree tree = new Grower(x).grow(y, block, once(rows), limits, new Streams(seed));
        double[] left = new double[3];
        double[] sums = new double[3];
        for (int row = 0; row < rows; row++) {
            double[] answer = new double[3];
            tree.addTo(answer, 1, x[row]);
            for (int output = 0; output < 3; output++) {
                left[output] += output < first ? answer[output] : y[row][output] - answer[output];
                sums[output] += Math.abs(y[row][output]);
            }
        }
        assertThat(left)
                .containsExactly(
                        new double[3], within(1e-9 * (1 + Arrays.stream(sums).sum())));
        assertThat(tree.values().length).isBetween(1, leaves);
    }

    @Test
    void aTreeIsTheSameOnAnyThreadWhateverGrewThereBefore() throws Exception {
        double[][] x = rows(300, 6, 3);
        double[][] y = rows(300, 2, 4);
        Grower grower = new Grower(x);
        List<String> alone =
                IntStream.range(0, 8).mapToObj(t -> grown(grower, y, t)).toList();
        try (var threads = Executors.newFixedThreadPool(3)) {
            var later = IntStream.range(0, 32)
                    .mapToObj(t -> threads.submit(() -> grown(grower, y, t % 8)))
                    .toList();
            for (int t = 0; t < 32; t++) {
                assertThat(later.get(t).get()).isEqualTo(alone.get(t % 8));
            }
        }
    }

    private static String grown(Grower grower, double[][] y, int number) {
        Tree tree = grower.grow(
                y,
                new Grower.Block(0, 2),
                once(y.length),
                new Grower.Limits(0.4, 20, 300, 3),
                new Streams(9).below("tree " + number));
        return Arrays.toString(tree.feature()) + Arrays.toString(tree.threshold()) + Arrays.deepToString(tree.values());
    }
}
