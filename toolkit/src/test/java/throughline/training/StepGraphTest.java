package throughline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import throughline.hardware.Cluster;
import throughline.hardware.Cost;
import throughline.spec.BadInput;
import throughline.training.StepGraph.Collective;
import throughline.training.StepGraph.Compute;
import throughline.training.StepGraph.Task;

/// Nodes of a step beside the terms of its cost.
class StepGraphTest {
    private static final Cluster SELENE = Cluster.named("selene");
    private static final Transformer MODEL =
            Transformer.gpt("small", 8, 1024, 16).with("sequence", "512");
    private static final Plan ALL = Plan.of(2, 4, 2, 32).with("microBatch", "2");

    static List<Plan> plans() {
        return List.of(
                Plan.of(1, 1, 1, 4),
                Plan.of(8, 1, 1, 4),
                ALL,
                ALL.with("tensor", "8"),
                ALL.with("tensor", "8").with("sequenceParallel", "true"),
                ALL.with("sequenceParallel", "true").with("recompute", "selective"),
                ALL.with("interleave", "2"));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void nothingTakesLessThanNoTime(Plan plan) {
        StepGraph graph = StepGraph.of(MODEL, plan, SELENE);
        for (int rank = 0; rank < graph.ranks(); rank++) {
            assertThat(graph.nodes(rank))
                    .allMatch(node -> node.task().seconds() >= 0
                            && Double.isFinite(node.task().seconds()));
        }
    }

    /// Of the output, what is computed and what is exchanged are each what the cost model has.
    @ParameterizedTest
    @MethodSource("plans")
    void theOutputIsComputedAndExchangedAsTheCostModelHasIt(Plan plan) {
        Cost head = new StepTime(MODEL, plan, SELENE, SELENE.device()::cost).head();
        double exchanged = term(head, "tensor parallel");
        double computed = head.value() - exchanged;
        int last = plan.devices() - 1;
        assertThat(output(plan, last, Compute.class::isInstance)).isCloseTo(computed, within(1e-9 * computed));
        assertThat(output(plan, last, Collective.class::isInstance)).isCloseTo(exchanged, within(1e-9 * computed));
        assertThat(output(plan, 0, task -> true)).isCloseTo(plan.pipeline() == 1 ? head.value() : 0, within(1e-12));
    }

    private static double term(Cost cost, String name) {
        return cost.terms().stream()
                .filter(term -> term.name().equals(name))
                .mapToDouble(Cost::value)
                .sum();
    }

    /// Seconds of a rank at the output of one micro-batch.
    private static double output(Plan plan, int rank, Predicate<Task> kind) {
        return StepGraph.of(MODEL, plan, SELENE).nodes(rank).stream()
                        .filter(node -> node.name().endsWith("output and loss"))
                        .map(StepGraph.Node::task)
                        .filter(kind)
                        .mapToDouble(Task::seconds)
                        .sum()
                / plan.microBatches();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 16})
    void aRankThatThereIsNotIsRefused(int rank) {
        assertThatThrownBy(() -> StepGraph.of(MODEL, ALL, SELENE).nodes(rank))
                .isInstanceOf(BadInput.class)
                .hasMessage("rank [%d] must be from 0 to 15", rank);
    }
}
