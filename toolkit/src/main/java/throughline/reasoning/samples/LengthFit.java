package throughline.reasoning.samples;

import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.SuccessQuantile;
import throughline.reasoning.TraceModel.Lengths;

/// How long traces run: `ln L = ln median + difficulty z + ln wrong [wrong] + between e + within e'`.
///
/// The factor of wrong traces and the spread within come from differences among traces of a problem. A problem's
/// difficulty z is not seen; its mean and variance given the samples are, under the fitted population, and regression
/// on that mean finds the slope without bias (Berkson, 1950). What is left over, less what z and the traces explain, is
/// the spread between problems.
///
/// @param lengths  that were found
/// @param problems with known tokens
/// @param samples  with known tokens
public record LengthFit(Lengths lengths, int problems, int samples) {
    private static final int RANKS = 400;
    private static final double[] Z = new double[RANKS];

    static {
        NormalDistribution normal = NormalDistribution.of(0, 1);
        for (int i = 0; i < RANKS; i++) {
            Z[i] = normal.inverseCumulativeProbability(1 - (i + 0.5) / RANKS);
        }
    }

    /// A problem's mean logarithm as of right traces, and what its samples say of its difficulty.
    private record Row(double logarithm, int samples, double z, double variance) {}

    /// The fit; empty where no tokens are known.
    static Optional<LengthFit> of(Samples samples, Optional<ProblemPopulation> population) {
        List<SampledProblem> known = samples.problems().stream()
                .filter(problem -> problem.known().findAny().isPresent())
                .toList();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Within within = Within.of(known);
        double[] chances = population.map(LengthFit::chances).orElse(null);
        List<Row> rows = known.stream()
                .map(problem -> row(problem, within.logarithmOfWrong(), chances))
                .toList();
        int count = rows.stream().mapToInt(Row::samples).sum();
        return Optional.of(new LengthFit(lengths(rows, within), rows.size(), count));
    }

    private static double[] chances(ProblemPopulation population) {
        SuccessQuantile quantile = population.quantile();
        double[] chances = new double[RANKS];
        for (int i = 0; i < RANKS; i++) {
            chances[i] = quantile.at((i + 0.5) / RANKS);
        }
        return chances;
    }

    private static Row row(SampledProblem problem, double wrong, double[] chances) {
        double sum = problem.known()
                .mapToDouble(i -> StrictMath.log(problem.tokens()[i]) - (problem.answers()[i] == 0 ? 0 : wrong))
                .sum();
        int samples = (int) problem.known().count();
        double[] z = chances == null ? new double[] {0, 0} : difficulty(problem, chances);
        return new Row(sum / samples, samples, z[0], z[1]);
    }

    /// Mean and variance of z given how many samples are right.
    private static double[] difficulty(SampledProblem problem, double[] chances) {
        int right = problem.right();
        int wrong = problem.size() - right;
        double[] logarithms = new double[RANKS];
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < RANKS; i++) {
            logarithms[i] = (right == 0 ? 0 : right * StrictMath.log(chances[i]))
                    + (wrong == 0 ? 0 : wrong * StrictMath.log1p(-chances[i]));
            most = Math.max(most, logarithms[i]);
        }
        double weights = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < RANKS; i++) {
            double weight = StrictMath.exp(logarithms[i] - most);
            weights += weight;
            sum += weight * Z[i];
            squares += weight * Z[i] * Z[i];
        }
        double mean = sum / weights;
        return new double[] {mean, Math.max(0, squares / weights - mean * mean)};
    }

    private static Lengths lengths(List<Row> rows, Within within) {
        double meanZ = rows.stream().mapToDouble(Row::z).average().orElseThrow();
        double mean = rows.stream().mapToDouble(Row::logarithm).average().orElseThrow();
        double squares = rows.stream().mapToDouble(row -> square(row.z - meanZ)).sum();
        double products = rows.stream()
                .mapToDouble(row -> (row.z - meanZ) * (row.logarithm - mean))
                .sum();
        double slope = squares > 1e-9 ? Math.clamp(products / squares, 0, 5) : 0;
        double middle = mean - slope * meanZ;
        int freedom = rows.size() - (slope > 0 ? 2 : 1);
        double left = rows.stream()
                        .mapToDouble(row -> square(row.logarithm - middle - slope * row.z))
                        .sum()
                / Math.max(1, freedom);
        double explained = rows.stream()
                .mapToDouble(row -> slope * slope * row.variance + within.variance() / row.samples)
                .average()
                .orElseThrow();
        double between = freedom < 1 ? 0 : Math.sqrt(Math.max(0, left - explained));
        return new Lengths(
                Math.clamp(StrictMath.exp(middle), 1, 1e7),
                slope,
                Math.min(5, between),
                Math.min(5, Math.sqrt(within.variance())),
                Math.clamp(StrictMath.exp(within.logarithmOfWrong()), 0.1, 10));
    }

    private static double square(double x) {
        return x * x;
    }

    /// What traces of one problem differ by.
    ///
    /// @param logarithmOfWrong how much longer the wrong are; 0 where no problem has both
    /// @param variance         of the rest; 0 where no problem has two
    private record Within(double logarithmOfWrong, double variance) {
        static Within of(List<SampledProblem> problems) {
            double[] sums = new double[4];
            for (SampledProblem problem : problems) {
                add(sums, problem);
            }
            boolean both = sums[0] > 0;
            double slope = both ? sums[1] / sums[0] : 0;
            double freedom = sums[3] - (both ? 1 : 0);
            return new Within(slope, freedom < 1 ? 0 : Math.max(0, sums[2] - slope * sums[1]) / freedom);
        }

        /// Adds squares of wrong, products with logarithms, squares of these, and degrees of freedom, all about the
        /// problem's means.
        private static void add(double[] sums, SampledProblem problem) {
            int[] known = problem.known().toArray();
            double wrong = 0;
            double logarithm = 0;
            for (int i : known) {
                wrong += problem.answers()[i] == 0 ? 0 : 1.0 / known.length;
                logarithm += StrictMath.log(problem.tokens()[i]) / known.length;
            }
            for (int i : known) {
                double x = (problem.answers()[i] == 0 ? 0 : 1) - wrong;
                double y = StrictMath.log(problem.tokens()[i]) - logarithm;
                sums[0] += x * x;
                sums[1] += x * y;
                sums[2] += y * y;
            }
            sums[3] += known.length - 1;
        }
    }
}
