package throughline.scaling;

import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.analysis.solvers.BrentSolver;
import throughline.spec.BadInput;

/// Finds the size that makes up for others.
final class Equivalence {
    /// Of the size's logarithm.
    private static final double STEP = 0.5;

    private static final double WIDEST = 20.5;
    private static final double EXACT = 1e-13;
    private static final int EVALUATIONS = 500;

    private Equivalence() {}

    static double of(Fit fit, String variable, Map<String, Double> here, Map<String, Double> there) {
        double wanted = fit.predict(here);
        if (!here.containsKey(variable) || there.containsKey(variable)) {
            throw new BadInput(
                    "%s is to be found: it must stand in the first sizes %s and not in the second %s",
                    variable, here.keySet(), there.keySet());
        }
        DoubleUnaryOperator over =
                logarithm -> StrictMath.log(fit.predict(with(there, variable, StrictMath.exp(logarithm))) / wanted);
        double middle = StrictMath.log(here.get(variable));
        for (double width = STEP; width <= WIDEST; width += STEP) {
            for (double side : new double[] {1, -1}) {
                double near = middle + side * (width - STEP);
                double far = middle + side * width;
                if (over.applyAsDouble(near) * over.applyAsDouble(far) <= 0) {
                    return StrictMath.exp(new BrentSolver(EXACT)
                            .solve(EVALUATIONS, over::applyAsDouble, Math.min(near, far), Math.max(near, far)));
                }
            }
        }
        throw new BadInput(
                "no %s within a factor of %.0e of [%s] has a %s of %s with %s",
                variable, StrictMath.exp(WIDEST), here.get(variable), fit.law().target(), wanted, there);
    }

    private static Map<String, Double> with(Map<String, Double> sizes, String variable, double value) {
        Map<String, Double> all = new HashMap<>(sizes);
        all.put(variable, value);
        return all;
    }
}
