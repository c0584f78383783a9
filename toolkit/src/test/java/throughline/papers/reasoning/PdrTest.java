package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import throughline.data.Plot;
import throughline.papers.Claim;
import throughline.papers.Ledger;
import throughline.papers.Verdict;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class PdrTest {
    private static final Pdr PAPER = new Pdr();
    private static List<Claim> claims;

    @BeforeAll
    static void recompute() {
        claims = Ledger.claims(PAPER);
    }

    @Test
    void whatIsOutsideSaysWhatWasTried() {
        for (Claim claim : claims) {
            System.out.printf(
                    "PDR %-70s %-13s %9.4g reported %9.4g null %9.4g skill %.2f%n",
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
    }

    @Test
    void noReportedNumberLeaks() {
        assertThat(Ledger.shake(PAPER, claims, Cancel.onInterrupt())).isEmpty();
    }

    /// Numbers that are recalled prove nothing.
    @Test
    void nothingCounts() {
        assertThat(claims).noneMatch(Claim::counts);
    }

    @Test
    void whatRefinementReachesSaysWhatAModelSees() {
        double sees = PdrModel.discrimination(0.7, 0.75);
        PdrModel model = PdrModel.of(0.7, sees);
        assertThat(model.accuracy(model.refine())).isCloseTo(75, within(2.0));
        assertThat(PdrModel.discrimination(0.7, 0.78)).isGreaterThan(sees);
    }

    @Test
    void whoSeesNothingRefinesNothingButDraftsStillVote() {
        PdrModel blind = PdrModel.of(0.7, 0);
        double single = blind.accuracy(blind.single());
        assertThat(blind.accuracy(blind.refine())).isCloseTo(single, within(2.0));
        assertThat(blind.accuracy(blind.drafts(8, 4, 1))).isGreaterThan(single + 4);
    }

    @Test
    void theFigureShowsThePipelinesAndWhatWasPublished() {
        Plot plot = Ledger.figure(PAPER, Cancel.NEVER, Progress.NONE);
        assertThat(plot.series()).hasSize(7);
        double[] single = plot.series().getFirst().y();
        assertThat(single[single.length - 1]).isGreaterThan(single[0] + 10);
    }

    /// With calls that are cut, one long pass is better than refinement that sees nothing.
    @Test
    void shortCallsCostWhatRefinementDoesNotBring() {
        PdrModel hurried = PdrModel.of(0.7, 0).within(4_000);
        assertThat(hurried.accuracy(hurried.refine())).isLessThan(hurried.accuracy(hurried.single()) - 3);
    }

    @Test
    void matchedByAllTokensAVoteIsAsGood() {
        PdrModel model = PdrModel.of(0.77, 0.86);
        double vote = model.accuracy(model.vote());
        assertThat(model.accuracy(model.drafts(8, 4, 1))).isLessThan(vote + 1);
    }

    @Test
    void theScatterOfEqualsIsNone() {
        double[] same = {0, 100, 50};
        assertThat(PdrGains.band(same, same)).isCloseTo(0, within(1e-6));
    }
}
