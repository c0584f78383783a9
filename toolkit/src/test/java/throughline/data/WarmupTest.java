package throughline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

class WarmupTest {
    private static double[] series(int n, int seed, double start, double fades) {
        Stream stream = new Streams(seed).named("series");
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = 10 + start * Math.exp(-i / fades) + stream.normal();
        }
        return values;
    }

    /// Against the definition, batch by batch.
    @Property(tries = 50)
    void theStatisticIsTheOneOfTheDefinition(@ForAll @IntRange(min = 1, max = 10_000) int seed) {
        double[] values = series(200, seed, 30, 15);
        double[] means = new double[40];
        for (int i = 0; i < 200; i++) {
            means[i / 5] += values[i] / 5;
        }
        double best = Double.POSITIVE_INFINITY;
        int kept = -1;
        for (int d = 0; d <= 35; d++) {
            double[] rest = Arrays.copyOfRange(means, d, 40);
            double mean = Arrays.stream(rest).average().orElseThrow();
            double sum = Arrays.stream(rest).map(v -> (v - mean) * (v - mean)).sum();
            double error = sum / ((double) rest.length * rest.length);
            if (error < best) {
                best = error;
                kept = 5 * d;
            }
        }
        Warmup found = Warmup.mser5(values);
        assertThat(found.kept()).isEqualTo(kept);
        assertThat(found.error()).isCloseTo(best, org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void aTransientIsCutAndAStationarySeriesKept() {
        int cut = 0;
        int kept = 0;
        for (int seed = 1; seed <= 40; seed++) {
            Warmup fading = Warmup.mser5(series(1000, seed, 40, 30));
            assertThat(fading.settled()).isTrue();
            assertThat(fading.mean()).isBetween(9.7, 10.3);
            cut += fading.kept() >= 75 ? 1 : 0;
            kept += Warmup.mser5(series(1000, seed, 0, 1)).kept() <= 250 ? 1 : 0;
        }
        assertThat(cut).isEqualTo(40);
        assertThat(kept).isGreaterThan(30);
    }

    @Test
    void aSeriesThatOnlyRisesHasNotSettled() {
        double[] values = new double[300];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        assertThat(Warmup.mser5(values).settled()).isFalse();
    }

    @Test
    void shiftingTheSeriesShiftsTheMeanAlone() {
        double[] values = series(500, 3, 20, 20);
        Warmup before = Warmup.mser5(values);
        Warmup after = Warmup.mser5(Arrays.stream(values).map(v -> v + 1e6).toArray());
        assertThat(after.kept()).isEqualTo(before.kept());
        assertThat(after.mean() - before.mean()).isCloseTo(1e6, org.assertj.core.data.Offset.offset(1e-6));
    }

    @Test
    void tooFewValuesAndWhatIsNoNumberAreRefused() {
        assertThatThrownBy(() -> Warmup.mser5(new double[49]))
                .isInstanceOf(BadInput.class)
                .hasMessage("MSER-5 needs at least 50 values, not [49]");
        double[] values = new double[60];
        values[7] = Double.NaN;
        assertThatThrownBy(() -> Warmup.mser5(values)).hasMessage("value 7 of the series [NaN] is not finite");
    }
}
