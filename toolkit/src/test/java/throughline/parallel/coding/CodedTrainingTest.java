package throughline.parallel.coding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.hipparchus.fraction.Fraction;
import throughline.random.Stream;
import throughline.random.Streams;

/// Logistic regressions trained in turn, one more than the scheme's delay: codes and stragglers leave no trace.
class CodedTrainingTest {
    private static final int ROWS = 200;
    private static final int FEATURES = 4;
    private static final int STEPS = 30;

    private final double[][] features = new double[ROWS][FEATURES];
    private final double[] labels = new double[ROWS];

    CodedTrainingTest() {
        Stream stream = new Streams(11).named("rows");
        for (int row = 0; row < ROWS; row++) {
            double margin = 0;
            for (int i = 0; i < FEATURES; i++) {
                features[row][i] = stream.normal();
                margin += (i - 1.5) * features[row][i];
            }
            labels[row] = margin + stream.normal() > 0 ? 1 : 0;
        }
    }

    private double[] gradient(double[] weights, int from, int to) {
        double[] gradient = new double[FEATURES];
        for (int row = from; row < to; row++) {
            double margin = 0;
            for (int i = 0; i < FEATURES; i++) {
                margin += weights[i] * features[row][i];
            }
            double wrong = 1 / (1 + Math.exp(-margin)) - labels[row];
            for (int i = 0; i < FEATURES; i++) {
                gradient[i] += wrong * features[row][i] / ROWS;
            }
        }
        return gradient;
    }

    private static void descend(double[] weights, double[] gradient) {
        for (int i = 0; i < FEATURES; i++) {
            weights[i] -= 2 * gradient[i];
        }
    }

    /// Models begin apart, at all ones times their number.
    private static double[][] models(int count) {
        double[][] models = new double[count][FEATURES];
        for (int m = 0; m < count; m++) {
            Arrays.fill(models[m], 0.1 * m);
        }
        return models;
    }

    private double[][] uncoded(int count) {
        double[][] models = models(count);
        for (int step = 0; step < STEPS; step++) {
            for (double[] model : models) {
                descend(model, gradient(model, 0, ROWS));
            }
        }
        return models;
    }

    private double[][] coded(Scheme scheme, long seed) {
        int count = scheme.delay() + 1;
        double[][] models = models(count);
        int[] edges = edges(scheme.chunks());
        var run = new CodedGradients(
                scheme,
                STEPS * count,
                (job, chunk) -> gradient(models[job % count], edges[chunk], edges[chunk + 1]),
                new Streams(seed).named("code"));
        Stream stream = new Streams(seed).named("stragglers");
        int next = 0;
        while (!run.over()) {
            BitSet late = new BitSet();
            IntStream.range(0, scheme.workers()).forEach(worker -> late.set(worker, stream.uniform() < 0.1));
            int due = run.course().round() - scheme.delay();
            run.round(run.course().mayMiss(late) ? late : new BitSet());
            if (due >= 0 && due < STEPS * count) {
                assertThat(due).isEqualTo(next);
                descend(models[due % count], run.gradient(due));
                next++;
            }
        }
        assertThat(next).isEqualTo(STEPS * count);
        return models;
    }

    /// The rows at which chunks end, as near as whole rows come to their shares.
    private static int[] edges(List<Fraction> sizes) {
        int[] edges = new int[sizes.size() + 1];
        double share = 0;
        for (int chunk = 0; chunk < sizes.size(); chunk++) {
            share += sizes.get(chunk).doubleValue();
            edges[chunk + 1] = (int) Math.rint(share * ROWS);
        }
        return edges;
    }

    @Property(tries = 10)
    void theWeightsAreThoseOfPlainTraining(@ForAll long seed) {
        for (Scheme scheme : List.of(
                new Coded(8, 2),
                new SelectiveRepeat(8, 1, 2, 3),
                new SelectiveRepeat(8, 2, 3, 4),
                new Multiplexed(8, 1, 2, 2),
                new Multiplexed(8, 2, 3, 3))) {
            double[][] expected = uncoded(scheme.delay() + 1);
            double[][] found = coded(scheme, seed);
            for (int m = 0; m < expected.length; m++) {
                for (int i = 0; i < FEATURES; i++) {
                    assertThat(Math.abs(found[m][i] - expected[m][i]))
                            .as("%s", scheme)
                            .isLessThan(1e-9);
                }
            }
        }
    }
}
