package throughline.papers.training;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.training.ranks.Attended;
import throughline.training.ranks.Attention;
import throughline.training.ranks.Block;
import throughline.training.ranks.BlockWeights;
import throughline.training.ranks.Matrix;
import throughline.training.ranks.Pass;
import throughline.training.ranks.Pass.Slopes;
import throughline.training.ranks.Qkv;
import throughline.training.ranks.Ranks;
import throughline.training.ranks.Region;
import throughline.training.ranks.RingSelfAttention;
import throughline.training.ranks.Shards;

/// A transformer block with ring self-attention on ranks that exchange real numbers, beside the dense block.
///
/// @param forward  largest difference of an output from the dense block
/// @param backward largest difference of a gradient, of inputs or weights
/// @param alone    as `forward`, where each rank attends to its own tokens only
/// @param lost     as `backward`, there
/// @param sent     elements that attention sent over those that tensor parallelism sends for a block
record RsaRun(double forward, double backward, double alone, double lost, double sent) {
    private static final int HEADS = 4;
    private static final int WIDTH = 16;
    private static final int EACH = 4;

    static RsaRun of(int ranks) {
        Shards shards = Shards.contiguous(EACH * ranks, ranks);
        Attention attention = Attention.full(HEADS, HEADS);
        RingSelfAttention ring = new RingSelfAttention(attention, shards);
        Stream random = new Streams(1).named("block on %d ranks".formatted(ranks));
        BlockWeights weights = BlockWeights.random(WIDTH, WIDTH, 4 * WIDTH, random);
        Matrix tokens = Matrix.normal(shards.tokens(), WIDTH, 1, random);
        Matrix gradient = Matrix.normal(shards.tokens(), WIDTH, 1, random);
        Both dense = Both.of(tokens, weights, gradient, attention::dense);
        Ranks cluster = Ranks.of(ranks);
        List<Both> parts = cluster.run(rank -> Both.of(
                shards.part(tokens, rank.index()),
                weights,
                shards.part(gradient, rank.index()),
                own -> ring.attend(rank, own)));
        List<Both> apart = IntStream.range(0, ranks)
                .mapToObj(rank ->
                        Both.of(shards.part(tokens, rank), weights, shards.part(gradient, rank), attention::dense))
                .toList();
        return new RsaRun(
                Both.outputs(parts, dense),
                Both.gradients(parts, dense),
                Both.outputs(apart, dense),
                Both.gradients(apart, dense),
                (double) cluster.elements() / tensorParallel(ranks, tokens, weights, gradient));
    }

    /// What a block sends whose tensors are split.
    private static long tensorParallel(int ranks, Matrix tokens, BlockWeights weights, Matrix gradient) {
        Ranks cluster = Ranks.of(ranks);
        Attention share = Attention.full(HEADS / ranks, HEADS / ranks);
        cluster.run(rank -> new Block(Region.tensor(rank), share::dense)
                .forward(tokens, weights.share(rank.index(), ranks))
                .back()
                .apply(gradient));
        return cluster.elements();
    }

    /// A block forward and back.
    private record Both(Matrix out, Slopes slopes) {
        static Both of(Matrix tokens, BlockWeights weights, Matrix gradient, Function<Qkv, Attended> attention) {
            Pass pass = new Block(Region.WHOLE, attention).forward(tokens, weights);
            return new Both(pass.out(), pass.back().apply(gradient));
        }

        static double outputs(List<Both> parts, Both dense) {
            return Matrix.stack(parts.stream().map(Both::out).toList()).distance(dense.out);
        }

        /// Of inputs in the order of the sequence, of weights summed over ranks.
        static double gradients(List<Both> parts, Both dense) {
            double inputs = Matrix.stack(
                            parts.stream().map(part -> part.slopes.input()).toList())
                    .distance(dense.slopes.input());
            return IntStream.range(0, dense.slopes.weights().size())
                    .mapToDouble(i -> parts.stream()
                            .map(part -> part.slopes.weights().get(i))
                            .reduce(Matrix::plus)
                            .orElseThrow()
                            .distance(dense.slopes.weights().get(i)))
                    .reduce(inputs, Math::max);
        }
    }
}
