package throughline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import throughline.hardware.Cluster;
import throughline.spec.BadInput;

/// Shares of the peak.
class UtilisationTest {
    private static final Cluster SELENE = Cluster.named("selene");
    private static final Transformer MODEL = Transformer.gpt("175B", 96, 12_288, 96);
    private static final Plan PLAN = Plan.of(8, 8, 1, 64);

    private static Utilisation of(Plan plan, double seconds) {
        return Utilisation.of(MODEL, plan, SELENE, seconds);
    }

    @Property(tries = 20)
    void twiceTheTimeIsHalfTheShare(
            @ForAll Recompute recompute, @ForAll @DoubleRange(min = 1, max = 100) double seconds) {
        Plan plan = PLAN.with("recompute", recompute.name().toLowerCase());
        assertThat(of(plan, 2 * seconds).model()).isCloseTo(of(plan, seconds).model() / 2, within(1e-12));
        assertThat(of(plan, 2 * seconds).hardware()).isCloseTo(of(plan, seconds).hardware() / 2, within(1e-12));
    }

    @Test
    void whatIsComputedAgainCountsForTheHardwareAlone() {
        double kept = of(PLAN, 10).hardware();
        double core = of(PLAN.with("recompute", "selective"), 10).hardware();
        double full = of(PLAN.with("recompute", "full"), 10).hardware();
        assertThat(of(PLAN, 10).model()).isEqualTo(kept).isLessThan(core);
        assertThat(full).isBetween(core, 4 * kept / 3);
        assertThat(of(PLAN.with("recompute", "full"), 10).model()).isEqualTo(kept);
    }

    /// Korthikanti et al. 2022, appendix A.
    @Test
    void selectiveRecomputationCountsAsItsAuthorsDo() {
        double h = 12_288;
        double s = 2_048;
        double l = 96;
        double all = 72 * 64 * s * l * h * h * (1 + s / (3 * h) + 51_200 / (12 * l * h));
        assertThat(of(PLAN.with("recompute", "selective"), 10).perDevice())
                .isCloseTo(all / 10 / 64, within(1e-9 * all));
    }

    /// The kernel computes scores again anyway, and nobody counts it.
    @Test
    void inOneKernelNothingCountsTwice() {
        assertThat(of(PLAN.with("recompute", "selective").with("fused", "true"), 10)
                        .again())
                .isZero();
    }

    @Test
    void aStepThatTakesNoTimeIsRefused() {
        assertThatThrownBy(() -> of(PLAN, 0)).isInstanceOf(BadInput.class).hasMessageContaining("seconds [0.0]");
    }
}
