package throughline.hardware;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.PointValuePair;
import org.hipparchus.optim.SimpleValueChecker;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import throughline.spec.Cancel;

/// Positive constants with which a loss is least.
///
/// Nelder and Mead's simplex over the logarithms of the constants, begun again where it ended until that gains
/// nothing: no randomness, so the same rows give the same constants.
final class LeastLoss {
    /// Of the logarithms: each constant is first changed by a fifth.
    private static final double STEP = 0.2;

    private static final double GAIN = 1e-9;
    private static final int EVALUATIONS = 5_000;
    private static final int ROUNDS = 20;

    private LeastLoss() {}

    /// @param start what the search begins with, all above 0
    /// @param error loss that constants leave
    static double[] of(double[] start, ToDoubleFunction<double[]> error, Cancel cancel) {
        double[] best = start.clone();
        double least = error.applyAsDouble(best);
        for (int round = 0; round < ROUNDS && !cancel.requested(); round++) {
            PointValuePair found = search(best, error);
            double gain = least - found.getValue();
            if (gain > 0) {
                best = exponentials(found.getPoint());
                least = found.getValue();
            }
            if (gain < GAIN) {
                break;
            }
        }
        return best;
    }

    private static PointValuePair search(double[] from, ToDoubleFunction<double[]> error) {
        double[] logarithms = Arrays.stream(from).map(StrictMath::log).toArray();
        return new SimplexOptimizer(new SimpleValueChecker(GAIN, GAIN))
                .optimize(
                        new MaxEval(EVALUATIONS),
                        new ObjectiveFunction(point -> error.applyAsDouble(exponentials(point))),
                        GoalType.MINIMIZE,
                        new InitialGuess(logarithms),
                        new NelderMeadSimplex(from.length, STEP));
    }

    private static double[] exponentials(double[] logarithms) {
        return Arrays.stream(logarithms).map(StrictMath::exp).toArray();
    }
}
