package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import throughline.data.Plot;
import throughline.papers.Ledger;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class ParaThinkerTest {
    /// 3.08 GB of weights and 28,672 bytes of keys and values a token, at 2.04 TB/s.
    @Test
    void aStepReadsWeightsOnceAndContextsEach() {
        double bytes = 3.087e9 + 8 * 8_192 * 28_672.0;
        assertThat(ParaThinkerLatency.step(8)).isCloseTo(bytes / 2.04e12, within(2e-5));
    }

    /// A fit cut short by a cancel may not be taken for the whole one by who asks next.
    @Test
    void aFitCutShortIsNotKept() {
        ParaThinker paper = new ParaThinker();
        Cancel cancelled = new Cancel();
        cancelled.cancel();
        double[] cut = first(Ledger.figure(paper, cancelled, Progress.NONE));
        assertThat(first(Ledger.figure(paper, Cancel.NEVER, Progress.NONE))).isNotEqualTo(cut);
    }

    private static double[] first(Plot plot) {
        return plot.series().getFirst().y();
    }
}
