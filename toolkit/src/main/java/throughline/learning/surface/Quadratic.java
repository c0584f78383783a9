package throughline.learning.surface;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.DecompositionSolver;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The plain response surface (Box & Wilson 1951): least squares by a polynomial of second degree, with all products of
/// two knobs. What other surfaces must beat.
///
/// With d knobs it has `(d + 1)(d + 2) / 2` terms. Where the runs are not more than these, it is linear; where they are
/// not more than the d + 1 terms of that, constant. What the polynomial misses counts as noise.
public final class Quadratic implements SurfaceLearner {
    /// Keeps the normal equations solvable where settings do not tell all terms apart; scaled knobs are about 1.
    private static final double RIDGE = 1e-9;

    @Override
    public String name() {
        return "quadratic";
    }

    @Override
    public ResponseSurface fit(Observations seen, Cancel cancel, Progress progress) {
        seen.atLeast(2, name());
        int knobs = seen.space().size();
        int degree = 2;
        while (degree > 0 && seen.size() <= terms(new double[knobs], degree).length) {
            degree--;
        }
        return new Polynomial(seen, degree, solve(seen, degree));
    }

    private static double[] terms(double[] x, int degree) {
        List<Double> terms = new ArrayList<>(List.of(1.0));
        for (int i = 0; degree > 0 && i < x.length; i++) {
            terms.add(x[i]);
            for (int j = 0; degree > 1 && j <= i; j++) {
                terms.add(x[i] * x[j]);
            }
        }
        return terms.stream().mapToDouble(term -> term).toArray();
    }

    private static Solution solve(Observations seen, int degree) {
        double[][] scaled = seen.scaled();
        double[][] rows = new double[scaled.length][];
        for (int run = 0; run < rows.length; run++) {
            rows[run] = terms(scaled[run], degree);
        }
        RealMatrix x = MatrixUtils.createRealMatrix(rows);
        int p = x.getColumnDimension();
        RealMatrix squares = x.transpose()
                .multiply(x)
                .add(MatrixUtils.createRealIdentityMatrix(p).scalarMultiply(RIDGE));
        DecompositionSolver solver = new CholeskyDecomposition(squares).getSolver();
        List<RealVector> weights = new ArrayList<>();
        List<Double> noise = new ArrayList<>();
        for (int a = 0; a < seen.answers().size(); a++) {
            RealVector y = new ArrayRealVector(seen.values(a));
            RealVector solved = solver.solve(x.preMultiply(y));
            weights.add(solved);
            noise.add(y.subtract(x.operate(solved)).getNorm() / Math.sqrt(Math.max(1, rows.length - p)));
        }
        return new Solution(weights, noise, solver.getInverse());
    }

    /// @param weights `[answer]`, one number a term
    /// @param noise   `[answer]`: standard deviation of what is left over
    /// @param inverse of the matrix of the normal equations
    private record Solution(List<RealVector> weights, List<Double> noise, RealMatrix inverse) {}

    private record Polynomial(Observations seen, int degree, Solution solution) implements ResponseSurface {
        @Override
        public List<Prediction> at(double... setting) {
            RealVector x = new ArrayRealVector(terms(seen.space().scaled(setting), degree));
            double lever = Math.sqrt(Math.max(0, x.dotProduct(solution.inverse().operate(x))));
            List<Prediction> predictions = new ArrayList<>();
            for (int a = 0; a < seen.answers().size(); a++) {
                double noise = solution.noise().get(a);
                predictions.add(new Prediction(solution.weights().get(a).dotProduct(x), noise * lever, noise));
            }
            return predictions;
        }

        @Override
        public ResponseSurface given(Observations other) {
            return new Quadratic().fit(other.alike(seen), Cancel.NEVER, Progress.NONE);
        }
    }
}
