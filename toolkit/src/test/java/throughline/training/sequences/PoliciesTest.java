package throughline.training.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.ortools.Loader;
import com.google.ortools.graph.MinCostFlow;
import com.google.ortools.graph.MinCostFlowBase;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;
import throughline.hardware.Cluster;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.training.Transformer;

/// What holds for every policy. That each sequence is in one piece and no memory overflows is held by [Assignment].
class PoliciesTest {
    private static final int LIMIT = 128 * 1024;
    private static final Compute COMPUTE = Compute.of(Transformer.gpt("7B", 32, 4096, 32), 156e12, 0.01);
    private static final Ring RING = new Ring(COMPUTE, Fabric.of(Cluster.named("a800-nodes")), 16_384);
    private static final List<Policy> POLICIES = List.of(
            new StaticParallel("ring over all", RING, 32, 32, 1),
            new StaticParallel("gathered keys", new GatheredKeys(RING), 32, 32, 1),
            StaticParallel.fitting(RING, 32, LIMIT),
            new BestDegree(RING, 32, 1),
            new FlexSp(RING, 32, 1, 0),
            new ByteScale(RING, 32),
            Zeppelin.whole(RING, 32),
            new Zeppelin(RING, 32, false));

    private static int[] batch(int seed) {
        Stream stream = new Streams(seed).named("batch");
        return Lengths.wikipedia()
                .longer("longer", stream.uniform(1, 5), stream.uniform(0, 0.3))
                .batch(1 + stream.below(120), LIMIT, stream);
    }

    @Property(tries = 25)
    void noStepIsShorterThanItsComputing(@ForAll @IntRange(max = 100_000) int seed) {
        int[] batch = batch(seed);
        double work = Arrays.stream(batch)
                .mapToDouble(length -> COMPUTE.attention(length) + COMPUTE.others(length))
                .sum();
        for (Policy policy : POLICIES) {
            Assignment made = policy.assign(batch);
            assertThat(made.seconds()).as(made.policy()).isGreaterThanOrEqualTo(work / 32 * (1 - 1e-12));
            assertThat(made.idleShare()).as(made.policy()).isBetween(-1e-9, 1.0);
            assertThat(Arrays.stream(made.tokens()).sum())
                    .as(made.policy())
                    .isCloseTo(Arrays.stream(batch).sum(), within(1e-6));
        }
    }

    @Property(tries = 25)
    void thePlaceOfASequenceInTheBatchDoesNotMatter(@ForAll @IntRange(max = 100_000) int seed) {
        int[] batch = batch(seed);
        int[] turned = new int[batch.length];
        Arrays.setAll(turned, i -> batch[(i * 7 + 3) % batch.length]);
        int[] other = batch.length % 7 == 0 ? batch : turned;
        for (Policy policy : POLICIES) {
            Assignment made = policy.assign(batch);
            assertThat(policy.assign(other).seconds())
                    .as(made.policy())
                    .isCloseTo(made.seconds(), within(1e-9 * made.seconds()));
        }
    }

    @Test
    void aSequenceThatNeedsAllDevicesIsSharedByAllWhateverThePolicy() {
        int[] one = {LIMIT};
        double shared = RING.launch() + RING.seconds(LIMIT, 8);
        assertThat(new ByteScale(RING, 8, false, true, 1).assign(one).seconds()).isCloseTo(shared, within(1e-9));
        assertThat(new FlexSp(RING, 8).assign(one).seconds()).isCloseTo(shared, within(1e-9));
        assertThat(StaticParallel.fitting(RING, 8, LIMIT).assign(one).seconds()).isCloseTo(shared, within(1e-9));
    }

    @Test
    void equalLengthsAtTheLimitLeaveByteScaleNothingToGain() {
        int[] batch = new int[16];
        Arrays.fill(batch, LIMIT);
        Policy fixed = new StaticParallel("static", RING, 32, 8, 1);
        double gain = fixed.assign(batch).seconds()
                / new ByteScale(RING, 32, false, true, 1).assign(batch).seconds();
        assertThat(gain).isCloseTo(1, within(1e-9));
    }

    @Test
    void balanceShortensAStepAndWhatFitsOnOneDeviceSendsNothing() {
        int[] batch = batch(4);
        ByteScale plain = new ByteScale(RING, 32, false, false, 1);
        assertThat(new ByteScale(RING, 32, false, true, 1).assign(batch).seconds())
                .isLessThan(plain.assign(batch).seconds());
        int[] small =
                Arrays.stream(batch).filter(length -> length <= RING.capacity()).toArray();
        assertThat(plain.assign(small).bytes()).isZero();
        assertThat(new ByteScale(RING, 32).offloaded(RING.capacity())).isZero();
    }

    @Test
    void aPipelineOfMicroBatchesAlikeHasFewerBubbles() {
        int[] batch = Lengths.wikipedia().longer("longer", 4, 0.1).batch(600, 16_384, new Streams(9).named("batch"));
        double alike = new ByteScale(RING, 8, false, true, 8).assign(batch).seconds();
        double dealt = new ByteScale(RING, 8, false, false, 8).assign(batch).seconds();
        double none = new ByteScale(RING, 8, false, true, 1).assign(batch).seconds();
        assertThat(alike).isBetween(none, dealt);
    }

    @Test
    void routingTakesTheLoadOffACardAndMovesTheZonesLeft() {
        Fabric fabric = RING.fabric();
        assertThat(fabric.onCards(1e9, 1) / fabric.onCards(1e9, 4)).isCloseTo(4, within(1e-12));
        assertThat(fabric.between(1e9, 1) / fabric.between(1e9, 4)).isCloseTo(0.040 / 0.0175, within(1e-9));
        Zones direct = Zones.of(RING);
        Zones routed = Zones.of(RING.routed(4));
        assertThat(direct.local()).isLessThan(direct.inside());
        assertThat(routed.inside()).isLessThan(direct.inside());
        assertThat(Zones.plot(RING).series()).hasSize(3);
    }

    @Property(tries = 40)
    void remappingMovesAsFewTokensBetweenNodesAsAMinimumCostFlow(@ForAll @IntRange(max = 100_000) int seed) {
        Stream stream = new Streams(seed).named("tokens");
        int nodes = 1 + stream.below(4);
        int node = 1 + stream.below(4);
        double[] tokens = new double[nodes * node];
        int sum = 0;
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = stream.below(50) * tokens.length;
            sum += (int) tokens[i];
        }
        Remap remap = Remap.of(tokens, node);
        assertThat(remap.between(node) * 100 + (remap.all() - remap.between(node)))
                .isCloseTo(cheapest(tokens, node, sum / tokens.length), within(1e-6));
        double[] levelled = tokens.clone();
        remap.moves().forEach(move -> {
            levelled[move.from()] -= move.tokens();
            levelled[move.to()] += move.tokens();
        });
        double mean = (double) sum / tokens.length;
        for (double each : levelled) {
            assertThat(each).isCloseTo(mean, within(1e-6));
        }
    }

    private static long cheapest(double[] tokens, int node, int mean) {
        Loader.loadNativeLibraries();
        MinCostFlow flow = new MinCostFlow();
        for (int i = 0; i < tokens.length; i++) {
            flow.setNodeSupply(i, (int) tokens[i] - mean);
            for (int j = 0; j < tokens.length; j++) {
                if (i != j && tokens[i] > mean && tokens[j] < mean) {
                    flow.addArcWithCapacityAndUnitCost(i, j, 1_000_000, i / node == j / node ? 1 : 100);
                }
            }
        }
        assertThat(flow.solve()).isEqualTo(MinCostFlowBase.Status.OPTIMAL);
        return flow.getOptimalCost();
    }

    @Test
    void theTimeOfAGroupIsWhatItsExplanationSays() {
        int[] lengths = {1024, 4096, 25_600};
        for (Costs costs : List.of(RING, RING.routed(4), new GatheredKeys(RING))) {
            for (int degree : new int[] {1, 8, 32}) {
                assertThat(costs.explain(lengths, degree).value())
                        .isCloseTo(costs.seconds(lengths, degree), within(1e-9));
            }
        }
    }

    @Test
    void allPoliciesOnOneBatchMakeATableAndTimelines() {
        int[] batch = batch(11);
        Comparison all = Comparison.of(RING, 32, LIMIT, batch);
        Table table = all.table();
        assertThat(table.rowCount()).isEqualTo(7);
        assertThat(table.doubleColumn("time [s]").min()).isPositive();
        Table timelines = all.timelines();
        assertThat(timelines.stringColumn("policy").unique().size()).isEqualTo(7);
        assertThat(timelines.doubleColumn("to [s]").max())
                .isLessThanOrEqualTo(table.doubleColumn("time [s]").max() + 1e-9);
    }

    @Test
    void anAssignmentThatForgetsASequenceOrOverflowsIsNone() {
        Piece piece = new Piece(0, List.of(0), List.of(0), 100);
        assertThatIllegalStateException()
                .isThrownBy(() -> new Assignment("mine", new int[] {50, 50}, 1, List.of(piece), List.of(), 1, 0))
                .withMessageContaining("sequence 1 is in [0] pieces");
        assertThatIllegalStateException()
                .isThrownBy(() -> new Assignment("mine", new int[] {150}, 1, List.of(piece), List.of(), 1, 0))
                .withMessageContaining("holds [150.0] tokens");
    }

    @Test
    void aFabricIsThatOfItsCluster() {
        for (String name : List.of("a800-nodes", "h800-nodes", "h200-nodes")) {
            Cluster cluster = Cluster.named(name);
            Fabric fabric = Fabric.of(cluster);
            assertThat(fabric.cards() * fabric.card())
                    .isEqualTo(cluster.network().bandwidth());
            assertThat(fabric.onCards(1e9, fabric.cards()))
                    .isEqualTo(1e9 / cluster.network().bandwidth());
            assertThat(fabric.node()).isEqualTo(cluster.perNode());
        }
        assertThatThrownBy(() -> Fabric.of(Cluster.named("dgx-1-v100")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no [host]");
    }

    @Test
    void aBatchHasSequencesAndTheseHaveTokens() {
        for (Policy policy : POLICIES) {
            assertThatThrownBy(() -> policy.assign(new int[0]))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("[0] sequences");
            for (int length : new int[] {0, -64}) {
                assertThatThrownBy(() -> policy.assign(new int[] {64, length}))
                        .isInstanceOf(BadInput.class)
                        .hasMessageContaining("sequence [1] of a batch has [%d] tokens", length);
            }
        }
    }

    @Test
    void badInputIsNamed() {
        assertThatThrownBy(() -> new BestDegree(RING, 8, 0))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("least degree [0]");
        assertThatThrownBy(() -> new StaticParallel("static", RING, 0, 1, 1)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> new StaticParallel("static", RING, 32, 5, 1))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("degree [5] must divide the devices [32]");
        assertThatThrownBy(() -> new Zeppelin(RING, 12, true))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[12]");
        assertThatThrownBy(() -> RING.routed(9).seconds(LIMIT, 32))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("proxies [9]");
        assertThatThrownBy(() -> new ByteScale(RING, 4).assign(new int[] {1 << 24}))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("there are 4");
    }
}
