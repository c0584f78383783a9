package throughline.reasoning;

import java.util.stream.Stream;

/// What a strategy got, and what it took, as means over problems.
///
/// @param problems      that were tried
/// @param accuracy      share answered right
/// @param error         standard error of the accuracy over problems that are drawn at random
/// @param critical      tokens read and written one after the other
/// @param written       tokens written one after the other
/// @param tokens        tokens read and written, by all calls
/// @param calls         that write
/// @param peak          calls that write at the same time, at most
/// @param seconds       until the answer; NaN without a clock
/// @param deviceSeconds that devices are busy for it; NaN without a clock
public record Score(
        int problems,
        double accuracy,
        double error,
        double critical,
        double written,
        double tokens,
        double calls,
        double peak,
        double seconds,
        double deviceSeconds) {
    static Score of(Stream<Outcome> outcomes, int attempts) {
        return of(outcomes, attempts, null);
    }

    static Score of(Stream<Outcome> outcomes, int attempts, TokenClock clock) {
        double[] sums = new double[9];
        double[] squares = new double[2];
        outcomes.forEach(outcome -> {
            WorkGraph work = outcome.work();
            TokenClock.Spent spent = clock == null ? new TokenClock.Spent(Double.NaN, Double.NaN) : clock.spent(work);
            add(sums, outcome.correct() ? 1 : 0, work.criticalTokens(), work.criticalOutput(), work.tokens());
            sums[4] += work.calls();
            sums[5] += work.peak();
            sums[6] += spent.seconds();
            sums[7] += spent.deviceSeconds();
            squares[1] += outcome.correct() ? 1 : 0;
            if (++sums[8] % attempts == 0) {
                squares[0] += squares[1] * squares[1] / attempts / attempts;
                squares[1] = 0;
            }
        });
        double n = sums[8];
        double problems = n / attempts;
        double accuracy = sums[0] / n;
        double variance = Math.max(0, squares[0] / problems - accuracy * accuracy);
        return new Score(
                (int) problems,
                accuracy,
                Math.sqrt(variance / problems),
                sums[1] / n,
                sums[2] / n,
                sums[3] / n,
                sums[4] / n,
                sums[5] / n,
                sums[6] / n,
                sums[7] / n);
    }

    private static void add(double[] sums, double... values) {
        for (int i = 0; i < values.length; i++) {
            sums[i] += values[i];
        }
    }
}
