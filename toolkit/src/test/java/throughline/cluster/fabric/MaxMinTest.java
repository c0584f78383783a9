package throughline.cluster.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/// Max-min fair rates: what defines them, and cases that can be done by hand.
class MaxMinTest {
    private static final double CLOSE = 1e-9;

    /// @param capacity of links
    /// @param flows    the links of each
    record Net(double[] capacity, List<int[]> flows) {
        double[] rates() {
            int[] start = new int[flows.size() + 1];
            for (int flow = 0; flow < flows.size(); flow++) {
                start[flow + 1] = start[flow] + flows.get(flow).length;
            }
            return MaxMin.rates(
                    capacity, start, flows.stream().flatMapToInt(Arrays::stream).toArray());
        }

        double load(int link, double[] rates) {
            double load = 0;
            for (int flow = 0; flow < rates.length; flow++) {
                load += uses(flow, link) ? rates[flow] : 0;
            }
            return load;
        }

        boolean uses(int flow, int link) {
            return Arrays.stream(flows.get(flow)).anyMatch(on -> on == link);
        }

        /// The largest rate of the flows of a link.
        double largest(int link, double[] rates) {
            double largest = 0;
            for (int flow = 0; flow < rates.length; flow++) {
                largest = uses(flow, link) ? Math.max(largest, rates[flow]) : largest;
            }
            return largest;
        }
    }

    @Provide
    Arbitrary<Net> nets() {
        return Arbitraries.integers().between(1, 12).flatMap(links -> Combinators.combine(
                        Arbitraries.integers()
                                .between(0, 40)
                                .map(i -> i / 4.0)
                                .array(double[].class)
                                .ofSize(links),
                        Arbitraries.integers()
                                .between(0, links - 1)
                                .set()
                                .ofMinSize(1)
                                .ofMaxSize(Math.min(4, links))
                                .map(set -> set.stream().mapToInt(i -> i).toArray())
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(25))
                .as(Net::new));
    }

    @Property(tries = 400)
    void noLinkCarriesMoreThanItCan(@ForAll("nets") Net net) {
        double[] rates = net.rates();
        for (int link = 0; link < net.capacity.length; link++) {
            assertThat(net.load(link, rates)).isLessThanOrEqualTo(net.capacity[link] + CLOSE);
        }
    }

    @Property(tries = 400)
    void everyFlowHasAFullLinkWhereNoFlowIsFaster(@ForAll("nets") Net net) {
        double[] rates = net.rates();
        for (int flow = 0; flow < rates.length; flow++) {
            double rate = rates[flow];
            assertThat(Arrays.stream(net.flows.get(flow))
                            .anyMatch(link -> net.load(link, rates) > net.capacity[link] - CLOSE
                                    && net.largest(link, rates) < rate + CLOSE))
                    .isTrue();
        }
    }

    @Property(tries = 200)
    void theOrderOfFlowsDoesNotMatter(@ForAll("nets") Net net, @ForAll long seed) {
        List<Integer> order = new ArrayList<>();
        for (int flow = 0; flow < net.flows.size(); flow++) {
            order.add(flow);
        }
        Collections.shuffle(order, new Random(seed));
        double[] other =
                new Net(net.capacity, order.stream().map(net.flows::get).toList()).rates();
        double[] rates = net.rates();
        for (int i = 0; i < other.length; i++) {
            assertThat(other[i]).isCloseTo(rates[order.get(i)], within(CLOSE));
        }
    }

    @Property(tries = 200)
    void moreOfALinkNeverHurtsTheSlowest(@ForAll("nets") Net net, @ForAll long seed) {
        double[] more = net.capacity.clone();
        more[new Random(seed).nextInt(more.length)] += 3;
        double before = Arrays.stream(net.rates()).min().orElseThrow();
        double after = Arrays.stream(new Net(more, net.flows).rates()).min().orElseThrow();
        assertThat(after).isGreaterThanOrEqualTo(before - CLOSE);
    }

    @Property(tries = 200)
    void ratesAreInTheUnitOfCapacities(@ForAll("nets") Net net) {
        double[] doubled = Arrays.stream(net.capacity).map(c -> 8 * c).toArray();
        double[] rates = net.rates();
        double[] larger = new Net(doubled, net.flows).rates();
        for (int flow = 0; flow < rates.length; flow++) {
            assertThat(larger[flow]).isCloseTo(8 * rates[flow], within(CLOSE));
        }
    }

    /// Bertsekas and Gallager's line: a long flow over all links of 1, and one more on each.
    @Test
    void aLongFlowOverFullLinksGetsWhatTheBusiestLeaves() {
        double[] rates = new Net(
                        new double[] {1, 1, 2},
                        List.of(new int[] {0, 1, 2}, new int[] {0}, new int[] {1}, new int[] {1}, new int[] {2}))
                .rates();
        assertThat(rates).containsExactly(new double[] {1.0 / 3, 2.0 / 3, 1.0 / 3, 1.0 / 3, 5.0 / 3}, within(CLOSE));
    }

    @Test
    void aDeadLinkStopsItsFlowsAndNoOthers() {
        double[] rates = new Net(new double[] {0, 4}, List.of(new int[] {0, 1}, new int[] {1})).rates();
        assertThat(rates).containsExactly(0, 4);
    }

    @Test
    void aFlowWithoutLinksIsNotLimited() {
        assertThat(new Net(new double[] {1}, List.of(new int[0])).rates()).containsExactly(Double.POSITIVE_INFINITY);
    }
}
