package throughline.reasoning.samples;

import java.util.List;

/// The likelihood of right samples under chances of a Beta distribution, and where it is greatest.
///
/// With `t = 1 / s`, c right samples of n have the likelihood
/// `prod_(i < c) (m + i t) prod_(i < n - c) (1 - m + i t) / prod_(i < n) (1 + i t)`, times the ways to order them.
/// With t of 0, problems are all alike. For each t the logarithm is concave in m.
final class BetaBinomial {
    static final double LEAST_SPREAD = 0.02;
    static final double MOST_SPREAD = 1e4;
    private static final int GRID = 28;
    private static final int STEPS = 60;
    private static final double ENOUGH = 1e-10;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    /// Problems with more than i samples right, wrong, or of either kind.
    private final int[] moreRight;

    private final int[] moreWrong;
    private final int[] more;

    BetaBinomial(List<SampledProblem> problems) {
        int most = problems.stream().mapToInt(SampledProblem::size).max().orElse(0);
        moreRight = new int[most];
        moreWrong = new int[most];
        more = new int[most];
        for (SampledProblem problem : problems) {
            int right = problem.right();
            count(moreRight, right);
            count(moreWrong, problem.size() - right);
            count(more, problem.size());
        }
    }

    private static void count(int[] counts, int upTo) {
        for (int i = 0; i < upTo; i++) {
            counts[i]++;
        }
    }

    /// Whether some samples are right and some wrong: otherwise no mean below 1 or above 0 is the likeliest.
    boolean mixed() {
        return moreRight[0] > 0 && moreWrong[0] > 0;
    }

    double logarithm(double mean, double t) {
        double sum = 0;
        for (int i = 0; i < more.length; i++) {
            sum += term(moreRight[i], mean + i * t) + term(moreWrong[i], 1 - mean + i * t) - term(more[i], 1 + i * t);
        }
        return sum;
    }

    private static double term(int count, double of) {
        return count == 0 ? 0 : count * StrictMath.log(of);
    }

    /// The likeliest mean for a t: where the slope is 0, by Newton's method kept inside a bracket.
    double mean(double t) {
        double low = 0;
        double high = 1;
        double mean = (double) sum(moreRight) / sum(more);
        for (int step = 0; step < STEPS; step++) {
            double slope = 0;
            double bend = 0;
            for (int i = 0; i < more.length; i++) {
                double right = moreRight[i] == 0 ? 0 : moreRight[i] / (mean + i * t);
                double wrong = moreWrong[i] == 0 ? 0 : moreWrong[i] / (1 - mean + i * t);
                slope += right - wrong;
                bend -= (right == 0 ? 0 : right / (mean + i * t)) + (wrong == 0 ? 0 : wrong / (1 - mean + i * t));
            }
            if (slope > 0) {
                low = mean;
            } else {
                high = mean;
            }
            double next = mean - slope / bend;
            next = next > low && next < high ? next : (low + high) / 2;
            if (Math.abs(next - mean) < ENOUGH) {
                return next;
            }
            mean = next;
        }
        return mean;
    }

    private static long sum(int[] counts) {
        long sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }

    /// The likeliest spread, between 0.02 and 10,000: the best of a grid, then sharpened beside it.
    double spread() {
        double low = StrictMath.log(LEAST_SPREAD);
        double width = (StrictMath.log(MOST_SPREAD) - low) / GRID;
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i <= GRID; i++) {
            double here = along(low + i * width);
            if (here > highest) {
                highest = here;
                best = i;
            }
        }
        double found = golden(low + Math.max(0, best - 1) * width, low + Math.min(GRID, best + 1) * width);
        double at = along(found) >= highest ? found : low + best * width;
        return Math.clamp(StrictMath.exp(at), LEAST_SPREAD, MOST_SPREAD);
    }

    private double along(double logarithmOfSpread) {
        double t = StrictMath.exp(-logarithmOfSpread);
        return logarithm(mean(t), t);
    }

    private double golden(double from, double to) {
        double low = from;
        double high = to;
        double left = high - GOLDEN * (high - low);
        double right = low + GOLDEN * (high - low);
        double atLeft = along(left);
        double atRight = along(right);
        while (high - low > 1e-6) {
            if (atLeft > atRight) {
                high = right;
                right = left;
                atRight = atLeft;
                left = high - GOLDEN * (high - low);
                atLeft = along(left);
            } else {
                low = left;
                left = right;
                atLeft = atRight;
                right = low + GOLDEN * (high - low);
                atRight = along(right);
            }
        }
        return (low + high) / 2;
    }
}
