package throughline.training.ranks;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Which tokens of a sequence each rank holds, equally many each.
///
/// @param tokens of the whole sequence
/// @param ranks  that share it
/// @param zigzag whether a rank holds two chunks, one as far from the start as the other from the end, which makes
///               causal attention the same work for all; otherwise it holds one
public record Shards(int tokens, int ranks, boolean zigzag) {
    public Shards {
        int chunks = zigzag ? 2 * ranks : ranks;
        if (ranks < 1 || tokens % chunks != 0) {
            throw new IllegalArgumentException("[%d] tokens do not divide into %d chunks for [%d] ranks%s"
                    .formatted(tokens, chunks, ranks, zigzag ? " in zigzag" : ""));
        }
    }

    /// One chunk a rank, in order.
    public static Shards contiguous(int tokens, int ranks) {
        return new Shards(tokens, ranks, false);
    }

    /// Of `2 n` chunks, rank r holds those numbered r and `2 n - 1 - r`.
    public static Shards zigzag(int tokens, int ranks) {
        return new Shards(tokens, ranks, true);
    }

    /// Tokens of each rank.
    public int each() {
        return tokens / ranks;
    }

    /// The tokens of a rank by their places in the sequence, ascending.
    public int[] of(int rank) {
        return zigzag
                ? IntStream.concat(chunk(rank), chunk(2 * ranks - 1 - rank)).toArray()
                : chunk(rank).toArray();
    }

    private IntStream chunk(int number) {
        int length = zigzag ? each() / 2 : each();
        return IntStream.range(number * length, (number + 1) * length);
    }

    /// The rows of a rank.
    ///
    /// @param whole one row a token
    public Matrix part(Matrix whole, int rank) {
        return whole.pick(of(rank));
    }

    /// The rows of all ranks, in the order of the sequence.
    ///
    /// @param parts in order of ranks
    public Matrix joined(List<Matrix> parts) {
        int[] held = IntStream.range(0, ranks)
                .flatMap(rank -> IntStream.of(of(rank)))
                .toArray();
        int[] place = new int[tokens];
        for (int i = 0; i < tokens; i++) {
            place[held[i]] = i;
        }
        return Matrix.stack(parts).pick(place);
    }

    /// The parts of all ranks.
    public List<Matrix> parts(Matrix whole) {
        return Stream.iterate(0, rank -> rank + 1)
                .limit(ranks)
                .map(rank -> part(whole, rank))
                .toList();
    }
}
