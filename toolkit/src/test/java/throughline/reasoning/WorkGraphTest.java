package throughline.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import throughline.hardware.Cluster;
import throughline.hardware.Device;
import throughline.spec.BadInput;
import throughline.training.Plan;
import throughline.training.Transformer;

class WorkGraphTest {
    private static final TokenClock CLOCK = TokenClock.of(Transformer.named("qwen2.5-7b"), Device.named("h100-sxm"));

    @Property(tries = 100)
    void theLongestOfParallelCallsCountsAndAllAreWritten(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 1_000) Integer> lengths) {
        double[] outputs = lengths.stream().mapToDouble(Integer::intValue).toArray();
        WorkGraph graph = WorkGraph.parallel(100, outputs);
        double longest = Arrays.stream(outputs).max().orElseThrow();
        assertThat(graph.criticalOutput()).isEqualTo(longest);
        assertThat(graph.criticalTokens()).isEqualTo(100 + longest);
        assertThat(graph.generated()).isEqualTo(Arrays.stream(outputs).sum());
        assertThat(graph.tokens()).isEqualTo(100 + graph.generated());
        assertThat(graph.peak()).isEqualTo(outputs.length);
        assertThat(graph.calls()).isEqualTo(outputs.length);
    }

    @Test
    void aDiamondWaitsForItsLongerSide() {
        var work = new WorkGraph.Builder();
        int prompt = work.read(200);
        int left = work.fork(200, 4_000, prompt);
        int right = work.fork(200, 3_000, prompt);
        work.call(200, 7_000, 500, left, right);
        WorkGraph graph = work.graph();
        assertThat(graph.criticalOutput()).isEqualTo(4_500);
        assertThat(graph.criticalTokens()).isEqualTo(200 + 4_000 + 7_000 + 500);
        assertThat(graph.generated()).isEqualTo(7_500);
        assertThat(graph.peak()).isEqualTo(2);
    }

    @Test
    void aCallCannotComeAfterOneThatIsNotThere() {
        assertThatThrownBy(() -> new WorkGraph.Builder().fork(0, 10, 0))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("comes after [0]");
        assertThatThrownBy(() -> new WorkGraph.Builder().read(-1)).isInstanceOf(BadInput.class);
    }

    /// A context that grows by one each step is on average where it stands in the middle.
    @Test
    void aCallTakesAsLongAsItsStepsOneByOne() {
        double one = CLOCK.prefill(200, 100).value();
        for (int i = 0; i < 300; i++) {
            one += CLOCK.step(1, 200 + i + 0.5).value();
        }
        assertThat(CLOCK.seconds(WorkGraph.single(200, 300))).isCloseTo(one, within(1e-12));
    }

    @Property(tries = 30)
    void moreCallsNeverEndSooner(@ForAll @IntRange(min = 1, max = 64) int paths) {
        double[] fewer = new double[paths];
        double[] more = new double[paths + 1];
        Arrays.fill(fewer, 1_000);
        Arrays.fill(more, 1_000);
        TokenClock.Spent less = CLOCK.spent(WorkGraph.parallel(200, fewer));
        TokenClock.Spent greater = CLOCK.spent(WorkGraph.parallel(200, more));
        assertThat(greater.seconds()).isGreaterThanOrEqualTo(less.seconds());
        assertThat(less.deviceSeconds()).isEqualTo(less.seconds());
        assertThat(greater.seconds()).isLessThan(less.seconds() * (paths + 1) / paths);
    }

    @Test
    void callsWaitWhereThereIsNoRoomForTheirKeysAndValues() {
        var clock = TokenClock.of(Transformer.named("qwen2.5-7b"), Device.named("l40s"));
        double fits = Math.floor(clock.room() / 20_200);
        double[] some = new double[(int) fits];
        double[] twice = new double[2 * (int) fits];
        Arrays.fill(some, 20_000);
        Arrays.fill(twice, 20_000);
        double once = clock.seconds(WorkGraph.parallel(200, some));
        assertThat(clock.seconds(WorkGraph.parallel(200, twice))).isCloseTo(2 * once, within(0.01 * once));
        assertThatThrownBy(() -> clock.seconds(WorkGraph.single(200, 1e7)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("does not fit");
    }

    @Test
    void devicesThatSplitLayersAreFasterAndCostMore() {
        Transformer model = Transformer.named("qwen2.5-32b");
        Cluster nodes = Cluster.named("dgx-h100");
        WorkGraph work = WorkGraph.parallel(200, 8_000, 8_000);
        TokenClock.Spent two = TokenClock.of(model, Plan.of(2, 1, 1, 1), nodes).spent(work);
        TokenClock.Spent eight =
                TokenClock.of(model, Plan.of(8, 1, 1, 1), nodes).spent(work);
        assertThat(eight.seconds()).isLessThan(two.seconds());
        assertThat(eight.deviceSeconds()).isGreaterThan(two.deviceSeconds());
    }

    @Test
    void othersInTheBatchSlowEachStepAndShareItsCost() {
        WorkGraph work = WorkGraph.single(200, 4_000);
        TokenClock.Spent alone = CLOCK.spent(work);
        TokenClock.Spent among = CLOCK.beside(15, 4_000).spent(work);
        assertThat(among.seconds()).isGreaterThan(alone.seconds());
        assertThat(among.deviceSeconds()).isLessThan(alone.deviceSeconds() / 4);
    }

    @Test
    void whatIsSharedIsReadOnce() {
        var shared = CLOCK.with(new TokenClock.Rates(0.8, 0.55, 3e-4, true));
        WorkGraph forks = WorkGraph.parallel(30_000, 500, 500, 500, 500);
        assertThat(shared.seconds(forks)).isLessThan(CLOCK.seconds(forks));
        WorkGraph one = WorkGraph.single(30_000, 500);
        assertThat(shared.seconds(one)).isEqualTo(CLOCK.seconds(one));
    }

    @Test
    void stepsExplainThemselvesAsTheyAreCounted() {
        var clock = TokenClock.of(Transformer.named("qwen3-8b"), Plan.of(2, 1, 1, 9), Cluster.named("dgx-h100"));
        double step = clock.step(9, 1_000 + 8 * 8_000 + 0.5).value();
        double read = clock.prefill(1_000, 500).value();
        assertThat(clock.seconds(WorkGraph.single(1_000, 1))).isCloseTo(read + step, within(1e-12));
    }

    @Test
    void aModelThatFitsNowhereIsRefused() {
        assertThatThrownBy(() -> TokenClock.of(Transformer.named("qwen2.5-32b"), Device.named("l40s")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no room");
        assertThatThrownBy(() ->
                        TokenClock.of(Transformer.named("qwen2.5-7b"), Plan.of(1, 2, 1, 8), Cluster.named("dgx-h100")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("pipeline 2");
    }
}
