package throughline.learning.sequences;

import throughline.spec.BadInput;

/// What is given, and what should follow.
///
/// @param prompt     tokens that are given, at least one; not to be changed
/// @param completion tokens that are learned, its stop token among them, at least one; not to be changed
public record Example(int[] prompt, int[] completion) {
    public Example {
        if (prompt.length == 0 || completion.length == 0) {
            throw new BadInput(
                    "an example of [%d] and [%d] tokens: prompt and completion need at least 1",
                    prompt.length, completion.length);
        }
    }

    /// Tokens of both.
    public int length() {
        return prompt.length + completion.length;
    }

    /// Token i of prompt and completion behind one another.
    int token(int i) {
        return i < prompt.length ? prompt[i] : completion[i - prompt.length];
    }
}
