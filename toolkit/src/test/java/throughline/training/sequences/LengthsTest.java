package throughline.training.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// The laws of lengths, and the batches drawn from them.
class LengthsTest {
    private static final Lengths WIKIPEDIA = Lengths.wikipedia();

    @Test
    void quantilesOfTheTableComeOutAgain() {
        WIKIPEDIA.points().forEach(point -> assertThat(WIKIPEDIA.quantile(point.share()))
                .isCloseTo(point.tokens(), within(1e-9 * point.tokens())));
    }

    @Test
    void manyDocumentsOfWikipediaHaveItsMeanAndItsShareOfTokens() {
        int[] lengths = WIKIPEDIA.batch(200_000, 2_097_152, new Streams(1).named("lengths"));
        double tokens = Arrays.stream(lengths).asDoubleStream().sum();
        double upTo4k = Arrays.stream(lengths)
                .filter(length -> length <= 4096)
                .asDoubleStream()
                .sum();
        // Padding adds 64 tokens on the average; the source has 1014 without, and 57 % in documents up to 4 Ki.
        assertThat(tokens / lengths.length).isCloseTo(1014 + 64, within(60.0));
        assertThat(upTo4k / tokens).isCloseTo(0.57, within(0.04));
    }

    @Test
    void lengthsArePaddedAndWithinTheLimit() {
        for (int length : WIKIPEDIA.batch(5_000, 4_096, new Streams(2).named("lengths"))) {
            assertThat(length % Lengths.PADDING).isZero();
            assertThat(length).isBetween(Lengths.PADDING, 4_096);
        }
    }

    @Test
    void aLongerLawIsLongerEverywhereAndItsTailMoreSo() {
        Lengths longer = WIKIPEDIA.longer("longer, synthetic", 3, 0.2);
        assertThat(longer.quantile(0.3)).isCloseTo(3 * WIKIPEDIA.quantile(0.3), within(1e-6));
        assertThat(longer.quantile(0.99)).isGreaterThan(3 * WIKIPEDIA.quantile(0.99));
    }

    @Test
    void aTableThatIsNoLawIsRefused() {
        assertThatThrownBy(() -> Lengths.of("mine", new double[] {0.5, 100}, new double[] {1, 50}))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("must not be below");
        assertThatThrownBy(() -> Lengths.of("mine", new double[] {0.5, 100}))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("last share must be 1");
        assertThatThrownBy(() -> Lengths.equal(4_096).batch(3, 1_024, new Streams(1).named("lengths")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("hardly any");
    }
}
