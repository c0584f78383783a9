package throughline.training.ranks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.random.Stream;
import throughline.random.Streams;

class ContextParallelTest {
    private static final int SIZE = 3;

    private record Case(Attention attention, Shards shards, Qkv all, Matrix gradient) {
        static Case of(int ranks, int chunk, Attention attention, boolean zigzag, long seed) {
            int tokens = 2 * ranks * chunk;
            Stream random = new Streams(seed).named("case");
            Function<Integer, Matrix> rows = heads -> Matrix.normal(tokens, heads * SIZE, 1, random);
            Qkv all = new Qkv(
                    rows.apply(attention.heads()), rows.apply(attention.keyHeads()), rows.apply(attention.keyHeads()));
            return new Case(attention, new Shards(tokens, ranks, zigzag), all, rows.apply(attention.heads()));
        }

        /// Elements forward, elements back, and the scores of each rank.
        Sent equalsDense(ContextParallel way) {
            Ranks cluster = Ranks.of(shards.ranks());
            Attended dense = attention.dense(all);
            List<Attended> parts = cluster.run(rank -> way.attend(rank, all.part(shards, rank.index())));
            assertThat(shards.joined(parts.stream().map(Attended::out).toList()).distance(dense.out()))
                    .isLessThan(1e-12);
            long forward = cluster.elements();
            Ranks again = Ranks.of(shards.ranks());
            List<Qkv> gradients = again.run(rank ->
                    way.attend(rank, all.part(shards, rank.index())).back().apply(shards.part(gradient, rank.index())));
            Qkv whole = dense.back().apply(gradient);
            Qkv joined = new Qkv(
                    joined(shards, gradients, Qkv::q),
                    joined(shards, gradients, Qkv::k),
                    joined(shards, gradients, Qkv::v));
            assertThat(joined.distance(whole)).isLessThan(1e-11);
            return new Sent(
                    forward,
                    again.elements() - forward,
                    parts.stream().map(Attended::scores).toList());
        }

        long queryWidth() {
            return (long) attention.heads() * SIZE;
        }

        long keyWidth() {
            return (long) attention.keyHeads() * SIZE;
        }
    }

    private record Sent(long forward, long back, List<Long> scores) {}

    private static Attention attention(int groups, int keyHeads, boolean causal) {
        return new Attention(groups * keyHeads, keyHeads, causal);
    }

    @Property(tries = 40)
    void keysAroundARingGiveDenseAttention(
            @ForAll @IntRange(min = 1, max = 5) int n,
            @ForAll @IntRange(min = 1, max = 3) int chunk,
            @ForAll @IntRange(min = 1, max = 2) int groups,
            @ForAll boolean causal,
            @ForAll boolean zigzag) {
        Case some = Case.of(n, chunk, attention(groups, 2, causal), zigzag, n);
        long once = 2L * n * (n - 1) * some.shards().each() * some.keyWidth();
        for (BiFunction<Attention, Shards, ContextParallel> way :
                List.<BiFunction<Attention, Shards, ContextParallel>>of(RingAttention::new, GatherAttention::new)) {
            Sent sent = some.equalsDense(way.apply(some.attention(), some.shards()));
            assertThat(sent.forward()).isEqualTo(once);
            assertThat(sent.back()).isEqualTo(2 * once);
        }
    }

    @Property(tries = 30)
    void headsAndTokensExchangedGiveDenseAttention(
            @ForAll @IntRange(min = 1, max = 4) int n,
            @ForAll @IntRange(min = 1, max = 3) int chunk,
            @ForAll @IntRange(min = 1, max = 2) int groups,
            @ForAll boolean causal,
            @ForAll boolean zigzag) {
        Case some = Case.of(n, chunk, attention(groups, n, causal), zigzag, n);
        Sent sent = some.equalsDense(new UlyssesAttention(some.attention(), some.shards()));
        long elements = 2 * (n - 1) * some.shards().each() * (some.queryWidth() + some.keyWidth());
        assertThat(sent.forward()).isEqualTo(elements);
        assertThat(sent.back()).isEqualTo(elements);
    }

    @Property(tries = 40)
    void queriesAroundARingGiveDenseAttention(
            @ForAll @IntRange(min = 1, max = 6) int n,
            @ForAll @IntRange(min = 1, max = 3) int chunk,
            @ForAll @IntRange(min = 1, max = 2) int groups,
            @ForAll boolean causal,
            @ForAll boolean zigzag) {
        Case some = Case.of(n, chunk, attention(groups, 2, causal), zigzag, n);
        Sent sent = some.equalsDense(new TokenRingAttention(some.attention(), some.shards()));
        int quarters = causal && zigzag ? 3 : 4;
        long rows = (long) quarters * n * (n - 1) * some.shards().each() / 4;
        int heads = some.attention().heads();
        assertThat(sent.forward()).isEqualTo(rows * (2 * some.queryWidth() + heads));
        assertThat(sent.back()).isEqualTo(rows * (3 * some.queryWidth() + 2 * heads));
    }

    @Property(tries = 30)
    void ringSelfAttentionGivesDenseAttentionAndSendsAsMuchAsFourAllReduces(
            @ForAll @IntRange(min = 1, max = 5) int n,
            @ForAll @IntRange(min = 1, max = 3) int chunk,
            @ForAll boolean causal,
            @ForAll boolean zigzag) {
        Case some = Case.of(n, chunk, attention(1, 2, causal), zigzag, n);
        Sent sent = some.equalsDense(new RingSelfAttention(some.attention(), some.shards()));
        long unit = (long) n * (n - 1) * some.shards().each() * some.keyWidth();
        assertThat(sent.forward()).isEqualTo(2 * unit);
        assertThat(sent.back()).isEqualTo(6 * unit);
        Ranks megatron = Ranks.of(n);
        double[] sequence = some.all().q().values();
        megatron.run(rank ->
                IntStream.range(0, 4).mapToObj(_ -> rank.allReduce(sequence)).toList());
        assertThat(sent.forward() + sent.back()).isEqualTo(megatron.elements());
    }

    @Property(tries = 30)
    void inCausalZigzagAllRanksScoreTheSame(
            @ForAll @IntRange(min = 1, max = 6) int n, @ForAll @IntRange(min = 1, max = 4) int chunk) {
        Case some = Case.of(n, chunk, attention(2, 1, true), true, 5);
        long each = 2L * (2L * chunk * chunk * n + chunk);
        assertThat(some.equalsDense(new TokenRingAttention(some.attention(), some.shards()))
                        .scores())
                .containsOnly(each);
        assertThat(some.equalsDense(new RingAttention(some.attention(), some.shards()))
                        .scores())
                .containsOnly(each);
    }

    @Property(tries = 30)
    void projectedKeysCostTheSameTrafficWhateverTheLength(
            @ForAll @IntRange(min = 1, max = 5) int n,
            @ForAll @IntRange(min = 1, max = 3) int chunk,
            @ForAll @IntRange(min = 1, max = 4) int rows,
            @ForAll boolean zigzag) {
        Case some = Case.of(n, chunk, attention(2, 1, false), zigzag, n);
        int tokens = some.shards().tokens();
        Matrix projection = Matrix.normal(rows, tokens, 0.5, new Streams(2).named("projection"));
        Ranks cluster = Ranks.of(n);
        Qkv joined = projected(cluster, some, some.shards(), projection);
        Qkv dense = projected(Ranks.of(1), some, Shards.contiguous(tokens, 1), projection);
        assertThat(joined.distance(dense)).isLessThan(1e-11);
        assertThat(cluster.elements()).isEqualTo(2L * 4 * (n - 1) * rows * some.keyWidth());
    }

    private static Qkv projected(Ranks cluster, Case some, Shards shards, Matrix projection) {
        ContextParallel way = new ProjectedAttention(some.attention(), shards, projection);
        List<Qkv> parts = cluster.run(rank -> way.attend(rank, some.all().part(shards, rank.index()))
                .back()
                .apply(shards.part(some.gradient(), rank.index())));
        return new Qkv(joined(shards, parts, Qkv::q), joined(shards, parts, Qkv::k), joined(shards, parts, Qkv::v));
    }

    private static Matrix joined(Shards shards, List<Qkv> parts, Function<Qkv, Matrix> which) {
        return shards.joined(parts.stream().map(which).toList());
    }

    /// A projection that leaves all as it is makes it dense attention.
    @Test
    void keysThatAreNotProjectedGiveDenseAttention() {
        Case some = Case.of(3, 1, attention(2, 2, false), false, 4);
        int tokens = some.shards().tokens();
        double[] one = new double[tokens * tokens];
        for (int i = 0; i < tokens; i++) {
            one[i * tokens + i] = 1;
        }
        some.equalsDense(new ProjectedAttention(some.attention(), some.shards(), Matrix.of(tokens, tokens, one)));
    }

    @Test
    void resultsAreTheSameBitsEachTime() {
        Case some = Case.of(5, 2, attention(1, 2, true), true, 5);
        TokenRingAttention way = new TokenRingAttention(some.attention(), some.shards());
        double[] first = gradients(some, way);
        for (int again = 0; again < 20; again++) {
            assertThat(gradients(some, way)).isEqualTo(first);
        }
    }

    private static double[] gradients(Case some, ContextParallel way) {
        return Ranks.of(some.shards().ranks())
                .run(rank -> {
                    Qkv own = way.attend(rank, some.all().part(some.shards(), rank.index()))
                            .back()
                            .apply(some.shards().part(some.gradient(), rank.index()));
                    return rank.allReduce(own.k().values());
                })
                .getFirst();
    }

    @Test
    void inOrderTheLastRankScoresMost() {
        Case some = Case.of(4, 2, attention(1, 1, true), false, 5);
        List<Long> scores = some.equalsDense(new RingAttention(some.attention(), some.shards()))
                .scores();
        assertThat(scores).isSorted().doesNotHaveDuplicates();
        assertThat(scores.stream().mapToLong(Long::longValue).sum()).isEqualTo(16 * 17 / 2);
    }

    @Test
    void denseAttentionHasTheSlopesOfFiniteDifferences() {
        Case some = Case.of(1, 3, attention(2, 2, true), false, 9);
        Qkv slopes = some.attention().dense(some.all()).back().apply(some.gradient());
        Matrix q = some.all().q();
        Matrix k = some.all().k();
        Matrix v = some.all().v();
        finiteDifferences(q, slopes.q(), other -> loss(some, new Qkv(other, k, v)));
        finiteDifferences(k, slopes.k(), other -> loss(some, new Qkv(q, other, v)));
        finiteDifferences(v, slopes.v(), other -> loss(some, new Qkv(q, k, other)));
    }

    private static double loss(Case some, Qkv all) {
        return sum(some.attention().dense(all).out().with(some.gradient(), (a, b) -> a * b));
    }

    static double sum(Matrix matrix) {
        return Arrays.stream(matrix.values()).sum();
    }

    /// Holds gradients against slopes of a loss, place by place.
    static void finiteDifferences(Matrix at, Matrix gradient, Function<Matrix, Double> loss) {
        double step = 1e-6;
        for (int place = 0; place < at.rows() * at.columns(); place++) {
            double[] more = at.values();
            double[] less = at.values();
            more[place] += step;
            less[place] -= step;
            double slope = (loss.apply(Matrix.of(at.rows(), at.columns(), more))
                            - loss.apply(Matrix.of(at.rows(), at.columns(), less)))
                    / (2 * step);
            assertThat(gradient.values()[place]).isCloseTo(slope, offset(1e-7));
        }
    }

    @Test
    void whatDoesNotDivideIsNamed() {
        assertThatThrownBy(() -> Shards.zigzag(12, 4))
                .hasMessage("[12] tokens do not divide into 8 chunks for [4] ranks in zigzag");
        assertThatThrownBy(() -> Attention.causal(6, 4)).hasMessageContaining("key heads [4]");
        assertThatThrownBy(() -> new UlyssesAttention(Attention.full(4, 2), Shards.contiguous(8, 4)))
                .hasMessage("Ulysses: [4] ranks do not divide the 2 key heads");
        assertThatThrownBy(
                        () -> new ProjectedAttention(Attention.full(2, 2), Shards.contiguous(8, 4), Matrix.zero(2, 7)))
                .hasMessage("a projection of [7] tokens does not fit a sequence of 8");
        assertThatThrownBy(() ->
                        new ProjectedAttention(Attention.causal(2, 2), Shards.contiguous(8, 4), Matrix.zero(2, 8)))
                .hasMessage("projected attention cannot be causal");
    }
}
