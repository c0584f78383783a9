package throughline.reasoning.fit;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import throughline.reasoning.SuccessQuantile;
import throughline.reasoning.TraceModel;
import throughline.spec.BadInput;

/// What [throughline.reasoning.Policy#parallel] gets in the mean over all problems and traces, summed and not drawn:
/// what [throughline.reasoning.Exam] tends to. Exact in traces and votes, a sum over 64 ranks and nine lengths in
/// problems. Fits need it: nothing is drawn, so it is smooth.
///
/// A path is done and right, done and wrong, or cut; votes follow from the numbers of these by [VoteChances]; where all
/// paths are cut, one is forced to answer.
public final class ExpectedAccuracy {
    private static final int RANKS = 64;
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    /// Nodes and weights of Gauss and Hermite for a standard normal number.
    private static final double[] NODES = {
        -4.512745863399783,
        -3.20542900285647,
        -2.07684797867783,
        -1.0232556637891326,
        0,
        1.0232556637891326,
        2.07684797867783,
        3.20542900285647,
        4.512745863399783
    };

    private static final double[] WEIGHTS = {
        2.2345844007746556e-5,
        2.7891413212317653e-3,
        4.991640676521787e-2,
        2.440975028949394e-1,
        4.063492063492064e-1,
        2.440975028949394e-1,
        4.991640676521787e-2,
        2.7891413212317653e-3,
        2.2345844007746556e-5
    };

    private final TraceModel traces;
    private final VoteChances votes;
    private final int most;
    private final double[] success = new double[RANKS];
    private final double[] difficulty = new double[RANKS];
    /// By budget: the same for any number of paths, and most of the work.
    private final Map<Double, Chances> chances = new ConcurrentHashMap<>();

    /// The chances that a path is done and right, and done and wrong, for the problems of [#problems].
    private record Chances(double[] right, double[] wrong) {}

    private ExpectedAccuracy(Panel panel, int most) {
        traces = panel.reasoner().traces();
        if (traces.strategies().count() > 1 && traces.strategies().correlation() > 0) {
            throw new BadInput(
                    "strategies [%d, correlation %s]: traces that commit to strategies are drawn, with Exam; give one"
                            + " strategy",
                    traces.strategies().count(), traces.strategies().correlation());
        }
        votes = VoteChances.of(panel.reasoner().answers(), panel.vote(), most);
        this.most = most;
        SuccessQuantile quantile = panel.reasoner().problems().quantile();
        double sum = 0;
        for (int i = 0; i < RANKS; i++) {
            double rank = (i + 0.5) / RANKS;
            success[i] = quantile.at(rank);
            difficulty[i] = NORMAL.inverseCumulativeProbability(1 - rank);
            sum += success[i];
        }
        centre(panel.reasoner().problems().mean() - sum / RANKS);
    }

    /// Ranks in the middle of their shares have a mean a little off; the rest goes to those that can take it.
    private void centre(double missing) {
        double room = Arrays.stream(success).map(p -> p * (1 - p)).sum() / RANKS;
        for (int i = 0; i < RANKS && room > 0; i++) {
            success[i] = Math.clamp(success[i] + missing * success[i] * (1 - success[i]) / room, 0, 1);
        }
    }

    static ExpectedAccuracy of(Panel panel, int most) {
        return new ExpectedAccuracy(panel, most);
    }

    /// The share of problems answered right.
    ///
    /// @param paths  1 to as many as asked for
    /// @param budget tokens of each, at least 1; may be infinite
    public double accuracy(int paths, double budget) {
        return mean(problems(paths, budget));
    }

    /// The chance to answer a problem right, for problems of 64 ranks times nine lengths, weighted as [#mean] does.
    double[] problems(int paths, double budget) {
        if (paths < 1 || paths > most || !(budget >= 1)) {
            throw new BadInput(
                    "paths [%d] must be from 1 to %d, and budget [%s] at least 1 token", paths, most, budget);
        }
        double[] answered = new double[RANKS * NODES.length];
        if (budget == Double.POSITIVE_INFINITY) {
            for (int i = 0; i < RANKS; i++) {
                Arrays.fill(answered, i * NODES.length, (i + 1) * NODES.length, votes.of(paths, success[i]));
            }
            return answered;
        }
        Chances done = chances.computeIfAbsent(budget, this::within);
        double[] ways = multinomial(paths);
        for (int i = 0; i < answered.length; i++) {
            answered[i] = problem(paths, success[i / NODES.length], done.right()[i], done.wrong()[i], ways);
        }
        return answered;
    }

    private Chances within(double budget) {
        TraceModel.Lengths lengths = traces.lengths();
        double median = StrictMath.log(budget / lengths.median());
        double longer = StrictMath.log(lengths.wrong());
        double[] right = new double[RANKS * NODES.length];
        double[] wrong = new double[RANKS * NODES.length];
        for (int i = 0; i < right.length; i++) {
            int rank = i / NODES.length;
            double room =
                    median - lengths.difficulty() * difficulty[rank] - lengths.between() * NODES[i % NODES.length];
            right[i] = success[rank] * done(room, lengths.within());
            wrong[i] = (1 - success[rank]) * done(room - longer, lengths.within());
        }
        return new Chances(right, wrong);
    }

    private double problem(int paths, double chance, double right, double wrong, double[] ways) {
        double cut = Math.max(0, 1 - right - wrong);
        double[] powers = powers(cut, paths);
        double sum = powers[paths] * traces.forced() * chance;
        double rights = 1;
        int way = 0;
        for (int r = 0; r <= paths; r++) {
            double wrongs = rights;
            for (int w = 0; w <= paths - r; w++) {
                if (r > 0) {
                    sum += ways[way] * wrongs * powers[paths - r - w] * votes.right(r, w);
                }
                way++;
                wrongs *= wrong;
            }
            rights *= right;
        }
        return sum;
    }

    private static double done(double room, double spread) {
        return spread == 0 ? (room >= 0 ? 1 : 0) : NORMAL.cumulativeProbability(room / spread);
    }

    private static double[] powers(double base, int most) {
        double[] powers = new double[most + 1];
        powers[0] = 1;
        for (int i = 1; i <= most; i++) {
            powers[i] = powers[i - 1] * base;
        }
        return powers;
    }

    /// Ways to have r right, w wrong and the others cut, in the order of r and then w.
    private static double[] multinomial(int paths) {
        double[] ways = new double[(paths + 1) * (paths + 2) / 2];
        int i = 0;
        double chosen = 1;
        for (int r = 0; r <= paths; r++) {
            double both = chosen;
            for (int w = 0; w <= paths - r; w++) {
                ways[i++] = both;
                both *= (double) (paths - r - w) / (w + 1);
            }
            chosen *= (double) (paths - r) / (r + 1);
        }
        return ways;
    }

    /// The mean over problems.
    static double mean(double[] problems) {
        return IntStream.range(0, problems.length)
                        .mapToDouble(i -> WEIGHTS[i % WEIGHTS.length] * problems[i])
                        .sum()
                / RANKS;
    }
}
