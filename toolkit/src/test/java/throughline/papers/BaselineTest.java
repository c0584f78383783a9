package throughline.papers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BaselineTest {
    private final List<Entry> inside = MadeUpLedger.ledger().recompute();
    private final List<Entry> outside = MadeUpLedger.ledger(() -> 60).recompute();

    @Test
    void theSameLedgerHasNoComplaints() {
        assertThat(Baseline.of(inside).complaints(inside)).isEmpty();
        assertThat(Baseline.of(outside).complaints(outside)).isEmpty();
    }

    @Test
    void aWorseVerdictIsNamedAndABetterOneIsNot() {
        assertThat(Baseline.of(inside).complaints(outside))
                .containsExactly("Furnace: cycle time was INSIDE and is OUTSIDE");
        assertThat(Baseline.of(outside).complaints(inside)).isEmpty();
    }

    @Test
    void aClaimThatIsGoneOrNewIsNamed() {
        List<Entry> fewer = inside.subList(1, inside.size());
        assertThat(Baseline.of(inside).complaints(fewer)).containsExactly("Furnace: cycle time is gone; it was INSIDE");
        assertThat(Baseline.of(fewer).complaints(inside))
                .containsExactly("Furnace: cycle time is new: write the baseline anew");
    }

    @Test
    void onSomePapersItKnowsNothingOfTheOthers() {
        Baseline both = Baseline.parse("paper,claim,verdict\nFurnace,hot,INSIDE\nEtcher,deep,INSIDE\n");
        assertThat(both.on(Set.of("Etcher")).complaints(List.of()))
                .containsExactly("Etcher: deep is gone; it was INSIDE");
    }

    @Test
    void theVerdictOfATimedClaimIsNotCompared() {
        Baseline before = Baseline.parse("paper,claim,verdict\nFurnace,faster,INSIDE\n");
        List<Entry> now = new Ledger(
                        MadeUpLedger.CATALOGUE, List.of(MadeUp.paper(List.of(MadeUp.row("faster", 1)), evidence -> {
                            Measured<Integer> run = evidence.measure("a loop", () -> 0);
                            evidence.claim(Recomputed.of("faster", -1)
                                    .within(Tolerance.direction(0, "made up"))
                                    .timedBy(run));
                        })))
                .recompute();
        assertThat(now.getFirst().verdict()).isEqualTo(Verdict.OUTSIDE);
        assertThat(before.complaints(now)).isEmpty();
    }

    @Test
    void itReadsBackFromItsOwnFormAndFromTheLedgersCsv() {
        Baseline baseline = Baseline.of(inside);
        assertThat(Baseline.parse(baseline.csv())).isEqualTo(baseline);
        assertThat(Baseline.parse(LedgerFiles.csv(inside))).isEqualTo(baseline);
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void nothingIsWorseThanItselfAndNothingBetterThanInside(Verdict verdict) {
        assertThat(verdict.worseThan(verdict)).isFalse();
        assertThat(Verdict.INSIDE.worseThan(verdict)).isFalse();
    }

    @Test
    void aFindingIsNotLostByCallingItsNumberUnknown() {
        assertThat(Verdict.UNKNOWN.worseThan(Verdict.OUTSIDE)).isTrue();
        assertThat(Verdict.OUTSIDE.worseThan(Verdict.NOT_YET)).isFalse();
    }
}
