package throughline.training.ranks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.random.Stream;
import throughline.random.Streams;

class RanksTest {
    private static double[][] values(int ranks, int length, long seed) {
        Stream random = new Streams(seed).named("values");
        return IntStream.range(0, ranks)
                .mapToObj(_ -> IntStream.range(0, length)
                        .mapToDouble(_ -> random.uniform() - 0.5)
                        .toArray())
                .toArray(double[][]::new);
    }

    private static double[] sum(double[][] values) {
        return IntStream.range(0, values[0].length)
                .mapToDouble(i -> Arrays.stream(values).mapToDouble(v -> v[i]).sum())
                .toArray();
    }

    private static void close(double[] actual, double[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], offset(1e-13));
        }
    }

    private static List<double[]> collective(
            Ranks cluster, double[][] values, BiFunction<Rank, double[], double[]> of) {
        return cluster.run(rank -> of.apply(rank, values[rank.index()]));
    }

    @Property(tries = 60)
    void anAllReduceIsTheSumOnEveryRankAndSendsWhatTheRingFormulaSays(
            @ForAll @IntRange(min = 1, max = 9) int n, @ForAll @IntRange(max = 40) int length, @ForAll long seed) {
        Ranks cluster = Ranks.of(n);
        double[][] values = values(n, length, seed);
        List<double[]> sums = collective(cluster, values, Rank::allReduce);
        close(sums.getFirst(), sum(values));
        assertThat(sums).allSatisfy(sum -> assertThat(sum).isEqualTo(sums.getFirst()));
        assertThat(cluster.elements()).isEqualTo(2L * (n - 1) * length);
    }

    @Property(tries = 60)
    void everyRankSendsItsShareOfARing(
            @ForAll @IntRange(min = 2, max = 8) int n, @ForAll @IntRange(min = 1, max = 5) int chunk) {
        double[][] values = values(n, n * chunk, 1);
        Ranks reduced = Ranks.of(n);
        Ranks scattered = Ranks.of(n);
        Ranks gathered = Ranks.of(n);
        Ranks exchanged = Ranks.of(n);
        collective(reduced, values, Rank::allReduce);
        collective(scattered, values, Rank::reduceScatter);
        gathered.run(rank -> rank.allGather(Arrays.copyOf(values[rank.index()], chunk)));
        collective(exchanged, values, Rank::allToAll);
        for (int rank = 0; rank < n; rank++) {
            int next = (rank + 1) % n;
            assertThat(reduced.elements(rank, next)).isEqualTo(2L * (n - 1) * chunk);
            assertThat(scattered.elements(rank, next)).isEqualTo((long) (n - 1) * chunk);
            assertThat(gathered.elements(rank, next)).isEqualTo((long) (n - 1) * chunk);
            for (int other = 0; other < n; other++) {
                assertThat(exchanged.elements(rank, other)).isEqualTo(other == rank ? 0 : chunk);
            }
        }
    }

    @Property(tries = 60)
    void chunksOfAReduceScatterGatheredAreTheAllReduce(
            @ForAll @IntRange(min = 1, max = 9) int n, @ForAll @IntRange(max = 40) int length, @ForAll long seed) {
        double[][] values = values(n, length, seed);
        Ranks cluster = Ranks.of(n);
        List<double[]> joined = collective(cluster, values, (rank, v) -> rank.allGather(rank.reduceScatter(v)));
        assertThat(cluster.elements()).isEqualTo(2L * (n - 1) * length);
        List<double[]> sums = collective(cluster, values, Rank::allReduce);
        for (int rank = 0; rank < n; rank++) {
            assertThat(joined.get(rank)).isEqualTo(sums.get(rank));
        }
    }

    @Property(tries = 30)
    void anAllToAllTransposesAndUndoesItself(
            @ForAll @IntRange(min = 1, max = 8) int n, @ForAll @IntRange(max = 4) int chunk) {
        double[][] values = values(n, n * chunk, 3);
        List<double[]> once = collective(Ranks.of(n), values, Rank::allToAll);
        for (int to = 0; to < n; to++) {
            for (int i = 0; i < n * chunk; i++) {
                int from = i / chunk;
                assertThat(once.get(to)[i]).isEqualTo(values[from][to * chunk + i % chunk]);
            }
        }
        List<double[]> twice = collective(Ranks.of(n), once.toArray(double[][]::new), Rank::allToAll);
        assertThat(twice.toArray(double[][]::new)).isDeepEqualTo(values);
    }

    @Property(tries = 30)
    void aBroadcastReachesAllAndCrossesAllLinksButOne(@ForAll @IntRange(min = 1, max = 8) int n) {
        for (int root = 0; root < n; root++) {
            Ranks cluster = Ranks.of(n);
            double[][] values = values(n, 5, root);
            int from = root;
            assertThat(collective(cluster, values, (rank, v) -> rank.broadcast(from, v)))
                    .allSatisfy(came -> assertThat(came).isEqualTo(values[from]));
            assertThat(cluster.elements()).isEqualTo(5L * (n - 1));
        }
    }

    @Test
    void aGroupHasItsOwnOrderAndItsOwnSums() {
        List<double[]> sums = Ranks.of(6).run(rank -> {
            int row = rank.index() / 3;
            Rank group = rank.within(3 * row + 2, 3 * row, 3 * row + 1);
            assertThat(group.index()).isEqualTo((rank.index() + 1) % 3);
            return group.allGather(rank.index());
        });
        assertThat(sums.get(1)).containsExactly(2, 0, 1);
        assertThat(sums.get(3)).containsExactly(5, 3, 4);
    }

    @Test
    void aRankThatFailsIsNamedAndEndsAll() {
        assertThatThrownBy(() -> Ranks.of(4).run(rank -> {
                    if (rank.index() == 2) {
                        throw new IllegalArgumentException("no weights");
                    }
                    return rank.receive(2);
                }))
                .hasMessage("rank [2] failed: java.lang.IllegalArgumentException: no weights")
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDeadlockSaysWhoWaitsForWhom() {
        assertThatThrownBy(() -> Ranks.of(3).run(rank -> rank.index() == 2 ? null : rank.receive(rank.index() + 1)))
                .hasMessage("deadlock, ranks wait: [0] for [1], [1] for [2], which is done");
    }

    @Test
    void aMessageThatNobodyReceivesIsAnError() {
        assertThatThrownBy(() -> Ranks.of(2).run(rank -> {
                    if (rank.index() == 0) {
                        rank.send(1, 1, 2);
                    }
                    return null;
                }))
                .hasMessage("messages that nobody received: [1] from [0] to [1]");
    }

    @Test
    void aMessageIsACopy() {
        List<double[]> came = Ranks.of(2).run(rank -> {
            double[] own = {rank.index()};
            rank.send(1 - rank.index(), own);
            own[0] = 7;
            return rank.receive(1 - rank.index());
        });
        assertThat(came.getFirst()).containsExactly(1);
    }

    @Test
    void linksThatDoNotExistAreNamed() {
        assertThatThrownBy(() -> Ranks.of(0)).hasMessage("ranks [0] must be at least 1");
        assertThatThrownBy(() -> Ranks.of(2).run(rank -> rank.receive(rank.index())))
                .hasMessageContaining("rank [0] of 2 has no link to rank [0]");
        assertThatThrownBy(() -> Ranks.of(2).run(rank -> rank.within(1 - rank.index())))
                .hasMessageContaining("must name rank");
        assertThatThrownBy(() -> Ranks.of(3).run(rank -> rank.allToAll(1, 2)))
                .hasMessageContaining("[2] elements do not divide among 3 ranks");
    }
}
