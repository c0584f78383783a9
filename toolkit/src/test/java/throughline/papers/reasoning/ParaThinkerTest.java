package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

<<<<<<< HEAD
import org.junit.jupiter.api.Test;

class ParaThinkerTest {
=======
import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.data.Plot;
import throughline.papers.Claim;
import throughline.papers.Ledger;
import throughline.papers.Verdict;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class ParaThinkerTest {
    private static final ParaThinker PAPER = new ParaThinker();

    @Test
    void whatIsOutsideSaysWhatWasTried() {
        List<Claim> claims = Ledger.claims(PAPER);
        for (Claim claim : claims) {
            System.out.printf(
                    "ParaThinker %-70s %-13s %9.4g %9.4g null %9.4g skill %.2f%n",
                    claim.what(),
                    claim.verdict(),
                    claim.reproduced(),
                    claim.reported().orElse(Double.NaN),
                    claim.nullValue().orElse(Double.NaN),
                    claim.skill().orElse(Double.NaN));
            if (claim.verdict() == Verdict.OUTSIDE) {
                assertThat(claim.recomputed().tried()).as(claim.what()).isNotEmpty();
            }
        }
        assertThat(claims)
                .filteredOn(claim -> claim.what().startsWith("distance"))
                .extracting(Claim::verdict)
                .containsOnly(Verdict.INSIDE);
    }

    @Test
    void theFigureHasPublishedPoints() {
        assertThat(Ledger.figure(PAPER, Cancel.NEVER, Progress.NONE).series()).anyMatch(Plot.Series::published);
    }

    @Test
    void noReportedNumberLeaks() {
        assertThat(Ledger.shake(PAPER)).isEmpty();
    }

>>>>>>> 55633b7 (Recompute ParaThinker)
    /// 3.08 GB of weights and 28,672 bytes of keys and values a token, at 2.04 TB/s.
    @Test
    void aStepReadsWeightsOnceAndContextsEach() {
        double bytes = 3.087e9 + 8 * 8_192 * 28_672.0;
        assertThat(ParaThinkerLatency.step(8)).isCloseTo(bytes / 2.04e12, within(2e-5));
    }
}
