package throughline.reasoning.attention;

import java.util.stream.IntStream;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.training.ranks.Matrix;
import throughline.training.ranks.Partial;

/// Drawn queries, keys and values, and a decoder to run them through.
record Drawn(Matrix q, Matrix k, Matrix v) {
    static final int SIZE = 4;
    static final BlockAttention ATTENTION = new BlockAttention(4, 2, Rotary.STANDARD);
    static final int VOCABULARY = 9;

    static Drawn of(int tokens, long seed) {
        Stream random = new Streams(seed).named("drawn");
        return new Drawn(
                Matrix.normal(tokens, 4 * SIZE, 1, random),
                Matrix.normal(tokens, 2 * SIZE, 1, random),
                Matrix.normal(tokens, 2 * SIZE, 1, random));
    }

    /// The stored block of some of the tokens.
    KeyBlock block(int from, int to) {
        return KeyBlock.of(k.rows(from, to), v.rows(from, to), Rotary.STANDARD, SIZE);
    }

    Partial masked(Ancestry ancestry) {
        return ATTENTION.masked(q, k, v, ancestry);
    }

    static BlockDecoder decoder(long seed) {
        return BlockDecoder.random(2, ATTENTION, SIZE, VOCABULARY, 4, seed);
    }

    static int[] tokens(int count, Stream random) {
        return IntStream.range(0, count).map(_ -> random.below(VOCABULARY)).toArray();
    }
}
