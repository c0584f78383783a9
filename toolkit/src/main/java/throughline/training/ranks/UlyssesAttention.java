package throughline.training.ranks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Each rank attends over the whole sequence with its share of the heads (Jacobs et al. 2023). Four all-to-alls
/// forward, of queries, keys, values and outputs, and four back.
///
/// @param attention what it computes; the ranks must divide its key heads
/// @param shards    which tokens each rank holds
public record UlyssesAttention(Attention attention, Shards shards) implements ContextParallel {
    public UlyssesAttention {
        if (attention.keyHeads() % shards.ranks() != 0) {
            throw new IllegalArgumentException("Ulysses: [%d] ranks do not divide the %d key heads"
                    .formatted(shards.ranks(), attention.keyHeads()));
        }
    }

    @Override
    public Attended attend(Rank rank, Qkv own) {
        Attention share =
                new Attention(attention.heads() / rank.size(), attention.keyHeads() / rank.size(), attention.causal());
        Attended heads = share.dense(new Qkv(toHeads(rank, own.q()), toHeads(rank, own.k()), toHeads(rank, own.v())));
        return new Attended(toTokens(rank, heads.out()), heads.scores(), gradient -> {
            Qkv gradients = heads.back().apply(toHeads(rank, gradient));
            return new Qkv(toTokens(rank, gradients.q()), toTokens(rank, gradients.k()), toTokens(rank, gradients.v()));
        });
    }

    /// From all heads of this rank's tokens to this rank's heads of all tokens, in the order of the sequence.
    private Matrix toHeads(Rank rank, Matrix own) {
        int width = own.columns() / rank.size();
        double[] chunks = joined(IntStream.range(0, rank.size())
                .mapToObj(other -> own.columns(other * width, (other + 1) * width))
                .toList());
        return shards.joined(split(rank.allToAll(chunks), own.rows(), width));
    }

    /// The way back.
    private Matrix toTokens(Rank rank, Matrix heads) {
        double[] came = rank.allToAll(joined(shards.parts(heads)));
        return Matrix.beside(split(came, shards.each(), heads.columns()).toArray(Matrix[]::new));
    }

    private static double[] joined(List<Matrix> chunks) {
        return Matrix.stack(chunks).values();
    }

    private List<Matrix> split(double[] values, int rows, int columns) {
        int length = rows * columns;
        return IntStream.range(0, values.length / length)
                .mapToObj(i -> Matrix.of(rows, columns, Arrays.copyOfRange(values, i * length, (i + 1) * length)))
                .toList();
    }
}
