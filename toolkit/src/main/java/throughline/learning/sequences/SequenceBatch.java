package throughline.learning.sequences;

import java.util.List;
import throughline.spec.BadInput;

/// Examples side by side, padded at their ends. What pads is looked at by nothing before it; nothing is asked of it.
///
/// @param examples that it is made of, B
/// @param length   T, tokens seen of each: of the longest but the last
/// @param seen     `[B T]`, tokens
/// @param next     `[B T]`, tokens that follow each
/// @param asked    `[B T]`, whether the next one is of a completion
record SequenceBatch(List<Example> examples, int length, int[] seen, long[] next, boolean[] asked) {
    /// @throws BadInput when an example is longer than the context, or has a token that is not of the vocabulary
    static SequenceBatch of(List<Example> examples, SequenceShape shape) {
        int length = examples.stream().mapToInt(Example::length).max().orElseThrow() - 1;
        if (length > shape.context()) {
            throw new BadInput("an example of [%d] tokens; the model sees %d", length + 1, shape.context());
        }
        int size = examples.size() * length;
        int[] seen = new int[size];
        long[] next = new long[size];
        boolean[] asked = new boolean[size];
        for (int b = 0; b < examples.size(); b++) {
            Example example = examples.get(b);
            for (int t = 0; t < example.length(); t++) {
                int token = example.token(t);
                if (token < 0 || token >= shape.vocabulary()) {
                    throw new BadInput(
                            "example %d, token %d [%d] must be from 0 to %d", b, t, token, shape.vocabulary() - 1);
                }
                if (t < example.length() - 1) {
                    seen[b * length + t] = token;
                }
                if (t > 0) {
                    next[b * length + t - 1] = token;
                    asked[b * length + t - 1] = t >= example.prompt().length;
                }
            }
        }
        return new SequenceBatch(List.copyOf(examples), length, seen, next, asked);
    }

    int size() {
        return examples.size();
    }

    /// Tokens of all completions.
    int tokens() {
        return examples.stream()
                .mapToInt(example -> example.completion().length)
                .sum();
    }

    /// The numbers that belong to the completions, of `[B T]`.
    double[][] completions(float[] numbers) {
        double[][] of = new double[size()][];
        for (int b = 0; b < of.length; b++) {
            of[b] = new double[examples.get(b).completion().length];
            int first = b * length + examples.get(b).prompt().length - 1;
            for (int t = 0; t < of[b].length; t++) {
                of[b][t] = numbers[first + t];
            }
        }
        return of;
    }

    /// What belongs to the completions in its places of `[B T]`, zero elsewhere.
    float[] places(double[][] completions) {
        float[] numbers = new float[seen.length];
        for (int b = 0; b < completions.length; b++) {
            int first = b * length + examples.get(b).prompt().length - 1;
            for (int t = 0; t < completions[b].length; t++) {
                numbers[first + t] = (float) completions[b][t];
            }
        }
        return numbers;
    }
}
