package throughline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import throughline.hardware.Cluster;
import throughline.hardware.Cost;
import throughline.spec.BadInput;

/// Gradients of 2 bytes, as Megatron-LM with fp16 keeps them.
class GradientsTest {
    private static final Transformer MODEL = Transformer.named("megatron-18b");
    private static final Cluster SELENE = Cluster.named("selene");
    private static final Plan PLAN = Plan.of(8, 1, 4, 16);

    private static Cost step(Plan plan) {
        return StepTime.of(MODEL, plan, SELENE);
    }

    private static Plan half(Plan plan) {
        return plan.with("gradients", "half");
    }

    /// Bytes of each weight that Megatron-LM's README lists for fp16: 20, of which a distributed optimizer spreads 16.
    @Test
    void aWeightTakesTwentyBytes() {
        double weights = Memory.states(MODEL, PLAN).value() / 18;
        assertThat(Memory.states(MODEL, half(PLAN)).value()).isCloseTo(20 * weights, withinPercentage(1e-9));
        Plan spread = PLAN.with("shards", "1");
        assertThat(Memory.states(MODEL, spread).value()).isCloseTo((6 + 12 / 4.0) * weights, withinPercentage(1e-9));
        assertThat(Memory.states(MODEL, half(spread)).value())
                .isCloseTo((4 + 16 / 4.0) * weights, withinPercentage(1e-9));
    }

    @Test
    void replicasExchangeHalfAsMuch() {
        double single = step(PLAN).term("replicas").value();
        double half = step(half(PLAN)).term("replicas").value();
        assertThat(half).isCloseTo(single / 2, withinPercentage(0.1));
    }

    /// The first micro-batch's are kept as they come.
    @Test
    void eachFurtherMicroBatchIsAddedByAKernelOfItsOwn() {
        assertThat(step(PLAN).term("gradients added").value()).isZero();
        assertThat(step(half(PLAN.with("microBatch", "4")))
                        .term("gradients added")
                        .value())
                .isZero();
        double once =
                step(half(PLAN.with("microBatch", "2"))).term("gradients added").value();
        assertThat(once).isPositive();
        assertThat(step(half(PLAN)).term("gradients added").value()).isCloseTo(3 * once, withinPercentage(1e-9));
    }

    @Test
    void addingThemIsElementWiseWork() {
        Cost step = step(half(PLAN));
        Breakdown spent = Breakdown.of(step);
        Cost added = step.term("gradients added");
        assertThat(spent.of(Breakdown.Kind.OTHER)).isZero();
        assertThat(spent.of(Breakdown.Kind.ELEMENT_WISE)).isGreaterThan(added.value());
    }

    @Test
    void aGraphOfAStepHasNoKernelsThatAddThem() {
        assertThatThrownBy(() -> StepGraph.of(MODEL, half(PLAN), SELENE))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("gradients [half] must be single");
    }
}
