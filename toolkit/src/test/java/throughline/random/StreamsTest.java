package throughline.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import throughline.random.Distribution.Constant;
import throughline.random.Distribution.Exponential;
import throughline.random.Distribution.Normal;
import throughline.random.Distribution.Uniform;

class StreamsTest {
    @Property(tries = 100)
    void aStreamDependsOnSeedAndNameAlone(@ForAll long seed, @ForAll String name) {
        Streams streams = new Streams(seed);
        Stream first = streams.named(name);
        streams.named("another").uniform();
        assertThat(streams.named(name).uniform()).isEqualTo(first.uniform());
        assertThat(streams.named(name + "'").uniform())
                .isNotEqualTo(streams.named(name).uniform());
        assertThat(new Streams(seed + 1).named(name).uniform())
                .isNotEqualTo(streams.named(name).uniform());
        assertThat(streams.below("a").named(name).uniform())
                .isEqualTo(streams.named("a/" + name).uniform());
    }

    /// The first numbers of a seed are part of every dataset: they must not change with a library.
    @Test
    void theFirstNumbersAreGolden() {
        Stream stream = new Streams(42).named("golden");
        List<String> drawn = List.of(
                Double.toHexString(stream.uniform()),
                Double.toHexString(stream.exponential(1)),
                Double.toHexString(stream.normal()));
        assertThat(drawn).isEqualTo(List.of("0x1.22960a1865dap-6", "0x1.e3e3d1aa4ed29p-3", "-0x1.3f14cd8a17209p-3"));
    }

    @Test
    void samplersHaveTheirMeans() {
        int n = 200_000;
        for (Distribution law : List.of(
                new Constant(3), new Uniform(2, 8), Uniform.around(50, 26), new Exponential(4), new Normal(9, 2))) {
            Stream stream = new Streams(5).named(law.toString());
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < n; i++) {
                double x = law.sample(stream);
                assertThat(x).isNotNegative();
                sum += x;
                squares += x * x;
            }
            double mean = sum / n;
            double error = Math.sqrt(Math.max(0, squares / n - mean * mean) / n);
            assertThat(mean).isCloseTo(law.mean(), within(4 * error + 1e-9));
        }
    }

    @Test
    void aShuffleKeepsEveryElement() {
        List<Integer> cards = new ArrayList<>();
        for (int i = 0; i < 84; i++) {
            cards.add(i);
        }
        List<Integer> shuffled = new ArrayList<>(cards);
        new Streams(1).named("shuffle").shuffle(shuffled);
        assertThat(shuffled).isNotEqualTo(cards).containsExactlyInAnyOrderElementsOf(cards);
    }

    @Test
    void impossibleLawsAreRefused() {
        assertThatThrownBy(() -> new Uniform(5, 3)).hasMessageContaining("[3.0] must not be below");
        assertThatThrownBy(() -> Uniform.around(5, 6)).hasMessageContaining("[-1.0] must be 0 or more");
        assertThatThrownBy(() -> new Exponential(0)).hasMessageContaining("must be positive");
        assertThatThrownBy(() -> new Normal(3, 2)).hasMessageContaining("third of the mean");
        assertThatThrownBy(() -> new Constant(Double.NaN)).hasMessageContaining("must be 0 or more");
    }
}
