package throughline.fab.jobshop;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import throughline.fab.jobshop.DisjunctiveGraph.Kind;
import throughline.fab.jobshop.DisjunctiveGraph.Status;
import throughline.random.Streams;

class DisjunctiveGraphTest {
    @Provide
    Arbitrary<JobShop> shops() {
        return Shops.any(6, 6);
    }

    @Property(tries = 50)
    void theLongestPathGrowsToTheMakespan(@ForAll("shops") JobShop instance, @ForAll Mode mode, @ForAll long seed) {
        Rule rule = Rule.random(new Streams(seed).named("rule"));
        Shop shop = new Shop(instance, mode, Shutdowns.NEVER);
        shop.reset(new Streams(seed));
        long before = 0;
        while (!shop.floor().over()) {
            long path = DisjunctiveGraph.of(shop.floor()).longestPath();
            assertThat(path).isGreaterThanOrEqualTo(before);
            before = path;
            shop.choose(rule.choose(shop.floor()));
        }
        if (shop.floor().deadlock().isEmpty()) {
            long makespan = shop.floor().schedule().makespan();
            long path = DisjunctiveGraph.of(shop.floor()).longestPath();
            assertThat(path).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(makespan);
            if (mode == Mode.CLASSICAL) {
                assertThat(path).isEqualTo(makespan);
            }
        }
    }

    /// Of k operations of a machine that are open, k (k - 1) / 2 pairs are undecided; in the end none is, and nothing
    /// remains.
    @Property(tries = 50)
    void edgesBecomeArcsAndNodesVanish(@ForAll("shops") JobShop instance, @ForAll long seed) {
        Rule rule = Rule.random(new Streams(seed).named("rule"));
        Shop shop = new Shop(instance, Mode.SWAP, Shutdowns.NEVER);
        shop.reset(new Streams(seed));
        int left = instance.operations() + 1;
        while (!shop.floor().over()) {
            DisjunctiveGraph graph = DisjunctiveGraph.of(shop.floor());
            for (int machine = 0; machine < instance.machines(); machine++) {
                int k = machine;
                long open = graph.nodes().stream()
                        .filter(node -> node.machine() == k && node.status() == Status.WAITING)
                        .count();
                assertThat(graph.arcs().stream()
                                .filter(arc -> arc.kind() == Kind.UNDECIDED
                                        && graph.nodes().get(arc.from()).machine() == k)
                                .count())
                        .isEqualTo(open * (open - 1) / 2);
            }
            assertThat(graph.remaining().nodes().size()).isLessThanOrEqualTo(left);
            left = graph.remaining().nodes().size();
            shop.choose(rule.choose(shop.floor()));
        }
        DisjunctiveGraph end = DisjunctiveGraph.of(shop.floor());
        assertThat(end.arcs()).noneMatch(arc -> arc.kind() == Kind.UNDECIDED);
        assertThat(end.remaining().nodes()).isEmpty();
        assertThat(end.remaining().arcs()).isEmpty();
    }
}
