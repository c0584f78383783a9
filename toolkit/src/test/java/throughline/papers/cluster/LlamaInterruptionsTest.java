package throughline.papers.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;
import throughline.papers.Claim;
import throughline.papers.Ledger;
import throughline.papers.Verdict;

/// What other clusters say of Llama 3's interruptions, and what the sources say against themselves.
class LlamaInterruptionsTest {
    private static final List<Claim> CLAIMS = Ledger.claims(new LlamaInterruptions());

    private static Claim claim(String what) {
        return CLAIMS.stream()
                .filter(claim -> claim.what().contains(what))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void noReportedNumberLeaks() {
        assertThat(Ledger.shake(new LlamaInterruptions())).isEmpty();
    }

    /// As `10-audit` computes them.
    @Test
    void predictionsAreThoseOfTheRates() {
        assertThat(claim("from faults-infinitehbd").reproduced()).isCloseTo(464, within(0.5));
        assertThat(claim("from faults-rsc-1").reproduced()).isCloseTo(719, within(0.5));
        assertThat(claim("from faults-rsc-2").reproduced()).isCloseTo(259, within(0.5));
        assertThat(claim("from faults-opt").reproduced()).isCloseTo(1728, within(0.5));
        assertThat(claim("largest of the predictions").reproduced()).isGreaterThan(6);
    }

    @Test
    void whatContradictsItselfIsOutside() {
        assertThat(claim("failures of 128 nodes").verdict()).isEqualTo(Verdict.OUTSIDE);
        assertThat(claim("failures of 128 nodes").reproduced()).isCloseTo(28.8, within(0.1));
        assertThat(claim("failures of 2048 nodes").verdict()).isEqualTo(Verdict.IDENTITY);
        assertThat(claim("share of faulty").verdict()).isEqualTo(Verdict.OUTSIDE);
        assertThat(claim("share of faulty").reproduced()).isCloseTo(35.3, within(0.05));
        assertThat(claim("share of all GPU").reproduced()).isCloseTo(64.0, within(0.05));
    }

    @Test
    void simulatedRunsLieAroundTheExpectedCounts() {
        Table table = LlamaInterruptions.predictions();
        for (int row = 0; row < table.rowCount(); row++) {
            assertThat(table.doubleColumn("expected").get(row))
                    .isBetween(
                            table.doubleColumn("low").get(row),
                            table.doubleColumn("high").get(row));
        }
    }
}
