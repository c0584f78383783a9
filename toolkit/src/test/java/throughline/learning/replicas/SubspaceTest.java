package throughline.learning.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.random.Streams;

class SubspaceTest {
    private static double along(Subspace space, int a, int b) {
        float[] basis = space.floats();
        double sum = 0;
        for (int i = 0; i < space.width(); i++) {
            sum += (double) basis[i * space.rank() + a] * basis[i * space.rank() + b];
        }
        return sum;
    }

    /// `diag(1, 2, ..., d)`.
    private static double[][] rising(int width) {
        double[][] matrix = new double[width][width];
        for (int i = 0; i < width; i++) {
            matrix[i][i] = i + 1;
        }
        return matrix;
    }

    @Property(tries = 30)
    void directionsAreOrthonormalAlsoAfterAStep(
            @ForAll @IntRange(min = 1, max = 12) int rank, @ForAll @IntRange(max = 100) int seed) {
        Subspace random = Subspace.random(12, rank, new Streams(seed).named("u"));
        for (Subspace space :
                new Subspace[] {random, random.toward(rising(12), 0.3), Subspace.leading(rising(12), rank)}) {
            for (int a = 0; a < rank; a++) {
                for (int b = 0; b < rank; b++) {
                    assertThat(along(space, a, b)).isCloseTo(a == b ? 1 : 0, within(1e-6));
                }
            }
        }
    }

    @Property(tries = 30)
    void projectingTwiceIsProjectingOnce(
            @ForAll @IntRange(min = 1, max = 8) int rank, @ForAll @IntRange(max = 100) int seed) {
        Subspace space = Subspace.random(8, rank, new Streams(seed).named("u"));
        double[] rows = new double[24];
        java.util.Arrays.setAll(rows, i -> Math.sin(i + seed));
        double[] before = rows.clone();
        space.project(rows, 8, 2);
        double[] once = rows.clone();
        space.project(rows, 8, 2);
        assertThat(rows).containsExactly(once, within(1e-12));
        assertThat(java.util.Arrays.copyOf(rows, 8)).containsExactly(java.util.Arrays.copyOf(before, 8));
        assertThat(Vectors.norm(rows)).isLessThanOrEqualTo(Vectors.norm(before) + 1e-12);
        if (rank == 8) {
            assertThat(rows).containsExactly(before, within(1e-12));
        }
    }

    @Test
    void stepsLeadToTheLargestEigenvectorsAndRestThere() {
        double[][] matrix = rising(6);
        Subspace space = Subspace.random(6, 2, new Streams(1).named("u"));
        for (int i = 0; i < 2_000; i++) {
            space = space.toward(matrix, 0.02);
        }
        double[] last = {0, 0, 0, 0, 0.6, 0.8};
        double[] kept = last.clone();
        space.project(kept, 0, 1);
        assertThat(Vectors.distance(kept, last)).isLessThan(0.05);
        Subspace leading = Subspace.leading(matrix, 2);
        double[] exact = last.clone();
        leading.toward(matrix, 0.5).project(exact, 0, 1);
        assertThat(exact).containsExactly(last, within(1e-12));
    }
}
