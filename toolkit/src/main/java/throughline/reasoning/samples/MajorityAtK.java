package throughline.reasoning.samples;

import java.util.Arrays;
import throughline.random.Stream;
import throughline.spec.BadInput;

/// The chance that the most frequent answer of `k` samples is right, over all ways to choose these among more. Of
/// equally frequent answers the one counts that came first, so that in a random order each of them does with the same
/// chance.
///
/// If the right answer has v votes of the k, others at most v, and t of them v too, it counts with chance
/// `1 / (1 + t)`. The ways are coefficients of a product, over wrong answers of n samples, of
/// `sum_(i < v) C(n, i) x^i + y C(n, v) x^v`; samples without an answer add `(1 + x)^n`.
final class MajorityAtK {
    /// Beyond so many terms subsets are drawn instead.
    private static final double MOST_TERMS = 3e7;
    /// Beyond so many samples the number of subsets leaves the range of a double.
    private static final int MOST_SAMPLES = 1_000;

    private static final int DRAWS = 2_000;

    private final int[] votes;
    private final int blank;
    private final int size;

    /// @param votes of each answer, the right one first
    /// @param blank samples without an answer
    MajorityAtK(int[] votes, int blank) {
        this.votes = votes;
        this.blank = blank;
        size = Arrays.stream(votes).sum() + blank;
    }

    static MajorityAtK of(SampledProblem problem) {
        int[] votes = problem.votes();
        return new MajorityAtK(votes, problem.size() - Arrays.stream(votes).sum());
    }

    /// Exact where that is quick, else of 2,000 subsets.
    ///
    /// @param k      1 to all samples
    /// @param stream for the subsets
    double at(int k, Stream stream) {
        if (k < 1 || k > size) {
            throw new BadInput("majority@[%d] of %d samples: 1 <= k <= %d", k, size, size);
        }
        return k == size ? ofAll() : isQuick(k) ? exact(k) : drawn(k, stream);
    }

    boolean isQuick(int k) {
        return size <= MOST_SAMPLES && (double) votes.length * k * k * k <= MOST_TERMS;
    }

    /// There is but one way to choose all.
    double ofAll() {
        return won(votes);
    }

    private static double won(int[] counts) {
        int most = Arrays.stream(counts).max().orElseThrow();
        return counts[0] == most && most > 0
                ? 1.0 / Arrays.stream(counts).filter(count -> count == most).count()
                : 0;
    }

    double exact(int k) {
        double ways = 0;
        for (int v = 1; v <= Math.min(k, votes[0]); v++) {
            double[] tied = waysOfOthers(k - v, v);
            for (int t = 0; t < tied.length; t++) {
                ways += choose(votes[0], v) * tied[t] / (1 + t);
            }
        }
        return Math.min(1, ways / choose(size, k));
    }

    /// Ways to take so many of the other samples with none of their answers above a number of votes.
    ///
    /// @return by how many answers are at that number
    private double[] waysOfOthers(int taken, int most) {
        int ties = taken / most;
        double[][] ways = new double[ties + 1][taken + 1];
        for (int i = 0; i <= Math.min(blank, taken); i++) {
            ways[0][i] = choose(blank, i);
        }
        for (int answer = 1; answer < votes.length; answer++) {
            ways = withAnswer(ways, votes[answer], most);
        }
        double[] all = new double[ties + 1];
        for (int t = 0; t <= ties; t++) {
            all[t] = ways[t][taken];
        }
        return all;
    }

    private static double[][] withAnswer(double[][] ways, int samples, int most) {
        int taken = ways[0].length - 1;
        double[][] next = new double[ways.length][taken + 1];
        for (int i = 0; i <= Math.min(samples, Math.min(most, taken)); i++) {
            double chosen = choose(samples, i);
            int more = i == most ? 1 : 0;
            for (int t = 0; t + more < ways.length; t++) {
                for (int x = 0; x + i <= taken; x++) {
                    next[t + more][x + i] += chosen * ways[t][x];
                }
            }
        }
        return next;
    }

    private static double choose(int n, int k) {
        double ways = 1;
        for (int i = 1; i <= k; i++) {
            ways *= (double) (n - k + i) / i;
        }
        return ways;
    }

    /// The mean over subsets, each with its chance among ties.
    private double drawn(int k, Stream stream) {
        int[] pool = pool();
        int[] counts = new int[votes.length];
        double sum = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            Arrays.fill(counts, 0);
            for (int i = 0; i < k; i++) {
                int other = i + stream.below(size - i);
                int taken = pool[other];
                pool[other] = pool[i];
                pool[i] = taken;
                if (taken >= 0) {
                    counts[taken]++;
                }
            }
            int most = Arrays.stream(counts).max().orElseThrow();
            if (most > 0 && counts[0] == most) {
                sum += 1.0
                        / Arrays.stream(counts).filter(count -> count == most).count();
            }
        }
        return sum / DRAWS;
    }

    private int[] pool() {
        int[] pool = new int[size];
        Arrays.fill(pool, -1);
        int at = 0;
        for (int answer = 0; answer < votes.length; answer++) {
            Arrays.fill(pool, at, at + votes[answer], answer);
            at += votes[answer];
        }
        return pool;
    }
}
