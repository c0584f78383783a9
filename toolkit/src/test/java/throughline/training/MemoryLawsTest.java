package throughline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.hardware.Cost;
import throughline.spec.BadInput;

/// What must hold of memory, beside the numbers that others printed.
class MemoryLawsTest {
    /// What a stage holds is what a simulated one holds: pieces of as many micro-batches.
    @Property(tries = 60)
    void stagesHoldWhatSimulatedStagesHold(
            @ForAll @IntRange(min = 2, max = 6) int stages,
            @ForAll @IntRange(min = 1, max = 4) int pieces,
            @ForAll @IntRange(min = 1, max = 4) int rounds) {
        int microBatches = stages * rounds;
        int layers = 12 * stages * pieces;
        Pipeline.Run run =
                new Pipeline(Pipeline.Order.ONE_F_ONE_B, stages, microBatches, pieces, 12e-3, 12e-3, 12e-3, 0).run();
        double each = 12;
        assertThat(Memory.layersOfFirst(layers, stages, pieces, microBatches, 0))
                .isCloseTo(run.held(0) * each, within(1e-9 * layers));
        assertThat(Memory.layersOfLast(layers, stages, pieces, microBatches, 0))
                .isCloseTo(run.held(stages - 1) * each, within(1e-9 * layers));
    }

    /// A long pipeline with few micro-batches: the scores of tokens make the last stage the fuller one.
    @Test
    void theLastStageCountsWhereItHoldsMore() {
        Transformer model = Transformer.named("llama-3-8b").with("sequence", "32768");
        Plan plan = Plan.of(1, 16, 1, 16).with("recompute", "full").with("fused", "true");
        double first = Memory.states(model, plan).value()
                + Memory.activations(model, plan).value();
        double scores = 4.0 * 32_768 * model.vocabulary();
        assertThat(Memory.of(model, plan).value()).isGreaterThan(first + scores / 4);
    }

    /// Devices that split layers together hold all of them, and more where each has a whole head of keys or what latent
    /// heads are made of.
    @Test
    void splitLayersAreNoSmallerThanWhole() {
        for (String name : Transformer.names()) {
            Transformer model = Transformer.named(name);
            for (int ways : new int[] {2, 4, 8, 16, 32}) {
                if (model.heads() % ways == 0 && (model.keyHeads() % ways == 0 || ways % model.keyHeads() == 0)) {
                    double together = ways * model.attention().weights(model.width(), ways);
                    double whole = model.attention().weights(model.width());
                    boolean plain = !model.attention().latent() && model.keyHeads() % ways == 0;
                    assertThat(together)
                            .as("%s, %d ways".formatted(name, ways))
                            .isGreaterThanOrEqualTo(whole * (1 - 1e-12));
                    if (plain) {
                        assertThat(together).isCloseTo(whole, within(1e-9 * whole));
                    } else {
                        assertThat(together).isGreaterThan(whole);
                    }
                }
            }
        }
    }

    @Test
    void aPlanThatDoesNotDivideHasNoMemory() {
        Transformer model = Transformer.named("gpt-3-6.7b");
        assertThatThrownBy(() -> Memory.of(model, Plan.of(1, 1, 8, 4)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("data x microBatch [8] must divide the batch [4]");
        assertThatThrownBy(() -> Memory.activations(model, Plan.of(7, 1, 1, 4))).hasMessageContaining("tensor [7]");
        assertThatThrownBy(() -> Plan.of(65_536, 65_536, 1, 4)).hasMessageContaining("must be at most 2147483647");
    }

    @Test
    void theTreeSaysWhichStageCounts() {
        Cost memory = Memory.of(Transformer.named("gpt-3-175b"), Plan.of(8, 8, 1, 64));
        assertThat(memory.terms()).extracting(Cost::name).containsExactly("states", "at work");
        assertThat(memory.terms().getLast().terms())
                .extracting(Cost::name)
                .containsExactly("first stage", "last stage");
    }
}
