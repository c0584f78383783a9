package throughline.scaling;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;
import throughline.spec.BadInput;

/// How a budget is best spent: that many parameters, trained on that many tokens, have the least predicted loss of
/// all with `6 N D = C`. For Chinchilla's law `N` rises as `C^a`, `a = beta / (alpha + beta)` (Hoffmann and others,
/// 2022, equation 4).
///
/// @param flop       the budget C
/// @param parameters N
/// @param tokens     D
/// @param loss       that is predicted
public record ComputeOptimal(double flop, double parameters, double tokens, double loss) {
    private static final int EVALUATIONS = 1_000;

    static ComputeOptimal of(Fit fit, double flop) {
        if (!fit.law().variables().contains("N")
                || !fit.law().variables().contains("D")
                || fit.law().variables().size() != 2) {
            throw new BadInput(
                    "law [%s] has the variables %s; a budget is shared between N and D",
                    fit.law().formula(), fit.law().variables());
        }
        if (!(flop > Observations.FLOP_A_PARAMETER_AND_TOKEN && flop < Double.POSITIVE_INFINITY)) {
            throw new BadInput("budget [%s FLOP] must be a number above that of one parameter and one token, 6", flop);
        }
        double product = flop / Observations.FLOP_A_PARAMETER_AND_TOKEN;
        DoubleUnaryOperator loss = logarithm -> {
            double n = StrictMath.exp(logarithm);
            return fit.predict(Map.of("N", n, "D", product / n));
        };
        double best = new BrentOptimizer(1e-10, 1e-14)
                .optimize(
                        new MaxEval(EVALUATIONS),
                        new UnivariateObjectiveFunction(loss::applyAsDouble),
                        GoalType.MINIMIZE,
                        new SearchInterval(0, StrictMath.log(product)))
                .getPoint();
        double n = StrictMath.exp(best);
        return new ComputeOptimal(flop, n, product / n, loss.applyAsDouble(best));
    }

    /// Tokens for each parameter, D / N.
    public double tokensPerParameter() {
        return tokens / parameters;
    }

    /// The exponent with which N rises with C, from here to another budget.
    public double exponent(ComputeOptimal other) {
        return StrictMath.log(other.parameters / parameters) / StrictMath.log(other.flop / flop);
    }
}
