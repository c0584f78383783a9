package throughline.learning.replicas;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// Texts of a small language of which everything is known: the next word is looked up in a table by a word some places
/// back, or is any word.
///
/// There is a table for each lag, a random permutation of the words. With probability `shares[l]` the next word is
/// what table l says of the word l places back (0 is the last word); with the rest it is any word, all alike. So a
/// model must carry several words at once from place to place, in as many dimensions as it has; and the least loss
/// that any model can reach is known, as the probability of each next word is.
public final class TableText {
    private final int words;
    private final double[] shares;
    private final int[][] tables;

    /// @param words  that there are, 2 to 32,767
    /// @param shares of each lag, each 0 or more, together at most 1
    /// @param seed   of the tables
    public TableText(int words, double[] shares, long seed) {
        double sum = java.util.Arrays.stream(shares).sum();
        boolean fair = java.util.Arrays.stream(shares).allMatch(share -> share >= 0) && sum <= 1;
        if (words < 2 || words > Short.MAX_VALUE || shares.length == 0 || !fair) {
            throw new BadInput(
                    "a text of [%d] words with shares %s: 2 to 32,767 words, shares of 0 or more, together at most 1",
                    words, java.util.Arrays.toString(shares));
        }
        this.words = words;
        this.shares = shares.clone();
        Streams streams = new Streams(seed);
        tables = new int[shares.length][];
        for (int lag = 0; lag < tables.length; lag++) {
            List<Integer> table =
                    new ArrayList<>(IntStream.range(0, words).boxed().toList());
            streams.named("table " + lag).shuffle(table);
            tables[lag] = table.stream().mapToInt(word -> word).toArray();
        }
    }

    /// How many words there are.
    public int words() {
        return words;
    }

    /// A text of so many words.
    int[] text(int length, Stream random) {
        int[] text = new int[length];
        for (int t = 0; t < length; t++) {
            text[t] = next(text, t, random);
        }
        return text;
    }

    /// A word that a lag before the beginning would give is any word.
    private int next(int[] text, int t, Stream random) {
        double rest = random.uniform();
        for (int lag = 0; lag < shares.length; lag++) {
            rest -= shares[lag];
            if (rest < 0) {
                return t > lag ? tables[lag][text[t - 1 - lag]] : random.below(words);
            }
        }
        return random.below(words);
    }

    /// The probability that the word at a place is the one it is, given all before.
    double probability(int[] text, int t) {
        double probability = 0;
        double any = 1;
        for (int lag = 0; lag < shares.length && t > lag; lag++) {
            any -= shares[lag];
            if (tables[lag][text[t - 1 - lag]] == text[t]) {
                probability += shares[lag];
            }
        }
        return probability + any / words;
    }
}
