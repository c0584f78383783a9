package throughline.training.ranks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
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
import throughline.training.ranks.HybridDataParallel.Sample;
import throughline.training.ranks.Pass.Slopes;

class BlockTest {
    private static final int HEADS = 4;
    private static final int WIDTH = 8;
    private static final int INNER = 12;
    private static final Attention ATTENTION = Attention.causal(HEADS, HEADS);

    private final Stream random = new Streams(3).named("block");
    private final BlockWeights weights = BlockWeights.random(WIDTH, WIDTH, INNER, random);

    private Matrix rows(int tokens) {
        return Matrix.normal(tokens, WIDTH, 1, random);
    }

    private static Pass dense(Matrix tokens, BlockWeights weights) {
        return new Block(Region.WHOLE, ATTENTION::dense).forward(tokens, weights);
    }

    @Test
    void theDenseBlockHasTheSlopesOfFiniteDifferences() {
        Matrix tokens = rows(5);
        Matrix gradient = rows(5);
        Slopes slopes = dense(tokens, weights).back().apply(gradient);
        Function<Pass, Double> loss = pass -> ContextParallelTest.sum(pass.out().with(gradient, (a, b) -> a * b));
        ContextParallelTest.finiteDifferences(tokens, slopes.input(), other -> loss.apply(dense(other, weights)));
        for (int i = 0; i < weights.all().size(); i++) {
            int changed = i;
            ContextParallelTest.finiteDifferences(
                    weights.all().get(i), slopes.weights().get(i), other -> {
                        List<Matrix> all = new ArrayList<>(weights.all());
                        all.set(changed, other);
                        return loss.apply(dense(tokens, BlockWeights.of(all)));
                    });
        }
    }

    @Property(tries = 12)
    void tensorParallelismGivesTheDenseBlockAndSendsFourAllReduces(
            @ForAll @IntRange(max = 2) int log, @ForAll @IntRange(min = 1, max = 6) int tokens) {
        int n = 1 << log;
        Matrix input = rows(tokens);
        Matrix gradient = rows(tokens);
        Ranks cluster = Ranks.of(n);
        List<Slopes> slopes = cluster.run(rank -> {
            Pass pass = split(Region.tensor(rank), rank).forward(input, weights.share(rank.index(), n));
            assertThat(pass.out().distance(dense(input, weights).out())).isLessThan(1e-11);
            return pass.back().apply(gradient);
        });
        equalsDense(dense(input, weights).back().apply(gradient), slopes);
        assertThat(slopes).allSatisfy(part -> assertThat(
                        part.input().distance(slopes.getFirst().input()))
                .isZero());
        assertThat(cluster.elements()).isEqualTo(4L * 2 * (n - 1) * tokens * WIDTH);
    }

    private static Block split(Region region, Rank rank) {
        return new Block(region, Attention.causal(HEADS / rank.size(), HEADS / rank.size())::dense);
    }

    private void equalsDense(Slopes whole, List<Slopes> parts) {
        int n = parts.size();
        for (int rank = 0; rank < n; rank++) {
            BlockWeights share = BlockWeights.of(whole.weights()).share(rank, n);
            assertThat(BlockWeights.of(parts.get(rank).weights()).distance(share))
                    .isLessThan(1e-10);
        }
        if (parts.getFirst().input().rows() == whole.input().rows()) {
            assertThat(parts.getFirst().input().distance(whole.input())).isLessThan(1e-10);
        } else {
            assertThat(Matrix.stack(parts.stream().map(Slopes::input).toList()).distance(whole.input()))
                    .isLessThan(1e-10);
        }
    }

    /// An all-reduce is a reduce-scatter and an all-gather, so nothing more is sent but for the norms.
    @Property(tries = 12)
    void sequenceParallelismGivesTheDenseBlockAndSendsAsMuchAsTensorParallelism(
            @ForAll @IntRange(max = 2) int log, @ForAll @IntRange(min = 1, max = 3) int each) {
        int n = 1 << log;
        int tokens = n * each;
        Matrix input = rows(tokens);
        Matrix gradient = rows(tokens);
        Shards shards = Shards.contiguous(tokens, n);
        Ranks cluster = Ranks.of(n);
        List<Slopes> slopes = cluster.run(rank -> {
            Pass pass = split(Region.sequence(rank), rank)
                    .forward(shards.part(input, rank.index()), weights.share(rank.index(), n));
            return pass.back().apply(shards.part(gradient, rank.index()));
        });
        equalsDense(dense(input, weights).back().apply(gradient), slopes);
        long norms = 2L * 2 * (n - 1) * 2 * WIDTH;
        assertThat(cluster.elements()).isEqualTo(4L * 2 * (n - 1) * tokens * WIDTH + norms);
    }

    /// The weights are on every rank; their gradients are summed over the sequence group.
    @Property(tries = 12)
    void aSequenceOnSeveralRanksGivesTheGradientsOfTheDenseBlock(
            @ForAll @IntRange(min = 1, max = 4) int n, @ForAll @IntRange(min = 1, max = 2) int chunk) {
        Shards shards = Shards.zigzag(2 * n * chunk, n);
        Matrix input = rows(shards.tokens());
        Matrix gradient = rows(shards.tokens());
        BlockWeights whole =
                BlockWeights.of(dense(input, weights).back().apply(gradient).weights());
        for (BiFunction<Attention, Shards, ContextParallel> way :
                List.<BiFunction<Attention, Shards, ContextParallel>>of(
                        RingSelfAttention::new, TokenRingAttention::new, GatherAttention::new)) {
            ContextParallel attention = way.apply(ATTENTION, shards);
            List<BlockWeights> gradients = Ranks.of(n).run(rank -> {
                Pass pass = new Block(Region.WHOLE, own -> attention.attend(rank, own))
                        .forward(shards.part(input, rank.index()), weights);
                Slopes own = pass.back().apply(shards.part(gradient, rank.index()));
                return weights.like(
                        rank.allReduce(BlockWeights.of(own.weights()).values()));
            });
            assertThat(gradients)
                    .allSatisfy(sum -> assertThat(sum.distance(whole)).isLessThan(1e-10));
        }
    }

    @Property(tries = 20)
    void gradientsOfSequencesOnOneRankOrOnRingsAreThoseOfTheBatch(@ForAll long seed) {
        Stream drawn = new Streams(seed).named("batch");
        HybridDataParallel hybrid = new HybridDataParallel(ATTENTION);
        int n = 1 + drawn.below(4);
        List<Sample> batch = new ArrayList<>();
        long ring = 0;
        for (int i = 0; i < 4; i++) {
            int share = 1 + drawn.below(n);
            int first = drawn.below(n - share + 1);
            int tokens = 2 * share * (1 + drawn.below(2));
            batch.add(new Sample(
                    rows(tokens),
                    rows(tokens),
                    IntStream.range(first, first + share).boxed().toList()));
            ring += 3L * 2 * (share - 1) * tokens * WIDTH;
        }
        Ranks cluster = Ranks.of(n);
        List<BlockWeights> gradients = cluster.run(rank -> hybrid.gradients(rank, weights, batch));
        BlockWeights whole = hybrid.dense(weights, batch);
        assertThat(gradients).allSatisfy(sum -> assertThat(sum.distance(whole)).isLessThan(1e-10));
        assertThat(cluster.elements()).isEqualTo(ring + 2L * (n - 1) * weights.count());
    }

    @Test
    void theMeanOfRanksMeansIsAnotherGradient() {
        HybridDataParallel hybrid = new HybridDataParallel(ATTENTION);
        Sample shorter = new Sample(rows(2), rows(2), List.of(0));
        Sample longer = new Sample(rows(10), rows(10), List.of(1));
        double[] first = hybrid.dense(weights, List.of(shorter)).values();
        double[] second = hybrid.dense(weights, List.of(longer)).values();
        double[] means = IntStream.range(0, first.length)
                .mapToDouble(i -> (first[i] + second[i]) / 2)
                .toArray();
        assertThat(weights.like(means).distance(hybrid.dense(weights, List.of(shorter, longer))))
                .isGreaterThan(0.01);
    }

    @Property(tries = 20)
    void gradientsOfMicroBatchesAreThoseOfTheBatch(
            @ForAll @IntRange(min = 1, max = 5) int cells, @ForAll @IntRange(min = 1, max = 4) int count) {
        int batch = 3 * count;
        Matrix input = rows(batch);
        Matrix target = rows(batch);
        List<Matrix> up = IntStream.range(0, cells)
                .mapToObj(_ -> Matrix.normal(WIDTH, INNER, 0.3, random))
                .toList();
        List<Matrix> down = IntStream.range(0, cells)
                .mapToObj(_ -> Matrix.normal(INNER, WIDTH, 0.3, random))
                .toList();
        Ranks cluster = Ranks.of(cells);
        List<List<Matrix>> gradients = cluster.run(rank -> new MicroBatches(count)
                .gradients(
                        rank, rows -> Layers.mlp(rows, up.get(rank.index()), down.get(rank.index())), input, target));
        List<Pass> passes = new ArrayList<>();
        Matrix rows = input;
        for (int k = 0; k < cells; k++) {
            passes.add(Layers.mlp(rows, up.get(k), down.get(k)));
            rows = passes.getLast().out();
        }
        Matrix gradient = rows.minus(target).times(1.0 / batch);
        for (int k = cells - 1; k >= 0; k--) {
            Slopes slopes = passes.get(k).back().apply(gradient);
            gradient = slopes.input();
            for (int i = 0; i < 2; i++) {
                assertThat(slopes.weights().get(i).distance(gradients.get(k).get(i)))
                        .isLessThan(1e-10);
            }
        }
        assertThat(cluster.elements()).isEqualTo(2L * (cells - 1) * batch * WIDTH);
    }

    @Test
    void aBatchThatMicroBatchesDoNotDivideIsNamed() {
        assertThatThrownBy(
                        () -> Ranks.of(1).run(rank -> new MicroBatches(2).gradients(rank, _ -> null, rows(3), rows(3))))
                .hasMessageContaining("[2] micro-batches do not divide a batch of 3");
    }
}
