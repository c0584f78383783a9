package throughline.papers.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.papers.Claim;
import throughline.papers.Ledger;
import throughline.papers.Verdict;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.sbp.Mesh;

class OneFlowTest {
    @Test
    void everyCellOfTheTableIsCountedOnRanks() {
        List<Claim> claims = Ledger.claims(new OneFlow());
        assertThat(claims)
                .filteredOn(claim -> claim.what().contains("->"))
                .hasSize(20)
                .allSatisfy(claim -> {
                    assertThat(claim.verdict()).isEqualTo(Verdict.INSIDE);
                    assertThat(claim.recomputed().measured()).isNotEmpty();
                });
    }

    /// On devices that are so slow that none does the work of another: there are as many gradients of both matrices as
    /// numbers at both ends when rows are as many as the matrices are wide inside.
    @Property(tries = 5)
    void weightsAreReplicatedOnceRowsAreMoreThanTheInnerWidth(
            @ForAll @IntRange(min = 1, max = 4) int multiple, @ForAll @IntRange(min = 1, max = 3) int power) {
        int devices = 1 << power;
        int inner = 1024 * multiple;
        Mesh slow = new Mesh(Mesh.of(devices).axes(), 1e12);
        int rows = OneFlow.crossover(512, inner, slow, Cancel.NEVER);
        assertThat(rows).isBetween(inner, inner + devices);
    }

    @Test
    void theFiguresHoldTheTable() {
        assertThat(Ledger.figure(new OneFlow(), Cancel.NEVER, Progress.NONE).series())
                .hasSize(3)
                .last()
                .satisfies(series -> assertThat(series.published()).isTrue());
        assertThat(OneFlowBoxing.costs(4, 0).values()[3]).containsExactly(3, 3, 6, 0);
        assertThat(OneFlowBoxing.costs(4, 3).values()[2]).containsExactly(1, 1, 3, 1);
    }
}
