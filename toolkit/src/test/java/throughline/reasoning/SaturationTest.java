package throughline.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import throughline.spec.BadInput;

class SaturationTest {
    @ParameterizedTest
    @CsvSource({"0.5, 6", "0.3, 10", "0.1, 22", "0.05, 32", "0.009, 0"})
    void aPointMoreIsNotWorthItBeyond(double chance, int samples) {
        assertThat(new Saturation(1, chance).plateau(0.01)).isEqualTo(samples);
    }

    @Property(tries = 50)
    void thePlateauIsTheFirstWhereOneMoreBringsTooLittle(
            @ForAll @DoubleRange(min = 0.1, max = 1) double top,
            @ForAll @DoubleRange(min = 0.01, max = 0.95) double chance,
            @ForAll @IntRange(min = 1, max = 50) int thousandths) {
        double least = thousandths / 1000.0;
        Saturation curve = new Saturation(top, chance);
        int plateau = curve.plateau(least);
        assertThat(curve.at(plateau + 1) - curve.at(plateau)).isLessThanOrEqualTo(least + 1e-12);
        if (plateau > 0) {
            assertThat(curve.at(plateau) - curve.at(plateau - 1)).isGreaterThanOrEqualTo(least - 1e-12);
        }
        assertThat(curve.gain(3)).isCloseTo(curve.at(4) - curve.at(3), within(1e-12));
    }

    @Property(tries = 10)
    void aFitFindsTheCurve(
            @ForAll @DoubleRange(min = 0.3, max = 0.95) double top,
            @ForAll @DoubleRange(min = 0.05, max = 0.6) double chance) {
        Saturation curve = new Saturation(top, chance);
        double[] samples = {1, 2, 4, 8, 16};
        Saturation fit =
                Saturation.fit(samples, Arrays.stream(samples).map(curve::at).toArray());
        assertThat(fit.top()).isCloseTo(top, within(1e-3));
        assertThat(fit.chance()).isCloseTo(chance, within(1e-3));
    }

    /// A line through the origin has no ceiling; the fit does not let it pass 1.
    @Test
    void theCeilingIsAtMostOne() {
        double[] samples = {1, 2, 4};
        assertThat(Saturation.fit(samples, new double[] {0.1, 0.2, 0.4}).top()).isEqualTo(1);
    }

    /// Longer to tell for smaller chances, until they are too small to be worth a single sample.
    @Test
    void thePlateauIsNotMonotoneInTheChance() {
        int[] plateaus = IntStream.of(5, 20, 50, 100, 300, 900)
                .map(thousandths -> new Saturation(1, thousandths / 1000.0).plateau(0.01))
                .toArray();
        assertThat(plateaus[0]).isZero();
        assertThat(plateaus[2]).isGreaterThan(plateaus[3]).isGreaterThan(plateaus[1] - 10);
        assertThat(plateaus[5]).isLessThan(plateaus[4]);
        assertThatThrownBy(() -> new Saturation(1.2, 0.3)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> new Saturation(1, 0.3).plateau(0)).isInstanceOf(BadInput.class);
    }
}
