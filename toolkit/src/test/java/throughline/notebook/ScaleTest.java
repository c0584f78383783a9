package throughline.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScaleTest {
    @Property
    void everyValueIsOnTheAxisAndMarksAscendWithinIt(
            @ForAll @DoubleRange(min = -1e12, max = 1e12) double a,
            @ForAll @DoubleRange(min = -1e12, max = 1e12) double b,
            @ForAll @IntRange(min = 2, max = 12) int most) {
        Scale scale = Scale.around(false, DoubleStream.of(a, b), false);
        assertThat(scale.share(scale.of(a))).isBetween(0.0, 1.0);
        assertThat(scale.share(scale.of(b))).isBetween(0.0, 1.0);
        List<Tick> ticks = scale.ticks(most);
        assertThat(ticks).hasSizeBetween(1, most);
        assertThat(ticks).extracting(Tick::at).isSorted();
        assertThat(ticks).allSatisfy(tick -> assertThat(scale.share(tick.at())).isBetween(0.0, 1.0));
        assertThat(ticks).extracting(Tick::text, Tick::raised).doesNotHaveDuplicates();
    }

    @Property
    void aLogarithmicAxisHasAFewNumbers(
            @ForAll @DoubleRange(min = -12, max = 12) double low,
            @ForAll @DoubleRange(min = 0, max = 12) double decades) {
        Scale scale = Scale.around(true, DoubleStream.of(Math.pow(10, low), Math.pow(10, low + decades)), false);
        List<Tick> ticks = scale.ticks(8);
        assertThat(ticks.stream().filter(Tick::major)).hasSizeBetween(2, 9);
        assertThat(ticks).extracting(Tick::at).isSorted();
        assertThat(ticks).allSatisfy(tick -> assertThat(scale.share(tick.at())).isBetween(0.0, 1.0));
        assertThat(ticks.stream().filter(Tick::major))
                .extracting(Tick::text, Tick::raised)
                .doesNotHaveDuplicates();
    }

    @Test
    void barsStandOnZero() {
        assertThat(Scale.around(false, DoubleStream.of(3, 9), true).low()).isZero();
        assertThat(Scale.around(false, DoubleStream.of(-3, -9), true).high()).isGreaterThanOrEqualTo(0);
    }

    @Test
    void numbersAreWrittenAsPeopleWriteThem() {
        assertThat(labels(0, 118)).containsExactly("0", "20", "40", "60", "80", "100", "120");
        assertThat(labels(-0.2, 0.1)).contains("−0.20", "0.00", "0.10").doesNotContain("-0");
        assertThat(labels(0, 50_000)).contains("20,000");
        assertThat(labels(0, 200_000)).contains("0.5·10").doesNotContain("100,000");
        assertThat(labels(0, 4e-7)).contains("0", "2·10");
    }

    private static List<String> labels(double low, double high) {
        return Scale.around(false, DoubleStream.of(low, high), false).ticks(8).stream()
                .map(Tick::text)
                .toList();
    }
}
