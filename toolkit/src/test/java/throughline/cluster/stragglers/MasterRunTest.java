package throughline.cluster.stragglers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.cluster.stragglers.Waiting.Beyond;
import throughline.devs.Simulation;
import throughline.random.Stream;
import throughline.random.Streams;

class MasterRunTest {
    /// Work that can do without so many ranks in a round and the one before.
    static final class Spare implements Rounds {
        final List<BitSet> missed = new ArrayList<>();
        private final int ranks;
        private final int rounds;
        private final int spare;

        Spare(int ranks, int rounds, int spare) {
            this.ranks = ranks;
            this.rounds = rounds;
            this.spare = spare;
        }

        @Override
        public int ranks() {
            return ranks;
        }

        @Override
        public int rounds() {
            return rounds;
        }

        @Override
        public boolean idle() {
            return missed.size() % 7 == 6;
        }

        @Override
        public boolean mayMiss(BitSet late) {
            int before = missed.isEmpty() ? 0 : missed.getLast().cardinality();
            return late.isEmpty() || late.cardinality() + before <= spare;
        }

        @Override
        public void finish(BitSet set) {
            missed.add((BitSet) set.clone());
        }
    }

    /// Whole ticks, many of them equal.
    private static DelayTrace drawn(long seed, int ranks, int rounds) {
        Stream stream = new Streams(seed).named("delays");
        double[][] seconds = new double[rounds][ranks];
        for (double[] round : seconds) {
            Arrays.setAll(round, _ -> (1 + stream.below(40)) / 1024.0);
        }
        return DelayTrace.of(seconds);
    }

    @Property(tries = 60)
    void eventsOfMasterAndWorkersGiveTheSame(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int ranks,
            @ForAll @IntRange(max = 6) int spare,
            @ForAll @IntRange(max = 3) int slack,
            @ForAll Beyond beyond) {
        DelayTrace delays = drawn(seed, ranks, 20);
        Waiting waiting = new Waiting(slack, beyond);
        Spare work = new Spare(ranks, 20, spare);
        MasterRun run = MasterRun.of(work, delays, waiting);

        Spare events = new Spare(ranks, 20, spare);
        MasterModel model = new MasterModel(events, delays, waiting);
        new Simulation(model).runWhileNot(() -> false);
        assertThat(events.missed).isEqualTo(work.missed);
        double[] ends = run.ends();
        for (int round = 0; round < 20; round++) {
            assertThat(model.ends().get(round)).isEqualTo(MasterModel.TICK.seconds(ends[round]));
        }
    }

    @Property(tries = 60)
    void waitingForTheFewestNeverEndsARoundLater(@ForAll long seed, @ForAll @IntRange(max = 6) int spare) {
        for (int i = 0; i < 20; i++) {
            double[] delays = drawn(seed, 8, 20).round(i);
            Waiting.End all = new Waiting(1, Beyond.ALL).end(delays, late -> late.cardinality() <= spare);
            Waiting.End few = new Waiting(1, Beyond.FEWEST).end(delays, late -> late.cardinality() <= spare);
            assertThat(few.seconds()).isLessThanOrEqualTo(all.seconds());
            assertThat(few.waited()).isEqualTo(all.waited());
            assertThat(few.missed().cardinality()).isLessThanOrEqualTo(spare);
        }
    }

    @Test
    void aRoundTakesBetweenTheFastestAndTheSlowest() {
        DelayTrace delays = DelayTraceTest.fixture();
        Waiting waiting = new Waiting(1, Beyond.ALL);
        MasterRun one = MasterRun.of(new Spare(4, 5, 2), delays, waiting);
        assertThat(one.rounds().stream().map(Waiting.End::seconds)).containsExactly(2.0, 2.0, 2.0, 2.0, 2.25);
        assertThat(one.waits()).isEqualTo(1);
        MasterRun none = MasterRun.of(new Spare(4, 5, 0), delays, waiting);
        assertThat(none.rounds().stream().map(Waiting.End::seconds)).containsExactly(4.0, 3.0, 2.0, 6.0, 2.25);
    }

    @Test
    void delaysOfOtherRanksAreRefused() {
        for (int ranks : new int[] {3, 5}) {
            assertThatThrownBy(() ->
                            MasterRun.of(new Spare(ranks, 5, 0), DelayTraceTest.fixture(), new Waiting(1, Beyond.ALL)))
                    .hasMessage("delays of [4] ranks are not those of the work's " + ranks);
        }
    }
}
