package throughline.papers.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import throughline.papers.Claim;
import throughline.papers.Ledger;
import throughline.papers.Verdict;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.Transformer;

/// Runs on Frontier, the search for their plans, and the paper.
class FrontierLlmTest {
    private static final FrontierLlm PAPER = new FrontierLlm();
    private static final FrontierRuns RUNS = FrontierRuns.of(0.5);
    private static final Transformer MODEL = Transformer.gpt("GPT 175B", 96, 12288, 96);

    @Test
    void whatIsOutsideSaysWhatWasTried() {
        for (Claim claim : Ledger.claims(PAPER)) {
            System.out.printf(
                    "Frontier %-75s %-13s %10.4g %10.4g null %.4g%n",
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
    void theFiguresHaveWhatTheyShow() {
        assertThat(Ledger.figure(PAPER, Cancel.NEVER, Progress.NONE).series()).hasSize(4);
        assertThat(FrontierLlm.trajectory(0.5, 30, 1).series()).hasSize(3);
    }

    @Test
    void betterProductsReachMoreOfThePeak() {
        double before = 0;
        for (double efficiency : new double[] {0.3, 0.5, 0.9}) {
            double share = FrontierRuns.of(efficiency).shareOfPeak(MODEL, FrontierRuns.recipe(4, 16, 1, 64));
            assertThat(share).isBetween(before, efficiency);
            before = share;
        }
    }

    /// In a package, between packages, between nodes: each tier makes the next doubling cost more.
    @Test
    void eachTierCostsMore() {
        double[] seconds = new double[4];
        for (int i = 0; i < 4; i++) {
            seconds[i] = 1 / RUNS.shareOfPeak(MODEL, FrontierRuns.recipe(1 << i, 16, 1, 64));
        }
        assertThat(seconds[2] - seconds[1]).isGreaterThan(2 * (seconds[1] - seconds[0]));
        assertThat(seconds[3]).isGreaterThan(seconds[2]);
    }

    @Test
    void aSearchIsTheSameEachTime() {
        FrontierSearch search = FrontierSearch.of(MODEL, RUNS);
        double[] found = search.guided(60, 3);
        assertThat(found).isEqualTo(search.guided(60, 3)).hasSize(60);
        assertThat(Arrays.stream(found).max().orElseThrow()).isLessThanOrEqualTo(search.best());
        assertThat(search.failing()).isBetween(0.1, 0.99);
        assertThat(search.importance())
                .hasSize(FrontierSearch.DIMENSIONS.size())
                .allMatch(value -> value > 0);
    }
}
