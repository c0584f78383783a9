package throughline.reasoning.samples;

import java.util.Arrays;
import throughline.reasoning.AnswerModel;

/// How wrong answers are spread. Under [AnswerModel#open] the wrong samples of a problem fall into groups with Ewens'
/// distribution (1972), in which the number of groups says all there is about the confusion: the likeliest one is
/// where as many groups are expected as were found, `sum c / (c + i)` over the wrong samples i of each problem.
///
/// @param confusion   c; the usual 8 where no problem has two wrong answers
/// @param measured    whether some problem has
/// @param pairs       of wrong samples of a problem
/// @param agreeing    share of these with the same answer; NaN without pairs
public record ConfusionFit(double confusion, boolean measured, long pairs, double agreeing) {
    static final double LEAST = 0.02;
    static final double MOST = 1_000;
    private static final double USUAL = 8;
    private static final int HALVINGS = 60;

    static ConfusionFit of(Samples samples) {
        long pairs = 0;
        long same = 0;
        long groups = 0;
        for (SampledProblem problem : samples.problems()) {
            int[] votes = problem.votes();
            long wrong = problem.wrong();
            pairs += wrong * (wrong - 1) / 2;
            for (int answer = 1; answer < votes.length; answer++) {
                same += (long) votes[answer] * (votes[answer] - 1) / 2;
            }
            groups += Math.max(0, votes.length - 1);
        }
        return pairs == 0
                ? new ConfusionFit(USUAL, false, 0, Double.NaN)
                : new ConfusionFit(likeliest(samples, groups), true, pairs, (double) same / pairs);
    }

    private static double likeliest(Samples samples, long groups) {
        int[] wrong =
                samples.problems().stream().mapToInt(SampledProblem::wrong).toArray();
        double low = StrictMath.log(LEAST);
        double high = StrictMath.log(MOST);
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (expected(wrong, StrictMath.exp(middle)) < groups) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return StrictMath.exp((low + high) / 2);
    }

    private static double expected(int[] wrong, double confusion) {
        double[] upTo = new double[Arrays.stream(wrong).max().orElse(0) + 1];
        for (int i = 1; i < upTo.length; i++) {
            upTo[i] = upTo[i - 1] + confusion / (confusion + i - 1);
        }
        return Arrays.stream(wrong).mapToDouble(count -> upTo[count]).sum();
    }

    /// Whether no two wrong answers are the same, or all are: the confusion is then at an end of what a fit looks for.
    public boolean atAnEnd() {
        return measured && (confusion < LEAST * 1.01 || confusion > MOST * 0.99);
    }

    /// The model of answers.
    public AnswerModel model() {
        return AnswerModel.open(confusion);
    }
}
