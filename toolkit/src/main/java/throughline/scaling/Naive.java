package throughline.scaling;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.SingularValueDecomposition;

/// Predictions of rows beyond others that need no law. What a law is worth is how much nearer it comes.
public enum Naive {
    /// Within a group, the line in the logarithm of the size through its last row and the one nearest to half its
    /// size: the next doubling brings as much as the last one did.
    LAST_DOUBLING("repeat the last doubling") {
        @Override
        double predict(double[] sizes, double[] targets, double size) {
            int last = sizes.length - 1;
            int before = IntStream.range(0, last)
                    .filter(i -> sizes[last] / sizes[i] > CLEARLY_LARGER)
                    .boxed()
                    .min(Comparator.comparingDouble(i -> Math.abs(StrictMath.log(2 * sizes[i] / sizes[last]))))
                    .orElse(-1);
            if (before < 0) {
                return Double.NaN;
            }
            double slope = (targets[last] - targets[before]) / StrictMath.log(sizes[last] / sizes[before]);
            return targets[last] + slope * StrictMath.log(size / sizes[last]);
        }
    },
    /// Within a group, the least-squares line of the logarithm of the target in that of the size.
    LOG_LINE("a straight line in log-log, group by group") {
        @Override
        double predict(double[] sizes, double[] targets, double size) {
            double[][] design = Arrays.stream(sizes)
                    .mapToObj(x -> new double[] {1, StrictMath.log(x)})
                    .toArray(double[][]::new);
            return plane(design, targets, new double[] {1, StrictMath.log(size)});
        }
    },
    /// The least-squares plane of the logarithm of the target in the logarithms of all variables, through all rows.
    LOG_PLANE("a plane in log-log, through all rows") {
        @Override
        double predict(double[] sizes, double[] targets, double size) {
            throw new AssertionError("a plane has no groups");
        }

        @Override
        double[] predict(Law law, Observations fitted, Observations held, String along) {
            double[][] design = logarithms(law, fitted);
            double[] targets = fitted.positive(law.target());
            return Arrays.stream(logarithms(law, held))
                    .mapToDouble(row -> plane(design, targets, row))
                    .toArray();
        }
    };

    /// A step between sizes nearer than this says more of noise than of what doubling brings.
    private static final double CLEARLY_LARGER = 1.4;

    private final String words;

    Naive(String words) {
        this.words = words;
    }

    /// Of a group's rows, by ascending size, at least two.
    abstract double predict(double[] sizes, double[] targets, double size);

    double[] predict(Law law, Observations fitted, Observations held, String along) {
        List<String> others =
                law.variables().stream().filter(name -> !name.equals(along)).toList();
        List<double[]> fittedOthers = others.stream().map(fitted::positive).toList();
        List<double[]> heldOthers = others.stream().map(held::positive).toList();
        double[] sizes = fitted.positive(along);
        double[] targets = fitted.positive(law.target());
        double[] wanted = held.positive(along);
        return IntStream.range(0, held.size())
                .mapToDouble(row -> {
                    int[] group = IntStream.range(0, fitted.size())
                            .filter(i -> alike(fittedOthers, i, heldOthers, row))
                            .boxed()
                            .sorted(Comparator.comparingDouble(i -> sizes[i]))
                            .mapToInt(Integer::intValue)
                            .toArray();
                    boolean enough = group.length > 1 && sizes[group[0]] < sizes[group[group.length - 1]];
                    return enough ? predict(pick(sizes, group), pick(targets, group), wanted[row]) : Double.NaN;
                })
                .toArray();
    }

    private static boolean alike(List<double[]> fitted, int i, List<double[]> held, int row) {
        return IntStream.range(0, fitted.size())
                .allMatch(other -> Middle.alike(fitted.get(other)[i], held.get(other)[row]));
    }

    private static double[] pick(double[] values, int[] indices) {
        return Arrays.stream(indices).mapToDouble(i -> values[i]).toArray();
    }

    private static double[][] logarithms(Law law, Observations rows) {
        List<double[]> columns = law.variables().stream().map(rows::positive).toList();
        return IntStream.range(0, rows.size())
                .mapToObj(row -> IntStream.rangeClosed(0, columns.size())
                        .mapToDouble(i -> i == 0 ? 1 : StrictMath.log(columns.get(i - 1)[row]))
                        .toArray())
                .toArray(double[][]::new);
    }

    private static double plane(double[][] design, double[] targets, double[] at) {
        double[] logarithms = Arrays.stream(targets).map(StrictMath::log).toArray();
        double[] found = new SingularValueDecomposition(MatrixUtils.createRealMatrix(design))
                .getSolver()
                .solve(MatrixUtils.createRealVector(logarithms))
                .toArray();
        double sum = 0;
        for (int i = 0; i < at.length; i++) {
            sum += at[i] * found[i];
        }
        return StrictMath.exp(sum);
    }

    /// In words, as a sentence has them.
    @Override
    public String toString() {
        return words;
    }
}
