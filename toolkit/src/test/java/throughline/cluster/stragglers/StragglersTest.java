package throughline.cluster.stragglers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import throughline.devs.Tick;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Workers;

class StragglersTest {
    private static final Streams STREAMS = new Streams(7);

    private static ChainStragglers chain(SlowChain chain, int ranks) {
        return new ChainStragglers(chain, ranks, STREAMS.below("chain"));
    }

    private static NodeStragglers nodes(SlowNodes nodes, int ranks) {
        return new NodeStragglers(nodes, ranks, Tick.MILLISECOND, STREAMS.below("nodes"));
    }

    @Property(tries = 5)
    void shareAndBurstsAreThoseOfTheChain(
            @ForAll @DoubleRange(min = 0.02, max = 0.5) double becomes,
            @ForAll @DoubleRange(min = 0, max = 0.8) double stays) {
        SlowChain law = SlowChain.lambda().with(becomes, stays);
        ChainStragglers ranks = chain(law, 500);
        int slow = 0;
        int begun = 0;
        int rounds = 400;
        for (int round = 0; round < rounds; round++) {
            boolean[] before = new boolean[500];
            for (int rank = 0; rank < 500; rank++) {
                before[rank] = ranks.slow(rank);
            }
            ranks.step();
            for (int rank = 0; rank < 500; rank++) {
                slow += ranks.slow(rank) ? 1 : 0;
                begun += ranks.slow(rank) && !before[rank] ? 1 : 0;
            }
        }
        assertThat((double) slow / (rounds * 500)).isCloseTo(law.share(), within(0.02));
        assertThat((double) slow / begun).isCloseTo(law.meanBurst(), within(0.06 * law.meanBurst()));
    }

    @Test
    void slowRanksTakeAtLeastTwiceAsLong() {
        SlowChain law = SlowChain.lambda();
        ChainStragglers ranks = chain(law, 256);
        for (int round = 0; round < 50; round++) {
            for (int rank = 0; rank < 256; rank++) {
                assertThat(ranks.multiplier(rank) >= 2).isEqualTo(ranks.slow(rank));
                assertThat(ranks.multiplier(rank)).isGreaterThanOrEqualTo(1);
            }
            ranks.step();
        }
        assertThat(law.share()).isCloseTo(0.0506, within(0.0001));
    }

    @Test
    void aRankKeepsItsDrawsWhenOthersComeAndRanksAreLost() {
        SlowChain law = SlowChain.lambda();
        ChainStragglers few = chain(law, 3);
        ChainStragglers many = chain(law.losing(0.01), 40);
        int lost = 0;
        for (int round = 0; round < 200; round++) {
            for (int rank = 0; rank < 3; rank++) {
                assertThat(many.slow(rank)).isEqualTo(few.slow(rank));
                if (many.multiplier(rank) != few.multiplier(rank)) {
                    lost++;
                    assertThat(many.multiplier(rank) * law.fastest()).isBetween(26.0, 38.0);
                }
            }
            few.step();
            many.step();
        }
        assertThat(lost).isBetween(1, 20);
    }

    @Test
    void nodesAreSlowForTheShareOfTimeThatTheirMeansSay() {
        SlowNodes law = new SlowNodes(20, 5, 1.2, 1.8);
        NodeStragglers ranks = nodes(law, 300);
        long end = Tick.MILLISECOND.hours(2000);
        double slow = 0;
        double multiplier = 0;
        long now = 0;
        while (now < end) {
            long next = Math.min(end, ranks.nextChange());
            for (int rank = 0; rank < 300; rank++) {
                slow += ranks.slow(rank) ? next - now : 0;
                multiplier += ranks.multiplier(rank) * (next - now);
            }
            now = next;
            ranks.advance(now);
        }
        assertThat(slow / end / 300).isCloseTo(law.share(), within(0.01));
        assertThat(multiplier / end / 300).isCloseTo(law.meanMultiplier(), within(0.01));
    }

    @Test
    void advancingAtOnceOrFromChangeToChangeIsTheSame() {
        SlowNodes law = new SlowNodes(3, 1, 1.05, 3);
        NodeStragglers steps = nodes(law, 20);
        NodeStragglers leap = nodes(law, 20);
        long end = Tick.MILLISECOND.hours(100);
        while (steps.nextChange() <= end) {
            assertThat(steps.nextChange())
                    .isEqualTo(IntStream.range(0, 20)
                            .mapToLong(steps::nextChange)
                            .min()
                            .orElseThrow());
            steps.advance(steps.nextChange());
        }
        leap.advance(end);
        for (int rank = 0; rank < 20; rank++) {
            assertThat(leap.multiplier(rank)).isEqualTo(steps.multiplier(rank));
            assertThat(leap.nextChange(rank)).isEqualTo(steps.nextChange(rank));
        }
    }

    @Test
    void threadsDoNotMatter() {
        Supplier<List<Double>> run = () -> {
            ChainStragglers ranks = chain(SlowChain.lambda(), 16);
            IntStream.range(0, 20).forEach(_ -> ranks.step());
            return IntStream.range(0, 16).mapToObj(ranks::multiplier).toList();
        };
        List<List<Double>> results = Workers.all(List.of(run, run, run), 3);
        assertThat(results).containsOnly(run.get());
    }

    @Test
    void whatCannotBeIsSaidInOneLine() {
        assertThatThrownBy(() -> SlowChain.lambda().with(0.1, 1))
                .isInstanceOf(BadInput.class)
                .hasMessage("staysSlow [1.0] must be less than 1, so that a slow rank recovers");
        assertThatThrownBy(() -> new SlowNodes(10, 1, 3, 2)).hasMessage("low [3.0] must be at most high [2.0]");
        assertThatThrownBy(() -> new Quantiles(List.of(0.0, 0.5), List.of(1.0, 2.0)))
                .hasMessage("last quantile [0.5]: its share must be 1");
    }
}
