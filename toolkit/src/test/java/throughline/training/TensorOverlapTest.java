package throughline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import throughline.hardware.Cluster;
import throughline.hardware.Cost;
import throughline.spec.BadInput;

/// Exchanges for a layer's gradients beside its products, as Megatron-LM has them since August 2021.
class TensorOverlapTest {
    private static final Transformer MODEL = Transformer.named("megatron-18b");
    private static final Cluster SELENE = Cluster.named("selene");
    private static final Plan PLAN = Plan.of(8, 1, 4, 16);

    /// Wide enough that each product takes longer than what goes on beside it.
    private static final Transformer WIDE = Transformer.named("megatron-1t");

    private static final Plan STAGES = Plan.of(8, 64, 1, 64);

    private static Cost exchanges(Transformer model, Plan plan) {
        return StepTime.of(model, plan, SELENE).term("layers of a stage").term("tensor parallel");
    }

    private static Plan beside(Plan plan) {
        return plan.with("tensorOverlap", "true");
    }

    @Provide
    Arbitrary<Plan> plans() {
        return Combinators.combine(
                        Arbitraries.of(1, 2, 4, 8),
                        Arbitraries.of(1, 2, 4),
                        Arbitraries.of(Recompute.values()),
                        Arbitraries.of(true, false))
                .as((tensor, microBatch, recompute, norms) -> Plan.of(tensor, 1, 4, 16)
                        .with("microBatch", String.valueOf(microBatch))
                        .with("recompute", recompute.name().toLowerCase(Locale.ROOT))
                        .with("sequenceParallel", String.valueOf(norms)));
    }

    /// What is hidden is less than the exchanges, and not less than nothing; one device has none.
    @Property(tries = 40)
    void hidingSavesAtMostWhatIsExchanged(@ForAll("plans") Plan plan) {
        double exposed = exchanges(MODEL, plan).value();
        double hidden = exchanges(MODEL, beside(plan)).value();
        if (plan.tensor() == 1) {
            assertThat(hidden).isEqualTo(exposed).isZero();
        } else {
            assertThat(hidden).isLessThan(exposed).isPositive();
        }
    }

    /// Forward as many are exposed as without; on the way back a wide layer hides both sums, but for what they slow.
    @Test
    void ofTwoPassesTheOneBackIsHidden() {
        double all = exchanges(WIDE, STAGES).value();
        double left = exchanges(WIDE, beside(STAGES)).value();
        assertThat(left / all).isCloseTo((2 + 2 * 0.126) / 4, withinPercentage(0.1));
    }

    /// Of ten exchanges, six come before what needs them: four forward, two back.
    @Test
    void withNormsSplitFourOfTenAreHidden() {
        Plan plan = STAGES.with("sequenceParallel", "true");
        double one = exchanges(WIDE, plan).term("inputs gathered again").value() / 2;
        double left = exchanges(WIDE, beside(plan)).value();
        assertThat(left).isCloseTo((6 + 4 * 0.126) * one, withinPercentage(0.1));
    }

    @Test
    void expertsAndLatentAttentionAreRefused() {
        assertThatThrownBy(() -> Memory.states(Transformer.named("mixtral-8x7b"), beside(Plan.of(2, 1, 1, 4))))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("tensorOverlap [true] must be false");
    }

    @Test
    void aGraphOfAStepHasNothingBesideProducts() {
        assertThatThrownBy(() -> StepGraph.of(MODEL, beside(PLAN), SELENE))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("tensorOverlap [true] must be false");
    }
}
