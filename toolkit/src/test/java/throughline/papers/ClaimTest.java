package throughline.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.data.Offset.offset;
import static throughline.papers.MadeUp.FIVE_PERCENT;
import static throughline.papers.MadeUp.row;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ClaimTest {
    private static final Null HALF = Null.of(5, "half of it");

    private static Claim claim(List<Reported> rows, Recomputed recomputed) {
        return Ledger.claims(MadeUp.paper(rows, evidence -> evidence.claim(recomputed)))
                .getFirst();
    }

    private static Claim claim(double value, Null none, Provenance provenance) {
        return claim(
                List.of(Reported.of("a", 10, "h", "table 1", provenance)),
                Recomputed.of("a", value).within(FIVE_PERCENT).against(none));
    }

    @Test
    void aValueNearTheReportedOneAndFarBetterThanTheNullIsInside() {
        Claim claim = claim(10.2, HALF, Provenance.PRINTED);
        assertThat(claim.verdict()).isEqualTo(Verdict.INSIDE);
        assertThat(claim.grade()).isEqualTo(Grade.DERIVED);
        assertThat(claim.counts()).isTrue();
        assertThat(claim.skill().getAsDouble()).isCloseTo(0.96, offset(1e-12));
    }

    @Test
    void aFigureReadByEyeIsInsideButNotCounted() {
        Claim claim = claim(10.2, HALF, Provenance.READ_OFF_FIGURE);
        assertThat(claim.verdict()).isEqualTo(Verdict.INSIDE);
        assertThat(claim.counts()).isFalse();
    }

    @Test
    void aValueBeyondItsToleranceIsOutside() {
        assertThat(claim(10.6, HALF, Provenance.PRINTED).verdict()).isEqualTo(Verdict.OUTSIDE);
        assertThat(claim(10.6, HALF, Provenance.RECALLED).verdict()).isEqualTo(Verdict.OUTSIDE);
        assertThat(claim(Double.NaN, HALF, Provenance.PRINTED).verdict()).isEqualTo(Verdict.OUTSIDE);
    }

    @Test
    void whatANullDoesAsWellIsUninformative() {
        assertThat(claim(10.2, Null.of(10.25, "guess"), Provenance.PRINTED).verdict())
                .isEqualTo(Verdict.UNINFORMATIVE);
        assertThat(claim(10, Null.of(10, "exact guess"), Provenance.PRINTED).verdict())
                .isEqualTo(Verdict.UNINFORMATIVE);
        assertThat(claim(10.2, Null.of(10.25, "guess"), Provenance.RECALLED).verdict())
                .isEqualTo(Verdict.UNINFORMATIVE);
    }

    /// 0.1 + 0.2 is 0.3 but for rounding.
    @Test
    void aNullThatIsExactButForRoundingIsExact() {
        List<Reported> rows = List.of(row("a", 0.3));
        Null sum = Null.of(0.1 + 0.2, "sum");
        Claim same = claim(rows, Recomputed.of("a", 0.3).within(FIVE_PERCENT).against(sum));
        assertThat(same.skill()).hasValue(0);
        Claim near = claim(rows, Recomputed.of("a", 0.301).within(FIVE_PERCENT).against(sum));
        assertThat(near.skill()).hasValue(Double.NEGATIVE_INFINITY);
        assertThat(near.verdict()).isEqualTo(Verdict.UNINFORMATIVE);
    }

    @Test
    void whatRestsOnARecalledNumberIsUnverified() {
        assertThat(claim(10, HALF, Provenance.RECALLED).verdict()).isEqualTo(Verdict.UNVERIFIED);

        Constant recalled = Constant.frozen("load", 20, "a talk", Provenance.RECALLED);
        Claim claim = claim(
                List.of(row("a", 10)),
                Recomputed.of("a", 10).within(FIVE_PERCENT).against(HALF).using(recalled));
        assertThat(claim.verdict()).isEqualTo(Verdict.UNVERIFIED);
        assertThat(claim.grade()).isEqualTo(Grade.DERIVED);
    }

    @Test
    void anIdentityIsShownAndNeverCounted() {
        Claim claim = claim(
                List.of(row("a", 10)),
                Recomputed.of("a", 10).within(FIVE_PERCENT).byArithmetic("output = starts - scrap"));
        assertThat(claim.verdict()).isEqualTo(Verdict.IDENTITY);
        assertThat(claim.counts()).isFalse();
    }

    @Test
    void anIdentityThatDoesNotHoldIsOutside() {
        Claim claim = claim(
                List.of(row("a", 10)),
                Recomputed.of("a", 11).within(FIVE_PERCENT).byArithmetic("sum"));
        assertThat(claim.verdict()).isEqualTo(Verdict.OUTSIDE);
    }

    @Test
    void whatIsNotKnownIsShownAsUnknown() {
        Claim claim = claim(List.of(Reported.notKnown("rmse", "h", "table 5")), Recomputed.of("rmse", 1.5));
        assertThat(claim.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(claim.reported()).isEmpty();
        assertThat(claim.provenance()).isEmpty();
        assertThat(claim.reproduced()).isEqualTo(1.5);
    }

    @Test
    void aFitOnAnotherRowIsFoundAndMakesTheClaimCalibrated() {
        Claim claim = Ledger.claims(MadeUp.paper(List.of(row("a", 10), row("b", 20)), evidence -> {
                    Constant kappa = evidence.fit("kappa", rows -> rows.value("a") / 5);
                    evidence.claim(Recomputed.of("b", kappa.value() * 10)
                            .within(FIVE_PERCENT)
                            .against(Null.mean("a"))
                            .using(kappa));
                }))
                .getFirst();
        assertThat(claim.fittedOn()).containsExactly("a");
        assertThat(claim.grade()).isEqualTo(Grade.CALIBRATED);
        assertThat(claim.verdict()).isEqualTo(Verdict.INSIDE);
        assertThat(claim.nullValue()).hasValue(10);
    }

    @Test
    void aFitOnTheVeryRowHasNoSkill() {
        Claim claim = Ledger.claims(MadeUp.paper(List.of(row("a", 10)), evidence -> {
                    Constant kappa = evidence.fit("kappa", rows -> rows.value("a") / 5);
                    evidence.claim(Recomputed.of("a", kappa.value() * 5)
                            .within(FIVE_PERCENT)
                            .against(HALF)
                            .using(kappa));
                }))
                .getFirst();
        assertThat(claim.skill()).isEmpty();
        assertThat(claim.verdict()).isEqualTo(Verdict.UNINFORMATIVE);
    }

    @Test
    void whatIsRunForRealIsMeasured() {
        Claim claim = Ledger.claims(MadeUp.paper(List.of(row("a", 10)), evidence -> {
                    Measured<Double> run = evidence.measure("a network trained", () -> 10.0);
                    evidence.claim(Recomputed.of("a", run.value())
                            .within(FIVE_PERCENT)
                            .against(HALF)
                            .from(run));
                }))
                .getFirst();
        assertThat(claim.grade()).isEqualTo(Grade.MEASURED);
        assertThat(claim.recomputed().timed()).isFalse();
    }

    @Property
    void aDirectionIsInsideExactlyWhenItsSignAgreesAndStandsOutOfItsError(
            @ForAll @DoubleRange(min = -10, max = 10) double effect,
            @ForAll @DoubleRange(min = 0, max = 10) double standardError) {
        Claim claim = claim(
                List.of(Reported.rises("a", "h", "figure 3", Provenance.PRINTED)),
                Recomputed.of("a", effect).within(Tolerance.direction(standardError, "paired, 20 seeds")));
        Verdict expected = effect <= 0
                ? Verdict.OUTSIDE
                : 1 - 2 * standardError / effect > 0.3 ? Verdict.INSIDE : Verdict.UNINFORMATIVE;
        assertThat(claim.verdict()).isEqualTo(expected);
    }

    @Test
    void aClaimThatCannotBeJudgedIsRefused() {
        List<Reported> rows = List.of(row("a", 10), row("b", 20));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> claim(rows, Recomputed.of("a", 10).against(HALF)))
                .withMessageContaining("no tolerance");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> claim(rows, Recomputed.of("a", 10).within(FIVE_PERCENT)))
                .withMessageContaining("no null");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        claim(rows, Recomputed.of("a", 10).within(FIVE_PERCENT).against(Null.mean("a", "b"))))
                .withMessageContaining("reads the row it predicts");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> claim(rows, Recomputed.of("c", 10)))
                .withMessageContaining("no reported row [c]");
    }
}
