package throughline.papers.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.papers.Claim;
import throughline.papers.Ledger;
import throughline.papers.Verdict;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class RsaTest {
    private final Rsa paper = new Rsa();

    @Test
    void itsClaimsStandAsTheyDid() {
        List<Claim> claims = Ledger.claims(paper);
        assertThat(claims.stream()
                        .filter(claim -> claim.verdict() == Verdict.OUTSIDE)
                        .map(Claim::what))
                .containsExactly(
                        "longest sparse sequence over that of one device",
                        "memory of one device, batch 64",
                        "tensor-parallel memory grows with the batch",
                        "throughput over that of tensor parallelism, devices: 2",
                        "most bytes held over those of one device, devices: 8");
        assertThat(claims.stream().filter(Claim::counts)).hasSize(3);
    }

    @Test
    void itHasAFigure() {
        assertThat(Ledger.figure(paper, Cancel.NEVER, Progress.NONE).series()).hasSize(5);
    }
}
