package throughline.reasoning.pruning;

import throughline.reasoning.Problem;
import throughline.reasoning.Trace;
import throughline.spec.BadInput;

/// Samples of one problem as they would run to their end, in the order in which they arrive.
///
/// @param answers    `[sample]`, 0 the right answer, 1 and above wrong ones, negative for none
/// @param tokens     `[sample]`, length of each, positive
/// @param confidence `[sample]`, the lowest confidence that the sample shows on its way; higher is surer
public record Sampled(int[] answers, double[] tokens, double[] confidence) {
    /// @throws BadInput when there are none, or not as many of each; when a length is not above 0 and finite, or a
    /// confidence is not a number
    public Sampled {
        if (answers.length == 0 || answers.length != tokens.length || answers.length != confidence.length) {
            throw new BadInput(
                    "[%d] answers, [%d] lengths and [%d] confidences: each sample needs one of each, and one is the least",
                    answers.length, tokens.length, confidence.length);
        }
        for (int i = 0; i < answers.length; i++) {
            if (!(tokens[i] > 0 && Double.isFinite(tokens[i])) || Double.isNaN(confidence[i])) {
                throw new BadInput(
                        "sample [%d] has [%s] tokens and confidence [%s]: tokens above 0, and a number of confidence",
                        i, tokens[i], confidence[i]);
            }
        }
    }

    /// The first traces of a problem, let run to their ends.
    ///
    /// @param count          at least 1
    /// @param discrimination standard deviations by which right ones are surer of themselves
    public static Sampled of(Problem problem, int count, double discrimination) {
        if (count < 1) {
            throw new BadInput("samples [%d] must be at least 1", count);
        }
        int[] answers = new int[count];
        double[] tokens = new double[count];
        double[] confidence = new double[count];
        for (int i = 0; i < count; i++) {
            Trace trace = problem.trace(i);
            answers[i] = trace.answer();
            tokens[i] = trace.tokens();
            confidence[i] = problem.normal(i) + (trace.correct() ? discrimination : 0);
        }
        return new Sampled(answers, tokens, confidence);
    }

    /// The same cut at a budget: those that are not done give no answer.
    Sampled cut(double budget) {
        int[] given = answers.clone();
        double[] written = tokens.clone();
        for (int i = 0; i < count(); i++) {
            given[i] = tokens[i] <= budget ? answers[i] : Trace.NONE;
            written[i] = Math.min(tokens[i], budget);
        }
        return new Sampled(given, written, confidence);
    }

    /// How many there are.
    public int count() {
        return answers.length;
    }

    /// Whether two end with the same answer; those that give none are alike.
    public boolean same(int one, int other) {
        return Math.max(-1, answers[one]) == Math.max(-1, answers[other]);
    }

    /// Share of pairs that end alike.
    ///
    /// @throws BadInput when there is one sample, and so no pair
    public double agreement() {
        if (count() < 2) {
            throw new BadInput("samples [%d]: pairs need at least 2", count());
        }
        long alike = 0;
        for (int i = 0; i < count(); i++) {
            for (int j = 0; j < i; j++) {
                alike += same(i, j) ? 1 : 0;
            }
        }
        return alike / (0.5 * count() * (count() - 1));
    }
}
