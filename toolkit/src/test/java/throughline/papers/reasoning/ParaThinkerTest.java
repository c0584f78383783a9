package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ParaThinkerTest {
    /// 3.08 GB of weights and 28,672 bytes of keys and values a token, at 2.04 TB/s.
    @Test
    void aStepReadsWeightsOnceAndContextsEach() {
        double bytes = 3.087e9 + 8 * 8_192 * 28_672.0;
        assertThat(ParaThinkerLatency.step(8)).isCloseTo(bytes / 2.04e12, within(2e-5));
    }
}
