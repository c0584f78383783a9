package throughline.papers.training;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.training.ranks.Attended;
import throughline.training.ranks.Attention;
import throughline.training.ranks.ContextParallel;
import throughline.training.ranks.Matrix;
import throughline.training.ranks.Qkv;
import throughline.training.ranks.Ranks;
import throughline.training.ranks.RingAttention;
import throughline.training.ranks.Shards;
import throughline.training.ranks.TokenRingAttention;

/// TokenRing run on ranks that exchange real numbers, beside dense attention.
///
/// @param distance largest difference of an output from dense attention
/// @param alone    the same where each rank attends to its own tokens only
/// @param balance  scores of the busiest rank over those of the least busy
/// @param inOrder  the same of ring attention with tokens in order
/// @param sent     elements sent over those that the formula of causal zigzag has
record TokenRingRun(double distance, double alone, double balance, double inOrder, double sent) {
    private static final int HEADS = 2;
    private static final int SIZE = 8;
    private static final int CHUNK = 4;

    static TokenRingRun of(int ranks) {
        int tokens = 2 * CHUNK * ranks;
        Shards shards = Shards.zigzag(tokens, ranks);
        Attention attention = Attention.causal(HEADS, HEADS);
        Stream random = new Streams(1).named("tokens of %d ranks".formatted(ranks));
        Qkv all = new Qkv(rows(tokens, random), rows(tokens, random), rows(tokens, random));
        Matrix dense = attention.dense(all).out();
        Ranks cluster = Ranks.of(ranks);
        List<Attended> parts = attend(cluster, TokenRingAttention::new, attention, shards, all);
        double width = HEADS * SIZE;
        double rows = 0.75 * ranks * (ranks - 1) * shards.each();
        return new TokenRingRun(
                shards.joined(parts.stream().map(Attended::out).toList()).distance(dense),
                alone(attention, shards, all).distance(dense),
                balance(parts),
                balance(attend(Ranks.of(ranks), RingAttention::new, attention, Shards.contiguous(tokens, ranks), all)),
                cluster.elements() / (rows * (2 * width + HEADS)));
    }

    private static Matrix rows(int tokens, Stream random) {
        return Matrix.normal(tokens, HEADS * SIZE, 1, random);
    }

    private static List<Attended> attend(
            Ranks cluster,
            BiFunction<Attention, Shards, ContextParallel> way,
            Attention attention,
            Shards shards,
            Qkv all) {
        ContextParallel parallel = way.apply(attention, shards);
        return cluster.run(rank -> parallel.attend(rank, all.part(shards, rank.index())));
    }

    private static Matrix alone(Attention attention, Shards shards, Qkv all) {
        return shards.joined(IntStream.range(0, shards.ranks())
                .mapToObj(rank -> attention.dense(all.part(shards, rank)).out())
                .toList());
    }

    private static double balance(List<Attended> parts) {
        double most = parts.stream().mapToLong(Attended::scores).max().orElseThrow();
        double least = parts.stream().mapToLong(Attended::scores).min().orElseThrow();
        return most / least;
    }
}
