package throughline.training.ranks;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Hybrid data parallelism (ByteScale, arXiv 2502.21231): short sequences stay on one rank, a long one is shared by a
/// ring of its own; gradients are weighted by tokens and summed once over all ranks. So they are those of the whole
/// batch, which means of ranks' means are not.
///
/// The model is one causal [Block]; the loss is half the squared error a token, averaged over all tokens of the batch.
///
/// @param attention of the block, causal
public record HybridDataParallel(Attention attention) {
    /// A sequence, and where it is computed.
    ///
    /// @param input  `[tokens, width]`
    /// @param target `[tokens, width]`
    /// @param ranks  that share it, in the order of their ring
    public record Sample(Matrix input, Matrix target, List<Integer> ranks) {
        public Sample {
            ranks = List.copyOf(ranks);
        }

        /// How many tokens it has.
        int tokens() {
            return input.rows();
        }
    }

    /// The gradients of the batch on one device.
    public BlockWeights dense(BlockWeights weights, List<Sample> batch) {
        double[] sum = new double[weights.count()];
        for (Sample sample : batch) {
            Shards whole = Shards.contiguous(sample.tokens(), 1);
            add(sum, gradients(weights, sample, whole, 0, tokens(batch), attention::dense));
        }
        return weights.like(sum);
    }

    /// The gradients of the batch, on every rank. All ranks call it together.
    public BlockWeights gradients(Rank rank, BlockWeights weights, List<Sample> batch) {
        double[] sum = new double[weights.count()];
        for (Sample sample : batch) {
            if (sample.ranks().contains(rank.index())) {
                Rank member = rank.within(
                        sample.ranks().stream().mapToInt(Integer::intValue).toArray());
                Shards shards = Shards.zigzag(sample.tokens(), member.size());
                RingAttention ring = new RingAttention(attention, shards);
                add(
                        sum,
                        gradients(
                                weights,
                                sample,
                                shards,
                                member.index(),
                                tokens(batch),
                                own -> ring.attend(member, own)));
            }
        }
        return weights.like(rank.allReduce(sum));
    }

    private static double tokens(List<Sample> batch) {
        return batch.stream().mapToInt(Sample::tokens).sum();
    }

    private static double[] gradients(
            BlockWeights weights,
            Sample sample,
            Shards shards,
            int member,
            double tokens,
            Function<Qkv, Attended> attention) {
        Pass pass = new Block(Region.WHOLE, attention).forward(shards.part(sample.input(), member), weights);
        Matrix error = pass.out().minus(shards.part(sample.target(), member));
        return BlockWeights.of(pass.back().apply(error.times(1 / tokens)).weights())
                .values();
    }

    private static void add(double[] sum, double[] part) {
        IntStream.range(0, sum.length).forEach(i -> sum[i] += part[i]);
    }
}
