package throughline.papers.reasoning;

import java.util.Comparator;
import java.util.stream.Stream;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.PointValuePair;
import org.hipparchus.optim.SimpleValueChecker;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import throughline.scaling.BetaPopulation;

/// The population of puzzles whose coverage comes nearest to shares that were counted, by least squares of the shares:
/// counts out of as many puzzles err alike, in points and not in logarithms.
final class BetaLeastSquares {
    private static final int EVALUATIONS = 2_000;
    private static final double LARGEST = 12;

    private final int[] k;
    private final double[] percent;

    /// @param k       answers of a puzzle
    /// @param percent of puzzles that one of so many solves
    private BetaLeastSquares(int[] k, double[] percent) {
        this.k = k;
        this.percent = percent;
    }

    static BetaPopulation fit(int[] k, double[] percent) {
        BetaLeastSquares squares = new BetaLeastSquares(k, percent);
        return Stream.of(new double[] {-1, 1}, new double[] {-3, -3}, new double[] {1, 3})
                .map(squares::from)
                .min(Comparator.comparingDouble(PointValuePair::getValue))
                .map(best -> population(best.getPoint()))
                .orElseThrow();
    }

    private PointValuePair from(double[] start) {
        return new SimplexOptimizer(new SimpleValueChecker(1e-12, 1e-12))
                .optimize(
                        new MaxEval(EVALUATIONS),
                        new ObjectiveFunction(this::error),
                        GoalType.MINIMIZE,
                        new InitialGuess(start),
                        new NelderMeadSimplex(2));
    }

    /// @param point logarithms of a and b
    private static BetaPopulation population(double[] point) {
        return new BetaPopulation(StrictMath.exp(point[0]), StrictMath.exp(point[1]));
    }

    private double error(double[] point) {
        if (Math.abs(point[0]) > LARGEST || Math.abs(point[1]) > LARGEST) {
            return Double.MAX_VALUE;
        }
        BetaPopulation population = population(point);
        double sum = 0;
        for (int i = 0; i < k.length; i++) {
            double miss = 100 * population.passAtK(k[i]) - percent[i];
            sum += miss * miss;
        }
        return sum;
    }
}
