package throughline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;

/// Layers dealt out to stages.
class PipelinePartitionTest {
    /// All ways to deal out, by brute force.
    private static List<List<Integer>> all(int layers, int stages) {
        if (stages == 1) {
            return List.of(List.of(layers));
        }
        List<List<Integer>> found = new ArrayList<>();
        for (int first = 1; first <= layers - stages + 1; first++) {
            for (List<Integer> rest : all(layers - first, stages - 1)) {
                List<Integer> one = new ArrayList<>(List.of(first));
                one.addAll(rest);
                found.add(one);
            }
        }
        return found;
    }

    private static double squares(List<Double> costs) {
        return costs.stream().mapToDouble(cost -> cost * cost).sum();
    }

    @Property(tries = 100)
    void noOtherWayIsBetter(
            @ForAll @Size(min = 1, max = 9) List<@DoubleRange(min = 0.1, max = 10) Double> costs,
            @ForAll @IntRange(min = 1, max = 5) int most) {
        int stages = Math.min(most, costs.size());
        PipelinePartition even = PipelinePartition.leastVariance(costs, stages);
        PipelinePartition fast = PipelinePartition.leastSlowest(costs, stages);
        assertThat(even.layers()).hasSize(stages).allMatch(count -> count > 0);
        for (List<Integer> layers : all(costs.size(), stages)) {
            List<Double> other = new PipelinePartition(layers).costs(costs);
            assertThat(squares(even.costs(costs))).isLessThanOrEqualTo(squares(other) + 1e-9);
            assertThat(Collections.max(fast.costs(costs))).isLessThanOrEqualTo(Collections.max(other) + 1e-9);
        }
    }

    @Property(tries = 100)
    void everyStageGetsItsShareAndTheLastWhatIsLeft(
            @ForAll @IntRange(min = 50, max = 200) int layers,
            @ForAll @Size(min = 1, max = 5) List<@DoubleRange(min = 1, max = 10) Double> speeds) {
        List<Integer> dealt = PipelinePartition.bySpeed(layers, speeds).layers();
        double all = speeds.stream().mapToDouble(Double::doubleValue).sum();
        assertThat(dealt.stream().mapToInt(Integer::intValue).sum()).isEqualTo(layers);
        for (int i = 0; i < dealt.size(); i++) {
            double share = layers * speeds.get(i) / all;
            int more = i == dealt.size() - 1 ? dealt.size() : 0;
            assertThat((double) dealt.get(i)).isBetween(share - 1, share + more + 1e-9);
        }
    }

    @Test
    void layersThatAreAlikeAreDealtOutEvenly() {
        List<Double> costs = Collections.nCopies(12, 2.0);
        assertThat(PipelinePartition.leastVariance(costs, 4).layers()).containsOnly(3);
        assertThat(PipelinePartition.bySpeed(12, List.of(5.0, 5.0, 5.0)).layers())
                .containsOnly(4);
    }

    private static void refused(ThrowingCallable call, String what) {
        assertThatThrownBy(call).isInstanceOf(BadInput.class).hasMessageContaining(what);
    }

    @Test
    void costsAndSpeedsAreNumbersThatCanBeDealtOut() {
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            List<Double> some = List.of(1.0, bad, 1.0);
            refused(() -> PipelinePartition.leastVariance(some, 2), "[" + bad + "]");
            refused(() -> PipelinePartition.leastSlowest(some, 2), "[" + bad + "]");
            refused(() -> PipelinePartition.bySpeed(9, some), "[" + bad + "]");
        }
        refused(() -> PipelinePartition.bySpeed(9, List.of(1.0, 0.0)), "one is [0.0]");
        refused(() -> PipelinePartition.bySpeed(9, List.of()), "stages [0]");
        refused(() -> PipelinePartition.bySpeed(3, List.of(1.0, 100.0)), "are [0, 3]");
        refused(
                () -> new PipelinePartition(List.of(2, 1)).costs(List.of(1.0)),
                "costs of [1] layers; the stages have 3");
    }

    @Test
    void thereIsALayerForEachStage() {
        assertThatThrownBy(() -> PipelinePartition.leastVariance(List.of(1.0), 2))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("stages [2]");
    }
}
