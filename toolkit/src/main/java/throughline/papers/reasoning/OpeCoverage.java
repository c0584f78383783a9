package throughline.papers.reasoning;

import java.util.function.ToDoubleFunction;
import throughline.reasoning.Exam;
import throughline.reasoning.Problem;
import throughline.spec.BadInput;

/// What paths reach, exactly, with strategies drawn anew for each path or without replacement, over the problems
/// of an exam: no path is run.
///
/// @param exam  its problems have up to 16 strategies
/// @param paths 1 to the number of strategies
public record OpeCoverage(Exam exam, int paths) {
    private static final int MOST = 16;

    public OpeCoverage {
        int strategies = exam.reasoner().traces().strategies().count();
        if (paths < 1 || paths > strategies || strategies > MOST) {
            throw new BadInput(
                    "paths [%d] must be from 1 to the strategies, %d, and these at most %d", paths, strategies, MOST);
        }
    }

    /// Share of problems that at least one independent path solves: the mean of `1 - (1 - sum pi p)^N`.
    public double independent() {
        return mean(problem -> 1 - StrictMath.pow(1 - drawn(problem), paths));
    }

    /// Share of problems that at least one path solves where no two take the same strategy: the mean of
    /// `1 - prod (1 - p)` over the sets that draws without replacement give.
    public double outlined() {
        return mean(problem -> {
            double[] sets = sets(problem);
            double solved = 0;
            for (int set = 0; set < sets.length; set++) {
                solved += Integer.bitCount(set) == paths ? sets[set] * (1 - allFail(problem, set)) : 0;
            }
            return solved;
        });
    }

    /// Strategies that succeed at least once among independent paths, in the mean: `sum 1 - (1 - pi p)^N`.
    public double independentWays() {
        return mean(problem -> {
            double ways = 0;
            for (int s = 0; s < count(); s++) {
                ways += 1 - StrictMath.pow(1 - problem.prior(s) * problem.success(s), paths);
            }
            return ways;
        });
    }

    /// Strategies that succeed where no two paths take the same, in the mean.
    public double outlinedWays() {
        return mean(problem -> {
            double[] sets = sets(problem);
            double ways = 0;
            for (int set = 0; set < sets.length; set++) {
                for (int s = 0; Integer.bitCount(set) == paths && s < count(); s++) {
                    ways += (set >>> s & 1) * sets[set] * problem.success(s);
                }
            }
            return ways;
        });
    }

    /// Different strategies among independent paths, in the mean.
    public double independentStrategies() {
        return mean(problem -> {
            double different = 0;
            for (int s = 0; s < count(); s++) {
                different += 1 - StrictMath.pow(1 - problem.prior(s), paths);
            }
            return different;
        });
    }

    private int count() {
        return exam.reasoner().traces().strategies().count();
    }

    private double mean(ToDoubleFunction<Problem> of) {
        return exam.problems().mapToDouble(of).average().orElseThrow();
    }

    private double drawn(Problem problem) {
        double sum = 0;
        for (int s = 0; s < count(); s++) {
            sum += problem.prior(s) * problem.success(s);
        }
        return sum;
    }

    /// The probability of each set of strategies after up to so many draws, sets as bits.
    private double[] sets(Problem problem) {
        double[] sets = new double[1 << count()];
        sets[0] = 1;
        for (int set = 0; set < sets.length; set++) {
            if (sets[set] > 0 && Integer.bitCount(set) < paths) {
                double left = 0;
                for (int s = 0; s < count(); s++) {
                    left += (set >>> s & 1) == 0 ? problem.prior(s) : 0;
                }
                for (int s = 0; s < count(); s++) {
                    if ((set >>> s & 1) == 0) {
                        sets[set | 1 << s] += sets[set]
                                * (left > 0 ? problem.prior(s) / left : 1.0 / (count() - Integer.bitCount(set)));
                    }
                }
            }
        }
        return sets;
    }

    private double allFail(Problem problem, int set) {
        double fail = 1;
        for (int s = 0; s < count(); s++) {
            fail *= (set >>> s & 1) == 1 ? 1 - problem.success(s) : 1;
        }
        return fail;
    }
}
