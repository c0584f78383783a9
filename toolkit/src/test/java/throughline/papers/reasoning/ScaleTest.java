package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import throughline.papers.Ledger;
import throughline.reasoning.Difficulties;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class ScaleTest {
    private static final Scale PAPER = new Scale();

    @Test
    void theTablesAreWhole() {
        assertThat(ScaleTables.results()).hasSize(4 * 4 * 3);
        assertThat(ScaleTables.settings()).hasSize(2 * 8);
    }

    @Test
    void theFiguresHaveWhatTheyShow() {
        assertThat(Ledger.figure(PAPER, Cancel.NEVER, Progress.NONE).series()).hasSize(4);
        assertThat(ScaleFigures.methods("QwQ", "AMC23").series()).hasSize(4);
        assertThatThrownBy(() -> ScaleFigures.methods("QwQ-32B", "AMC23"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no [QwQ-32B] on [AMC23]; models are [Qwen3-32B, QwQ,");
    }

    /// Thresholds are scored together: one by one some come near by chance.
    @Test
    void noThresholdIsScoredAlone() {
        assertThat(Ledger.claims(PAPER))
                .noneMatch(claim ->
                        claim.what().contains("threshold 0.") && !claim.what().contains("fall of accuracy"));
    }

    @Test
    void nothingIsGainedByChoosingAmongEquals() {
        assertThat(ScaleAllocation.gain(Difficulties.constant(0.5), 24_000).mean())
                .isZero();
    }

    @Test
    void aVoteOfOnePopulationGainsMoreTheMoreAlikeProblemsAre() {
        double bimodal = ScaleVotes.vote(0.7, 0.1, 30).expected();
        double alike = ScaleVotes.vote(0.7, 1.2, 30).expected();
        assertThat(alike).isGreaterThan(bimodal + 0.05);
    }
}
