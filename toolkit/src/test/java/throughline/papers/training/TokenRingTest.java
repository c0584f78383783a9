package throughline.papers.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.papers.Claim;
import throughline.papers.Ledger;
import throughline.papers.Verdict;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class TokenRingTest {
    private final TokenRing paper = new TokenRing();

    @Test
    void itsClaimsStandAsTheyDid() {
        List<Claim> claims = Ledger.claims(paper);
        assertThat(claims)
                .hasSameSizeAs(paper.reported().subList(1, paper.reported().size()));
        assertThat(claims.stream()
                        .filter(claim -> claim.verdict() == Verdict.OUTSIDE)
                        .map(Claim::what))
                .containsExactly("TokenRing, step 2", "speed-up on links of one direction at a time");
    }

    @Test
    void itHasAFigure() {
        assertThat(Ledger.figure(paper, Cancel.NEVER, Progress.NONE).series()).hasSize(5);
    }
}
