package throughline.papers.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.data.Plot;
import throughline.papers.Claim;
import throughline.papers.Ledger;
import throughline.papers.Verdict;
import throughline.papers.cluster.AsyncFlowAblation.Gains;
import throughline.papers.cluster.AsyncFlowAblation.Ratios;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class AsyncFlowTest {
    private static final AsyncFlow PAPER = new AsyncFlow();

    @Test
    void noClaimCountsAsAllInputsAreAssumed() {
        List<Claim> claims = Ledger.claims(PAPER, Cancel.NEVER, Progress.NONE);
        assertThat(claims).hasSize(10).noneMatch(Claim::counts);
        assertThat(claims)
                .filteredOn(claim -> claim.verdict() == Verdict.OUTSIDE)
                .hasSize(5);
    }

    /// Not the paper's: ranges that an earlier program of somebody else's gave, without groups that wait.
    @Test
    void anIndependentPrototypeComesOutAlike() {
        AsyncFlowAblation ablation = new AsyncFlowAblation();
        Gains one = ablation.gains(new Ratios(0.35, 0.9));
        assertThat(one.streaming()).isBetween(1.90, 2.02);
        assertThat(one.asynchronous()).isCloseTo(2.53, within(0.02));
        Gains other = ablation.gains(new Ratios(0.3, 0.7));
        assertThat(other.streaming()).isBetween(1.74, 1.83);
        assertThat(other.asynchronous()).isCloseTo(2.90, within(0.02));
    }

    @Test
    void theFigureShowsThePublishedBesideTheRecomputed() {
        Plot figure = Ledger.figure(PAPER, Cancel.NEVER, Progress.NONE);
        assertThat(figure.series()).hasSize(2);
        double[] gains = figure.series().getFirst().y();
        assertThat(gains).hasSize(3).isSorted();
        assertThat(gains[1]).isCloseTo(figure.series().get(1).y()[0], within(0.05));
    }

    @Test
    void aCancelEndsTheRecomputation() {
        Cancel cancel = new Cancel();
        cancel.cancel();
        assertThat(Ledger.claims(PAPER, cancel, Progress.NONE)).isEmpty();
    }
}
