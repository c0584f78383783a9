package throughline.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;

class KnapsackTest {
    private static final TwoSystems SYSTEMS = new TwoSystems(0.9, 0.2, 1_000, 4_000);

    /// All sets are tried.
    @Property(tries = 60)
    void noSetGainsMore(
            @ForAll @Size(7) List<@DoubleRange(max = 3) Double> each,
            @ForAll @Size(7) List<@IntRange(min = 1, max = 9) Integer> prices,
            @ForAll @IntRange(min = 0, max = 40) int budget) {
        double[] gains = numbers(each);
        int[] costs = prices.stream().mapToInt(Integer::intValue).toArray();
        boolean[] best = Knapsack.best(gains, costs, budget);
        assertThat(sum(best, Arrays.stream(costs).asDoubleStream().toArray())).isLessThanOrEqualTo(budget);
        double most = IntStream.range(0, 1 << 7)
                .mapToObj(set -> set(set, 7))
                .filter(set -> sum(set, Arrays.stream(costs).asDoubleStream().toArray()) <= budget)
                .mapToDouble(set -> sum(set, gains))
                .max()
                .orElseThrow();
        assertThat(sum(best, gains)).isCloseTo(most, within(1e-9));
    }

    /// SCALE's case: thinking costs the same everywhere and brings more where it is harder.
    @Property(tries = 60)
    void aThresholdIsBestAtEqualCosts(
            @ForAll @Size(9) List<@DoubleRange(max = 1) Double> judged,
            @ForAll @IntRange(min = 0, max = 10) int thoughts) {
        double[] difficulties = numbers(judged);
        int[] costs = new int[9];
        Arrays.fill(costs, 3);
        double[] gains = Arrays.stream(difficulties)
                .map(d -> -Math.log(SYSTEMS.atOnce(d)))
                .toArray();
        boolean[] threshold = Knapsack.hardest(difficulties, costs, 3 * thoughts);
        boolean[] best = Knapsack.best(gains, costs, 3 * thoughts);
        assertThat(sum(threshold, gains)).isCloseTo(sum(best, gains), within(1e-9));
    }

    @Test
    void aThresholdLosesWhereTheHardestCostMost() {
        double[] difficulties = {0.4, 0.5, 0.9};
        int[] costs = {2, 2, 4};
        double[] gains = {0.5, 0.6, 0.9};
        assertThat(Knapsack.hardest(difficulties, costs, 4)).containsExactly(false, false, true);
        assertThat(Knapsack.best(gains, costs, 4)).containsExactly(true, true, false);
    }

    @Test
    void whatMakesNoSenseIsNamed() {
        assertThatThrownBy(() -> Knapsack.best(new double[] {1}, new int[] {0}, 5))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("cost 0");
        assertThatThrownBy(() -> Knapsack.best(new double[] {1}, new int[] {1}, Integer.MAX_VALUE))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("at most 10,000,000");
    }

    private static double[] numbers(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static boolean[] set(int bits, int size) {
        boolean[] set = new boolean[size];
        for (int i = 0; i < size; i++) {
            set[i] = (bits >> i & 1) == 1;
        }
        return set;
    }

    private static double sum(boolean[] set, double[] values) {
        return IntStream.range(0, set.length)
                .filter(i -> set[i])
                .mapToDouble(i -> values[i])
                .sum();
    }
}
