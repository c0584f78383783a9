package throughline.papers.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.papers.Claim;
import throughline.papers.Ledger;
import throughline.papers.Verdict;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// GPipe's cells, and its paper.
class GPipeTest {
    private static final GPipe PAPER = new GPipe();

    @Test
    void whatIsOutsideSaysWhatWasTried() {
        for (Claim claim : Ledger.claims(PAPER)) {
            System.out.printf(
                    "GPipe %-75s %-13s %10.4g %10.4g null %.4g%n",
                    claim.what(),
                    claim.verdict(),
                    claim.reproduced(),
                    claim.reported().orElse(Double.NaN),
                    claim.nullValue().orElse(Double.NaN));
            if (claim.verdict() == Verdict.OUTSIDE) {
                assertThat(claim.recomputed().tried()).as(claim.what()).isNotEmpty();
            }
        }
    }

    @Test
    void theFigureHasThePublishedPoints() {
        assertThat(Ledger.figure(PAPER, Cancel.NEVER, Progress.NONE).series()).hasSize(12);
    }

    @Property(tries = 50)
    void equalCellsAreAsFastAsTheBubbleLetsThem(
            @ForAll @IntRange(min = 1, max = 16) int cells, @ForAll @IntRange(min = 1, max = 40) int microBatches) {
        double speed = (double) cells * microBatches / (microBatches + cells - 1);
        assertThat(GPipeCells.even(cells).speed(microBatches)).isCloseTo(speed, within(1e-5));
    }

    @Property(tries = 50)
    void imbalanceSendingAndRecomputingCostTime(
            @ForAll @IntRange(min = 2, max = 8) int cells,
            @ForAll @IntRange(min = 2, max = 32) int microBatches,
            @ForAll @DoubleRange(min = 1.05, max = 1.9) double imbalance) {
        GPipeCells even = GPipeCells.even(cells);
        assertThat(GPipeCells.imbalanced(cells, imbalance).speed(microBatches)).isLessThan(even.speed(microBatches));
        assertThat(even.sending(0.1).speed(microBatches)).isLessThan(even.speed(microBatches));
        assertThat(even.recomputing(false).speed(microBatches) / even.speed(microBatches))
                .isCloseTo(4.0 / 3, within(1e-4));
        assertThat(even.activations(64, 128, microBatches))
                .isLessThanOrEqualTo(even.recomputing(false).activations(64, 128, microBatches));
    }

    @Test
    void aMicroBatchThatIsForgottenShows() {
        MicroBatchGradients network = new MicroBatchGradients(7);
        for (int m : new int[] {1, 2, 6, 24}) {
            assertThat(network.difference(m, m)).isLessThan(1e-12);
        }
        assertThat(network.difference(6, 5)).isGreaterThan(1e-3);
    }
}
