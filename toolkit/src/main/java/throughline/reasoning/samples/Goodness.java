package throughline.reasoning.samples;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.reasoning.ProblemPopulation;

/// How many problems have which share of their samples right, and how many a population lets expect.
///
/// @param counted  problems without a right sample, with up to a quarter, a half, three quarters, fewer than all, all
/// @param expected of each by the fitted population
/// @param alike    of each when all problems have one chance
public record Goodness(double[] counted, double[] expected, double[] alike) {
    private static final List<String> NAMES = List.of("none", "up to 1/4", "up to 1/2", "up to 3/4", "most", "all");
    /// Fewer in a bin make Pearson's statistic lie.
    private static final double LEAST = 3;
    private static final int FITTED = 2;

    static Goodness of(Samples samples, ProblemPopulation population) {
        double[] counted = new double[NAMES.size()];
        double[] expected = new double[NAMES.size()];
        double[] alike = new double[NAMES.size()];
        Map<Integer, Integer> sizes = new TreeMap<>();
        for (SampledProblem problem : samples.problems()) {
            counted[bin(problem.right(), problem.size())]++;
            sizes.merge(problem.size(), 1, Integer::sum);
        }
        sizes.forEach((n, problems) -> {
            for (int right = 0; right <= n; right++) {
                int bin = bin(right, n);
                expected[bin] += problems * chance(population.mean(), population.spread(), right, n);
                alike[bin] += problems * chance(population.mean(), BetaBinomial.MOST_SPREAD, right, n);
            }
        });
        return new Goodness(counted, expected, alike);
    }

    private static int bin(int right, int n) {
        return right == 0 ? 0 : right == n ? 5 : 1 + Math.min(3, (4 * right - 1) / n);
    }

    private static double chance(double mean, double spread, int right, int n) {
        double a = mean * spread;
        double b = (1 - mean) * spread;
        return StrictMath.exp(LogGamma.value(n + 1.0)
                - LogGamma.value(right + 1.0)
                - LogGamma.value(n - right + 1.0)
                + rising(a, right)
                + rising(b, n - right)
                - rising(spread, n));
    }

    private static double rising(double from, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += StrictMath.log(from + i);
        }
        return sum;
    }

    /// The chance of counts at least so far from what the fit expects, by Pearson's chi-square of bins with at least 3
    /// expected problems, less two fitted constants; NaN when too few bins are left.
    public double chance() {
        double statistic = 0;
        double seen = 0;
        double foreseen = 0;
        int bins = 0;
        double left = Arrays.stream(expected).sum();
        for (int i = 0; i < expected.length; i++) {
            seen += counted[i];
            foreseen += expected[i];
            left -= expected[i];
            if (foreseen >= LEAST && (left >= LEAST || i == expected.length - 1)) {
                statistic += (seen - foreseen) * (seen - foreseen) / foreseen;
                bins++;
                seen = 0;
                foreseen = 0;
            }
        }
        int freedom = bins - 1 - FITTED;
        return freedom < 1 ? Double.NaN : ChiSquaredDistribution.of(freedom).survivalProbability(statistic);
    }

    /// A row for each share.
    public Table table() {
        return Table.create(
                "right samples of a problem",
                StringColumn.create("right samples", NAMES),
                DoubleColumn.create("problems", counted),
                DoubleColumn.create("fitted", expected),
                DoubleColumn.create("if alike", alike));
    }
}
