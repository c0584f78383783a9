package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import throughline.papers.Claim;
import throughline.papers.Ledger;
import throughline.papers.Verdict;
import throughline.reasoning.Difficulties;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class ScaleTest {
    private static final Scale PAPER = new Scale();
    private static List<Claim> claims;

    @BeforeAll
    static void recompute() {
        claims = Ledger.claims(PAPER);
    }

    private static Claim claim(String what) {
        return claims.stream()
                .collect(Collectors.toMap(Claim::what, Function.identity()))
                .get(what);
    }

    @Test
    void whatIsOutsideSaysWhatWasTried() {
        for (Claim claim : claims) {
            System.out.printf(
                    "SCALE %-62s %-13s %9.4g reported %9.4g null %9.4g skill %.2f %s%n",
                    claim.what(),
                    claim.verdict(),
                    claim.reproduced(),
                    claim.reported().orElse(Double.NaN),
                    claim.nullValue().orElse(Double.NaN),
                    claim.skill().orElse(Double.NaN),
                    claim.recomputed()
                            .tolerance()
                            .map(tolerance -> tolerance.text(claim.unit()))
                            .orElse(""));
            if (claim.verdict() == Verdict.OUTSIDE) {
                assertThat(claim.recomputed().tried()).as(claim.what()).isNotEmpty();
            }
        }
    }

    @Test
    void noReportedNumberLeaks() {
        assertThat(Ledger.shake(PAPER, claims, Cancel.onInterrupt())).isEmpty();
    }

    @Test
    void theTablesAreWhole() {
        assertThat(ScaleTables.results()).hasSize(4 * 4 * 3);
        assertThat(ScaleTables.settings()).hasSize(2 * 8);
    }

    /// Three constants, three rows.
    @Test
    void fittedRowsComeOutAsTheyWere() {
        for (double at : ScaleLaw.FITTED) {
            Claim claim = claim(ScaleTables.accuracy("AIME24", at));
            assertThat(claim.reproduced()).isCloseTo(claim.reported().orElseThrow(), within(1e-4));
            assertThat(claim.verdict()).isEqualTo(Verdict.UNINFORMATIVE);
        }
    }

    /// The text says that 33 to 53 % of the tokens are saved; its table does not.
    @Test
    void theContradictionsStand() {
        assertThat(claim("tokens saved on InftyThink, least").verdict()).isEqualTo(Verdict.OUTSIDE);
        assertThat(claim("tokens saved on InftyThink, most").verdict()).isEqualTo(Verdict.IDENTITY);
        assertThat(claim("best threshold of table 2 beside table 1, AIME25").verdict())
                .isEqualTo(Verdict.OUTSIDE);
    }

    @Test
    void theFiguresHaveWhatTheyShow() {
        assertThat(Ledger.figure(PAPER, Cancel.NEVER, Progress.NONE).series()).hasSize(4);
        assertThat(ScaleFigures.methods("QwQ", "AMC23").series()).hasSize(4);
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
