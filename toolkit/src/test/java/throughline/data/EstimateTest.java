package throughline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

class EstimateTest {
    @Property
    void movesAndScalesWithItsSamples(
            @ForAll @Size(min = 2, max = 20) List<@DoubleRange(min = -100, max = 100) Double> values,
            @ForAll @DoubleRange(min = -100, max = 100) double shift,
            @ForAll @DoubleRange(min = 0.1, max = 10) double factor) {
        double[] samples = values.stream().mapToDouble(x -> x).toArray();
        Estimate plain = Estimate.of(samples);
        Estimate moved =
                Estimate.of(Arrays.stream(samples).map(x -> shift + factor * x).toArray());
        assertThat(moved.mean()).isCloseTo(shift + factor * plain.mean(), within(1e-9));
        assertThat(moved.standardError()).isCloseTo(factor * plain.standardError(), within(1e-9));
    }

    @Property
    void pairsOfEqualSamplesDifferByNothing(
            @ForAll @Size(min = 2, max = 9) List<@DoubleRange(min = -9, max = 9) Double> values) {
        double[] a = values.stream().mapToDouble(x -> x).toArray();
        assertThat(Estimate.paired(a, a)).isEqualTo(new Estimate(0, 0, a.length));
    }

    /// Of 4000 means of 5 normal samples, 90 % within the interval of 90 %: 3600 ± 19 · 3.3.
    @Test
    void intervalsHoldTheTruthAsOftenAsTheySay() {
        Stream stream = new Streams(1).named("coverage");
        int held = 0;
        for (int i = 0; i < 4_000; i++) {
            double[] samples = new double[5];
            Arrays.setAll(samples, k -> 7 + stream.normal());
            Estimate estimate = Estimate.of(samples);
            held += estimate.low(0.9) <= 7 && 7 <= estimate.high(0.9) ? 1 : 0;
        }
        assertThat(held).isBetween(3_600 - 63, 3_600 + 63);
    }

    @Test
    void refusesWhatHasNoMeanOrNoInterval() {
        assertThatThrownBy(Estimate::of).isInstanceOf(BadInput.class).hasMessageContaining("at least one");
        assertThatThrownBy(() -> Estimate.of(1, Double.NaN)).hasMessageContaining("[NaN]");
        assertThatThrownBy(() -> Estimate.of(1).halfWidth(0.9)).hasMessageContaining("at least 2");
        assertThatThrownBy(() -> Estimate.of(1, 2).halfWidth(1)).hasMessageContaining("[1.0]");
        assertThatThrownBy(() -> Estimate.paired(new double[2], new double[3])).hasMessageContaining("[3]");
    }
}
