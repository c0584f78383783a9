package throughline.cluster.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// Rings over the testbed of C4: eight jobs of two nodes, one in each leaf group.
class RoutesTest {
    private static final Fabric C4 = Fabric.named("fabric-c4");
    private static final List<int[]> JOBS =
            IntStream.range(0, 8).mapToObj(i -> new int[] {i, 8 + i}).toList();

    private static Routes routes(Fabric fabric, Routing routing, int queuePairs, long seed) {
        return Routes.establish(
                fabric, JOBS, routing, queuePairs, new LinkHealth(fabric), new Streams(seed).named("hash"));
    }

    private static double[] busbw(Fabric fabric, Routing routing, int queuePairs, long seed, LinkHealth health) {
        return routes(fabric, routing, queuePairs, seed).rates(health).jobs().stream()
                .mapToDouble(RingRates::busbw)
                .toArray();
    }

    @Test
    void aPlanGivesEveryJobWhatItsCardsCanSend() {
        for (int queuePairs : new int[] {1, 2, 3, 8}) {
            assertThat(busbw(C4, Routing.PLANNED, queuePairs, 1, new LinkHealth(C4)))
                    .as("%d queue pairs", queuePairs)
                    .containsOnly(362);
        }
    }

    @Property(tries = 30)
    void aHashNeverBeatsThePlan(@ForAll @IntRange(min = 1, max = 8) int queuePairs, @ForAll long seed) {
        double[] hashed = busbw(C4, Routing.ECMP, queuePairs, seed, new LinkHealth(C4));
        double[] pinned = busbw(C4, Routing.PINNED, queuePairs, seed, new LinkHealth(C4));
        assertThat(Arrays.stream(hashed).min().orElseThrow()).isPositive();
        assertThat(Arrays.stream(hashed).max().orElseThrow()).isLessThan(362 + 1e-9);
        assertThat(Arrays.stream(pinned).max().orElseThrow()).isLessThan(362 + 1e-9);
    }

    @Property(tries = 30)
    void noLinkCarriesMoreThanItCan(@ForAll Routing routing, @ForAll long seed) {
        LinkHealth health = new LinkHealth(C4);
        health.uplink(0, 1, 0, 3, 0);
        health.card(3, 2, 0.4);
        FabricRates rates = routes(C4, routing, 4, seed).rates(health);
        for (int link = 0; link < C4.links(); link++) {
            assertThat(rates.gbps()[link]).as(C4.label(link)).isLessThanOrEqualTo(health.gbps(link) + 1e-6);
        }
    }

    /// One flow a port on an edge: two that meet on an uplink, or on a port that receives, halve the ring.
    @Property(tries = 50)
    void oneQueuePairIsGatedByTheMostCrowdedLink(@ForAll long seed) {
        Fabric one = new Fabric(16, 1, 2, 8, 8, 200, 200, 400);
        FabricRates rates = routes(one, Routing.ECMP, 1, seed).rates(new LinkHealth(one));
        int[] flows = new int[one.links()];
        for (int link = 0; link < flows.length; link++) {
            flows[link] = (int) Math.round(rates.offered()[link] / 200);
        }
        int crowd = Arrays.stream(flows, one.sends(0, 0, 0), flows.length).max().orElseThrow();
        double slowest =
                rates.jobs().stream().mapToDouble(RingRates::busbw).min().orElseThrow();
        assertThat(slowest).isCloseTo(2 * 200.0 / crowd, within(1e-9));
    }

    @Test
    void aDegradedCardSlowsItsRailAndSoTheJob() {
        LinkHealth health = new LinkHealth(C4);
        health.card(3, 2, 0.25);
        FabricRates rates = routes(C4, Routing.PLANNED, 2, 1).rates(health);
        RingRates hit = rates.jobs().get(3);
        assertThat(hit.rail(2)).isCloseTo(0.25 * 362, within(1e-9));
        assertThat(hit.rail(1)).isEqualTo(362);
        assertThat(hit.busbw()).isEqualTo(hit.rail(2));
        assertThat(hit.slowestRail()).isEqualTo(2);
        assertThat(rates.jobs().get(4).busbw()).isEqualTo(362);
    }

    @Test
    void aDeadPortLeavesTheOther() {
        LinkHealth health = new LinkHealth(C4);
        health.port(0, 0, 1, 0);
        for (Routing routing : Routing.values()) {
            double rate = busbw(C4, routing, 8, 1, health)[0];
            assertThat(rate).isGreaterThan(0).isLessThanOrEqualTo(200);
        }
        health.card(0, 0, 0);
        assertThat(busbw(C4, Routing.ADAPTIVE, 8, 1, health)[0]).isZero();
    }

    @Test
    void aDeadUplinkIsGoneAroundAndBytesThatFollowRatesSufferLess() {
        LinkHealth health = new LinkHealth(C4);
        health.uplink(0, 0, 0, 0, 0);
        double fixed = Arrays.stream(busbw(C4, Routing.PLANNED, 8, 1, health))
                .average()
                .orElseThrow();
        double adaptive = Arrays.stream(busbw(C4, Routing.ADAPTIVE, 8, 1, health))
                .average()
                .orElseThrow();
        assertThat(fixed).isGreaterThan(0).isLessThan(adaptive);
    }

    @Test
    void ringsOfOneNodeStayInside() {
        RingRates alone = Routes.establish(
                        C4, List.of(new int[] {5}), Routing.ECMP, 1, new LinkHealth(C4), new Streams(1).named("a"))
                .rates(new LinkHealth(C4))
                .jobs()
                .getFirst();
        assertThat(alone.busbw()).isEqualTo(362);
    }

    @Test
    void sameDrawsSameRatesAndNewDrawsOthers() {
        assertThat(offered(7)).isEqualTo(offered(7)).isNotEqualTo(offered(8));
    }

    private static double[] offered(long seed) {
        return routes(C4, Routing.ECMP, 1, seed).rates(new LinkHealth(C4)).offered();
    }

    /// A ring in the order of nodes crosses between leaf groups at their borders only.
    @Test
    void aLargeJobsRingsAreFullWhenPlanned() {
        Fabric large = Fabric.named("fabric-32-below-a-leaf");
        int[] ring = IntStream.range(0, 2048).toArray();
        Routes routes = Routes.establish(
                large, List.of(ring), Routing.PLANNED, 1, new LinkHealth(large), new Streams(1).named("hash"));
        LinkHealth health = new LinkHealth(large);
        assertThat(routes.rates(health).jobs().getFirst().busbw()).isEqualTo(362);
        health.card(100, 3, 0.5);
        RingRates hit = routes.rates(health).jobs().getFirst();
        assertThat(hit.busbw()).isCloseTo(181, within(1e-9));
        assertThat(hit.slowestEdge(3)).isEqualTo(100);
    }

    @Test
    void linksHaveNumbersAndNamesOfTheirOwn() {
        List<String> names = new ArrayList<>();
        for (int link = 0; link < C4.links(); link++) {
            names.add(C4.label(link));
        }
        assertThat(names).doesNotHaveDuplicates();
        assertThat(C4.label(C4.card(3, 1))).isEqualTo("n3 r1");
        assertThat(C4.label(C4.sends(3, 1, 1))).isEqualTo("n3 r1 p1 tx");
        assertThat(C4.label(C4.receives(15, 7, 1))).isEqualTo("n15 r7 p1 rx");
        assertThat(C4.label(C4.uplink(1, 2, 0, 5))).isEqualTo("g1 r2 p0 to s5");
        assertThat(C4.label(C4.downlink(1, 7, 1, 7))).isEqualTo("g1 r7 p1 from s7");
        assertThat(C4.oversubscription()).isEqualTo(1);
        assertThat(C4.withSpines(4).oversubscription()).isEqualTo(2);
    }

    @Test
    void badNumbersAreNamed() {
        assertThatThrownBy(() -> routes(C4.withNodes(12), Routing.ECMP, 1, 1))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("node [12] of a ring must be 0 to 11");
        assertThatThrownBy(() -> routes(C4, Routing.ECMP, 0, 1))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[0]");
        assertThatThrownBy(() -> C4.withSpines(0)).isInstanceOf(BadInput.class).hasMessageContaining("spines");
        assertThatThrownBy(() -> new LinkHealth(C4).card(0, 0, 1.5))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("n0 r0 [1.5]");
    }
}
