package throughline.reasoning.samples;

import java.util.Arrays;
import java.util.stream.IntStream;
import throughline.reasoning.Trace;
import throughline.spec.BadInput;

/// A problem with the answers that were sampled to it.
///
/// @param name    of the problem
/// @param answers of each sample: 0 for right, 1 and up for the wrong ones, [Trace#NONE] where none was given
/// @param tokens  of each sample; NaN where they are not known
public record SampledProblem(String name, int[] answers, double[] tokens) {
    public SampledProblem {
        if (answers.length == 0 || answers.length != tokens.length) {
            throw new BadInput(
                    "problem %s [%d answers, %d numbers of tokens] must have one of each a sample, and a sample",
                    name, answers.length, tokens.length);
        }
    }

    /// Samples.
    public int size() {
        return answers.length;
    }

    /// Samples that are right.
    public int right() {
        return (int) Arrays.stream(answers).filter(answer -> answer == 0).count();
    }

    /// Votes of each answer, the right one first, the wrong ones with at least one each; samples without an answer have
    /// none.
    public int[] votes() {
        int[] votes = new int[Arrays.stream(answers).max().orElse(0) + 2];
        Arrays.stream(answers).filter(answer -> answer != Trace.NONE).forEach(answer -> votes[answer]++);
        return IntStream.range(0, votes.length)
                .filter(answer -> answer == 0 || votes[answer] > 0)
                .map(answer -> votes[answer])
                .toArray();
    }

    /// Samples with a wrong answer, each counted.
    public int wrong() {
        return (int) Arrays.stream(answers).filter(answer -> answer > 0).count();
    }

    /// The first samples.
    ///
    /// @param count 1 to all
    public SampledProblem first(int count) {
        return new SampledProblem(name, Arrays.copyOf(answers, count), Arrays.copyOf(tokens, count));
    }

    /// The samples whose tokens are known.
    IntStream known() {
        return IntStream.range(0, size()).filter(i -> !Double.isNaN(tokens[i]));
    }
}
