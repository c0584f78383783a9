package throughline.learning.tokens;

import java.util.List;
import throughline.spec.BadInput;

/// Where the sequences of a model lie in the runs: one behind the other, so that each token is guessed once. Nothing
/// is copied until a batch is asked for.
final class Excerpts {
    private final List<short[]> runs;
    private final int length;
    /// Sequences of the runs before each.
    private final int[] before;

    /// @param length     tokens to guess in a sequence; the last of one is the first seen of the next
    /// @param vocabulary tokens there are
    /// @throws BadInput when there is no sequence, or a token is not of the vocabulary
    Excerpts(List<short[]> runs, int length, int vocabulary) {
        this.runs = runs;
        this.length = length;
        before = new int[runs.size() + 1];
        for (int run = 0; run < runs.size(); run++) {
            requireTokens("run " + run, runs.get(run), vocabulary);
            before[run + 1] = before[run] + Math.max(0, runs.get(run).length - 1) / length;
        }
        if (size() == 0) {
            throw new BadInput(
                    "[%d] runs hold no sequence of %d tokens; give longer runs or a shorter context",
                    runs.size(), length + 1);
        }
    }

    /// @param where for messages
    static void requireTokens(String where, short[] tokens, int vocabulary) {
        for (int t = 0; t < tokens.length; t++) {
            if (tokens[t] < 0 || tokens[t] >= vocabulary) {
                throw new BadInput("%s, token %d [%d] must be from 0 to %d", where, t, tokens[t], vocabulary - 1);
            }
        }
    }

    /// How many sequences there are.
    int size() {
        return before[runs.size()];
    }

    /// `[chosen][length + 1]` behind one another.
    int[] gather(int[] chosen) {
        int[] batch = new int[chosen.length * (length + 1)];
        for (int i = 0; i < chosen.length; i++) {
            int run = run(chosen[i]);
            int from = (chosen[i] - before[run]) * length;
            for (int t = 0; t <= length; t++) {
                batch[i * (length + 1) + t] = runs.get(run)[from + t];
            }
        }
        return batch;
    }

    /// The run that holds a sequence.
    private int run(int sequence) {
        int low = 0;
        int high = runs.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (before[middle] <= sequence) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
