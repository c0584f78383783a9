package throughline.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import throughline.hardware.Cluster.Group;
import throughline.hardware.Cluster.Way;
import throughline.spec.BadInput;

/// Which transport a group takes, and which way.
class ClusterTest {
    private static final Cluster FRONTIER = Cluster.named("frontier");
    private static final Cluster MIXED = Cluster.named("holmes-mixed");
    private static final Cluster HIERARCHICAL = Cluster.named("selene").with(Way.HIERARCHICAL);
    private static final double MEGA = 1e6;

    private static double bandwidth(Cluster cluster, Group group) {
        double few = cluster.allGather(group, 1e9).value();
        double more = cluster.allGather(group, 2e9).value();
        return 1e9 * (group.ranks() - 1) / group.ranks() / (more - few);
    }

    @Test
    void neighboursInAPackageTakeItsLink() {
        double share = FRONTIER.library().largeShare();
        assertThat(bandwidth(FRONTIER, new Group(2, 2))).isCloseTo(share * 200e9, within(1e3));
        assertThat(bandwidth(FRONTIER, new Group(2, 2).every(2))).isCloseTo(share * 50e9, within(1e3));
        assertThat(bandwidth(FRONTIER, new Group(4, 4))).isCloseTo(share * 50e9, within(1e3));
        assertThat(bandwidth(FRONTIER, new Group(16, 8)))
                .isCloseTo(FRONTIER.library().insideShare() * 50e9, within(1e3))
                .isLessThan(FRONTIER.library().outsideShare() * 4 * 25e9);
        assertThat(FRONTIER.send(new Group(2, 2), MEGA).value())
                .isLessThan(FRONTIER.send(new Group(2, 2).every(4), MEGA).value());
        assertThat(FRONTIER.send(new Group(2, 2).every(4), MEGA)).isEqualTo(FRONTIER.send(true, MEGA));
        assertThat(FRONTIER.send(new Group(2, 1), MEGA)).isEqualTo(FRONTIER.send(false, MEGA));
    }

    @Test
    void aGroupTakesTheFastestNetworkThatAllItsNodesHave() {
        Group replicas = new Group(32, 8);
        String[] both = {"infiniband", "roce"};
        Cost ethernet = Cluster.named("holmes-ethernet").allReduce(replicas, MEGA);
        assertThat(MIXED.allReduce(replicas, MEGA)).isEqualTo(ethernet);
        assertThat(MIXED.allReduce(replicas.in(both), MEGA)).isEqualTo(ethernet);
        for (String island : both) {
            assertThat(MIXED.allReduce(replicas.in(island), MEGA))
                    .isEqualTo(Cluster.named("holmes-" + island).allReduce(replicas, MEGA));
            assertThat(MIXED.allToAll(replicas.in(island), MEGA))
                    .isEqualTo(Cluster.named("holmes-" + island).allToAll(replicas, MEGA));
        }
        assertThat(MIXED.send(new Group(2, 1).in("roce"), MEGA).value())
                .isLessThan(MIXED.send(new Group(2, 1).in(both), MEGA).value());
    }

    @Test
    void whatDoesNotFitIsRefusedByName() {
        assertThatThrownBy(() -> FRONTIER.allReduce(new Group(4, 4).every(4), MEGA))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("group of [4] devices to a node, every [4]");
        assertThatThrownBy(() -> MIXED.allReduce(new Group(8, 8).in("myrinet"), MEGA))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no island [myrinet]; it has [infiniband, roce]");
        assertThatThrownBy(() -> MIXED.allReduce(new Group(56, 8).in("roce"), MEGA))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("group of [7] nodes: island roce");
        assertThatThrownBy(() -> FRONTIER.send(new Group(4, 4), MEGA)).hasMessageContaining("2 ranks, not [4]");
        assertThatThrownBy(() -> new Group(4, 4).every(0)).hasMessageContaining("step of [0]");
    }

    /// Latencies apart, both ways move as much through a node's cards when there are many nodes.
    @Property(tries = 100)
    void hierarchicalIsScatteringAcrossAndGathering(
            @ForAll @IntRange(min = 1, max = 3) int inNode, @ForAll @IntRange(min = 2, max = 30) int nodes) {
        int k = 1 << inNode;
        Group group = new Group(nodes * k, k);
        Cost cost = HIERARCHICAL.allReduce(group, 1e9);
        Group node = new Group(k, k);
        double inside = HIERARCHICAL.reduceScatter(node, 1e9).value()
                + HIERARCHICAL.allGather(node, 1e9).value();
        double across = HIERARCHICAL.allReduce(new Group(nodes, 1), 1e9 / k).value();
        assertThat(cost.value()).isCloseTo(inside + across, within(1e-9));
    }

    @Property(tries = 100)
    void theFasterWayIsTheFaster(
            @ForAll @IntRange(min = 0, max = 3) int inNode,
            @ForAll @IntRange(min = 1, max = 100) int nodes,
            @ForAll @IntRange(min = 0, max = 10) int power) {
        Group group = new Group(nodes << inNode, 1 << inNode);
        double bytes = Math.pow(10, power);
        double ring = HIERARCHICAL.with(Way.RING).allReduce(group, bytes).value();
        double other = HIERARCHICAL.allReduce(group, bytes).value();
        Cluster faster = HIERARCHICAL.with(Way.FASTER);
        assertThat(faster.allReduce(group, bytes).value()).isEqualTo(Math.min(ring, other));
        assertThat(faster.allReduce(group, bytes).value()).isCloseTo(Math.min(ring, other), within(1e-9));
    }

    @Test
    void insideANodeThereIsOneWay() {
        Cluster ring = HIERARCHICAL.with(Way.RING);
        for (Group group : List.of(new Group(8, 8), new Group(16, 1))) {
            assertThat(HIERARCHICAL.allReduce(group, MEGA)).isEqualTo(ring.allReduce(group, MEGA));
        }
    }

    /// Nodes with fewer cards than devices, and with as many.
    static List<String> clusters() {
        return List.of("a100-nodes", "dgx-1-v100", "frontier", "holmes-roce", "selene");
    }

    /// Every eighth of 16 devices in 2 nodes, say: 8 such groups exchange at once.
    private static Group interleaved(Cluster cluster, int step) {
        int perNode = cluster.perNode() / step;
        return new Group(4 * perNode, perNode).every(step);
    }

    private static double carried(Cluster cluster) {
        return cluster.library().outsideShare() * cluster.network().bandwidth();
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void groupsThatShareANodeCarryNoMoreThanItsCards(String name) {
        Cluster cluster = Cluster.named(name);
        for (int step : new int[] {1, 2, 4, 8}) {
            Group group = interleaved(cluster, step);
            for (Way way : Way.values()) {
                double moving = cluster.with(way).allReduce(group, 1e15).value()
                        - cluster.with(way).allReduce(group, 1e-9).value();
                double sent = way == Way.RING ? 2 * (group.ranks() - 1.0) / group.ranks() : 2 * 3 / 4.0;
                assertThat(step * sent * 1e15 / moving).isLessThanOrEqualTo(carried(cluster) * (1 + 1e-9));
            }
            double leaving = step * group.perNode() * (group.ranks() - group.perNode()) / (double) group.ranks();
            double moving = cluster.allToAll(group, 1e15).value()
                    - cluster.allToAll(group, 0).value();
            assertThat(leaving * 1e15 / moving)
                    .isLessThanOrEqualTo(cluster.library().sendOutsideShare()
                            * cluster.network().bandwidth()
                            * (1 + 1e-9));
        }
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void groupsOfOneDeviceInEachNodeUseAllItsCardsTogether(String name) {
        Cluster cluster = Cluster.named(name);
        int all = cluster.perNode();
        assertThat(all * bandwidth(cluster, new Group(4, 1).every(all)))
                .isCloseTo(carried(cluster), within(1e-6 * carried(cluster)));
        assertThat(all * 1e9 / moving(cluster, all))
                .isCloseTo(
                        cluster.library().sendOutsideShare() * cluster.network().bandwidth(),
                        within(1e-6 * carried(cluster)));
    }

    private static double moving(Cluster cluster, int together) {
        return cluster.send(false, together, 1e9).value()
                - cluster.send(false, together, 0).value();
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void moreGroupsAtOnceAreNeverFaster(String name) {
        Cluster cluster = Cluster.named(name);
        Cluster more = cluster.with(new Cluster.Network(cluster.outside(), cluster.cards() + 1));
        for (int perNode = 1; perNode <= 8; perNode *= 2) {
            double before = 0;
            for (int step = 1; step * perNode <= 8; step++) {
                Group group = new Group(4 * perNode, perNode).every(step);
                double now = cluster.allReduce(group, 1e8).value();
                assertThat(now).isGreaterThanOrEqualTo(before);
                assertThat(more.allReduce(group, 1e8).value()).isLessThanOrEqualTo(now);
                before = now;
            }
        }
        for (int together = 1; together < 8; together++) {
            assertThat(moving(cluster, together + 1)).isGreaterThanOrEqualTo(moving(cluster, together));
            assertThat(moving(more, together)).isLessThanOrEqualTo(moving(cluster, together));
        }
    }

    /// A step farther than a node is long leaves as many groups as the node has devices.
    @Test
    void eachDeviceOfANodeIsInOneGroup() {
        Cluster nodes = Cluster.named("a100-nodes");
        Group far = new Group(4, 1);
        assertThat(nodes.allReduce(far.every(16), MEGA)).isEqualTo(nodes.allReduce(far.every(8), MEGA));
        assertThat(nodes.send(new Group(2, 1).every(16), MEGA)).isEqualTo(nodes.send(false, 8, MEGA));
    }

    @Test
    void whoHasACardForEachDeviceSharesNone() {
        Cluster selene = Cluster.named("selene");
        for (int step : new int[] {1, 2, 4, 8}) {
            Group group = interleaved(selene, step);
            Group alone = new Group(group.ranks(), group.perNode());
            assertThat(selene.allReduce(group, MEGA)).isEqualTo(selene.allReduce(alone, MEGA));
            assertThat(selene.allToAll(group, MEGA)).isEqualTo(selene.allToAll(alone, MEGA));
            assertThat(selene.send(false, step, MEGA)).isEqualTo(selene.send(false, MEGA));
        }
        for (String name : clusters()) {
            Cluster cluster = Cluster.named(name);
            assertThat(cluster.send(true, 8, MEGA)).isEqualTo(cluster.send(true, MEGA));
        }
    }

    private static final String PROFILE = """
            kind: cluster
            name: toy
            source: made up
            device: a100-sxm-80gb
            node:
              devices: 8
              link: nvlink-3
              tiers:
                pair: {devices: 2, link: nvlink-4}
            network: {link: ethernet-25g, cards: 1}
            islands:
              left: {nodes: 2, link: infiniband-hdr, cards: 4}
            all-reduce: faster
            collectives: collectives-nccl
            """;

    private static Cluster read(String text) {
        return ClusterProfile.cluster(
                Profile.read("toy.yaml", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void aProfileMayHaveTiersAndIslands() {
        Cluster toy = read(PROFILE);
        assertThat(toy.tiers()).hasSize(2);
        assertThat(toy.perNode()).isEqualTo(8);
        assertThat(toy.island("left").nodes()).isEqualTo(2);
        assertThat(toy.way()).isEqualTo(Way.FASTER);
    }

    static List<List<String>> mistakes() {
        return List.of(
                List.of("devices: 2", "devices: 3", "line 9: node.tiers.pair.devices [3] must divide"),
                List.of("devices: 2, ", "", "node.tiers.pair.devices is missing"),
                List.of("nodes: 2", "nodes: 2.5", "line 12: islands.left.nodes [2.5] must be a whole number"),
                List.of("link: infiniband-hdr", "link: a100-sxm-80gb", "kind [device] must be [link] here"),
                List.of("all-reduce: faster", "all-reduce: tree", "line 13: all-reduce [tree] must be ring"),
                List.of("nodes: 2", "nodes: 2, colour: red", "islands.left.colour is not a key"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsNamedWithItsLine(List<String> mistake) {
        assertThatThrownBy(() -> read(PROFILE.replace(mistake.get(0), mistake.get(1))))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(mistake.get(2));
    }
}
