package throughline.training.ranks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;
import throughline.training.ranks.RingRun.What;

class RingTimesTest {
    private static final double RATE = 1e14;

    private static RingTimes times(int ranks, int tokens, double bandwidth) {
        return RingTimes.causal(ranks, tokens, 32, 128, RATE, bandwidth);
    }

    @Property(tries = 50)
    void ringAttentionIsItsStepsAndOneComputation(
            @ForAll @IntRange(min = 1, max = 16) int ranks, @ForAll @IntRange(min = 1, max = 100) int thousands) {
        RingTimes some = times(ranks, 1000 * thousands, 1e10);
        double step = Math.max(some.compute(), some.keyBytes() / 1e10);
        assertThat(some.ring().seconds()).isCloseTo((ranks - 1) * step + some.compute(), offset(1e-9));
    }

    @Property(tries = 50)
    void nothingIsFasterThanItsComputation(
            @ForAll @IntRange(min = 1, max = 16) int ranks, @ForAll @IntRange(min = 1, max = 100) int thousands) {
        RingTimes some = times(ranks, 1000 * thousands, 1e10);
        assertThat(some.tokenRing().seconds()).isGreaterThanOrEqualTo(ranks * some.compute() * (1 - 1e-12));
        RingTimes fast = times(ranks, 1000 * thousands, 1e18);
        assertThat(fast.tokenRing().seconds()).isCloseTo(ranks * fast.compute(), offset(1e-6));
        assertThat(fast.ring().seconds()).isCloseTo(ranks * fast.compute(), offset(1e-6));
    }

    @Property(tries = 50)
    void poorerLinksAreNeverFaster(
            @ForAll @IntRange(min = 2, max = 16) int ranks, @ForAll @IntRange(min = 1, max = 100) int thousands) {
        RingTimes some = times(ranks, 1000 * thousands, 1e10);
        double best = some.tokenRing().seconds();
        assertThat(some.with("mesh", "false").tokenRing().seconds()).isGreaterThanOrEqualTo(best);
        assertThat(some.with("duplex", "false").tokenRing().seconds()).isGreaterThanOrEqualTo(best);
        assertThat(times(ranks, 1000 * thousands, 9e9).tokenRing().seconds()).isGreaterThanOrEqualTo(best);
    }

    /// The bytes of the timeline are the elements that ranks really send.
    @Property(tries = 20)
    void theTimelineSendsWhatTheNumericClusterSends(@ForAll @IntRange(min = 2, max = 6) int ranks) {
        Shards shards = Shards.zigzag(4 * ranks, ranks);
        Attention attention = Attention.causal(2, 2);
        Matrix rows = Matrix.zero(shards.tokens(), 6);
        Qkv all = new Qkv(rows, rows, rows);
        RingTimes some = RingTimes.causal(ranks, shards.tokens(), 2, 3, RATE, 1);
        Ranks queries = Ranks.of(ranks);
        queries.run(rank -> new TokenRingAttention(attention, shards).attend(rank, all.part(shards, rank.index())));
        Ranks keys = Ranks.of(ranks);
        keys.run(rank -> new RingAttention(attention, shards).attend(rank, all.part(shards, rank.index())));
        double sums = seconds(some.tokenRing(), What.OUTPUTS) * (some.outBytes() - some.queryBytes()) / some.outBytes();
        double wide = seconds(some.tokenRing(), What.QUERIES) + seconds(some.tokenRing(), What.OUTPUTS) - sums;
        assertThat(wide / 2 + sums / 4).isCloseTo(queries.elements(), offset(1e-6));
        assertThat(seconds(some.ring(), What.KEYS) / 2).isCloseTo(keys.elements(), offset(1e-6));
    }

    private static double seconds(RingRun run, What what) {
        return run.pieces().stream()
                .filter(piece -> piece.what() == what)
                .mapToDouble(piece -> piece.to() - piece.from())
                .sum();
    }

    @Test
    void atTheBalanceComputingTakesAsLongAsSendingQueries() {
        RingTimes some = times(4, 4 * 10_000, 1e10);
        assertThat(some.balance()).isEqualTo(10_000);
        assertThat(some.compute()).isCloseTo(some.queryBytes() / 1e10, offset(1e-12));
    }

    @Test
    void theTimelineIsATable() {
        RingRun run = times(3, 3000, 1e10).tokenRing();
        assertThat(run.table().columnNames()).containsExactly("rank", "step", "what", "from [s]", "to [s]");
        assertThat(run.table().rowCount()).isEqualTo(9 + 6 + 6);
        assertThatThrownBy(() -> run.step(9)).hasMessage("there is no step [9]");
        assertThatThrownBy(() -> times(4, 100, 0)).isInstanceOf(BadInput.class);
    }

    @Test
    void ulyssesComputesAsMuchAndExchangesFourTimes() {
        RingTimes some = times(4, 4000, 1e10);
        double each = some.queryBytes() / 4 / 1e10;
        assertThat(some.ulysses()).isCloseTo(4 * some.compute() + 4 * each, offset(1e-12));
        assertThat(times(1, 4000, 1e10).ulysses())
                .isCloseTo(times(1, 4000, 1e10).compute(), offset(1e-15));
        assertThatThrownBy(() -> times(5, 4000, 1e10).ulysses())
                .hasMessage("Ulysses: ranks [5] must divide the 32 heads of keys");
        assertThatThrownBy(() -> some.with("keyHeads", "5"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("keyHeads [5] must divide the heads [32]");
    }

    /// On a ring each part is sent on as often as the ranks are apart; the work of all links is the sum of these.
    @Property(tries = 30)
    void partsThatRanksExchangeTakeEveryHopOnTheWay(@ForAll @IntRange(min = 3, max = 24) int ranks) {
        RingTimes ring =
                RingTimes.causal(ranks, 1000 * ranks, ranks, 128, RATE, 1e10).with("mesh", "false");
        double hops = 0;
        for (int from = 0; from < ranks; from++) {
            for (int to = 0; to < ranks; to++) {
                int apart = Math.abs(from - to);
                hops += Math.min(apart, ranks - apart);
            }
        }
        double part = 4 * ring.queryBytes() / ranks;
        double exchange = ring.ulysses() - ranks * ring.compute();
        assertThat(exchange * 2 * ranks * 1e10).isCloseTo(hops * part, offset(1e-6 * hops * part));
    }

    @Property(tries = 30)
    void poorerLinksMakeUlyssesNoFaster(@ForAll @IntRange(min = 2, max = 24) int ranks) {
        RingTimes mesh = RingTimes.causal(ranks, 1000 * ranks, ranks, 128, RATE, 1e10);
        RingTimes ring = mesh.with("mesh", "false");
        double computing = ranks * mesh.compute();
        assertThat(ring.ulysses()).isGreaterThanOrEqualTo(mesh.ulysses());
        for (RingTimes some : new RingTimes[] {mesh, ring}) {
            assertThat(some.with("duplex", "false").ulysses() - computing)
                    .isCloseTo(2 * (some.ulysses() - computing), offset(1e-12));
        }
        if (ranks < 4) {
            assertThat(ring.ulysses()).isEqualTo(mesh.ulysses());
        }
    }
}
