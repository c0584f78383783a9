package throughline.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LineTest {
    @Property(tries = 100)
    void decimationKeepsExtremesEndsAndOrder(@ForAll @IntRange(min = 1, max = 20_000) int n, @ForAll long seed) {
        double[] x = IntStream.range(0, n).asDoubleStream().toArray();
        double[] y = new Random(seed).doubles(n).toArray();
        Line kept = new Line(x, y).decimated();
        assertThat(kept.x()).hasSizeLessThanOrEqualTo(Line.LIMIT).isSorted();
        assertThat(kept.x()).startsWith(0).endsWith(n - 1);
        assertThat(Arrays.stream(kept.y()).max()).isEqualTo(Arrays.stream(y).max());
        assertThat(Arrays.stream(kept.y()).min()).isEqualTo(Arrays.stream(y).min());
        assertThat(kept.y())
                .isEqualTo(Arrays.stream(kept.x()).map(at -> y[(int) at]).toArray());
    }

    @Test
    void decimationKeepsAGapThatCanBeSeenAndWhatIsBesideSmallerOnes() {
        double[] y = new double[10_000];
        Arrays.fill(y, 5_000, 5_040, Double.NaN);
        Line kept = new Line(IntStream.range(0, y.length).asDoubleStream().toArray(), y).decimated();
        assertThat(kept.y()).contains(Double.NaN);
        double[] often = IntStream.range(0, 10_000)
                .mapToDouble(i -> i % 3 == 0 ? Double.NaN : i)
                .toArray();
        Line rest = new Line(IntStream.range(0, 10_000).asDoubleStream().toArray(), often).decimated();
        assertThat(Arrays.stream(rest.y()).filter(Double::isFinite).count()).isGreaterThan(1_500);
    }

    @Test
    void stepsHoldTheValueUntilTheNextX() {
        Line steps = new Line(new double[] {0, 1, 3}, new double[] {5, 7, 6}).steps();
        assertThat(steps.x()).containsExactly(0, 1, 1, 3, 3);
        assertThat(steps.y()).containsExactly(5, 5, 7, 7, 6);
    }
}
