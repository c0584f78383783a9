package throughline.reasoning.tradeoff;

import throughline.reasoning.Exam;
import throughline.reasoning.Outcome;
import throughline.reasoning.TokenClock;
import throughline.reasoning.TokenClock.Spent;
import throughline.spec.Cancel;

/// What a candidate gets and takes, as means over problems.
///
/// @param candidate     that was tried
/// @param accuracy      share answered right
/// @param error         standard error of the accuracy, over problems drawn at random
/// @param gain          accuracy above that of the first candidate, on the same problems and traces
/// @param gainError     standard error of the gain
/// @param tokens        read and written, by all calls
/// @param seconds       until the answer
/// @param deviceSeconds that devices are busy for it
public record Point(
        Candidate candidate,
        double accuracy,
        double error,
        double gain,
        double gainError,
        double tokens,
        double seconds,
        double deviceSeconds) {
    /// Which problems a candidate solves, and what all take.
    record Tried(boolean[] right, double tokens, double seconds, double deviceSeconds) {
        static Tried of(Candidate candidate, Exam exam, TokenClock clock, Cancel cancel) {
            boolean[] right = new boolean[exam.size()];
            double[] sums = new double[3];
            for (int i = 0; i < exam.size() && !cancel.requested(); i++) {
                Outcome outcome = candidate.policy().attempt(exam.problem(i));
                Spent spent = clock.spent(outcome.work());
                right[i] = outcome.correct();
                sums[0] += outcome.work().tokens();
                sums[1] += spent.seconds();
                sums[2] += spent.deviceSeconds();
            }
            int n = exam.size();
            return new Tried(right, sums[0] / n, sums[1] / n, sums[2] / n);
        }

        Point against(Candidate candidate, Tried first) {
            int n = right.length;
            double solved = 0;
            double gained = 0;
            double differing = 0;
            for (int i = 0; i < n; i++) {
                solved += right[i] ? 1 : 0;
                gained += (right[i] ? 1 : 0) - (first.right[i] ? 1 : 0);
                differing += right[i] != first.right[i] ? 1 : 0;
            }
            double accuracy = solved / n;
            double gain = gained / n;
            return new Point(
                    candidate,
                    accuracy,
                    Math.sqrt(accuracy * (1 - accuracy) / n),
                    gain,
                    Math.sqrt(Math.max(0, differing / n - gain * gain) / n),
                    tokens,
                    seconds,
                    deviceSeconds);
        }
    }
}
