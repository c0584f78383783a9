package throughline.scaling;

import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.analysis.solvers.BrentSolver;
import org.hipparchus.special.Gamma;
import throughline.spec.BadInput;

/// Problems of which each is solved by a sample with a chance of its own, these spread as a Beta distribution: why
/// coverage rises as a power law though each problem's own rises exponentially (Schaeffer and others, 2025, arXiv
/// 2502.17578).
///
/// ```java
/// var problems = BetaPopulation.through(0.159, 250, 0.56);
/// problems.passAtK(10);      // 0.350
/// ```
///
/// @param a above 0; what is left unsolved falls as `k^-a`
/// @param b above 0
public record BetaPopulation(double a, double b) {
    private static final double[] SPREADS = {1e-6, 1e6};
    private static final int EVALUATIONS = 300;

    public BetaPopulation {
        if (!(a > 0 && b > 0 && a + b < Double.POSITIVE_INFINITY)) {
            throw new BadInput("Beta distribution [a %s, b %s] must have both above 0 and finite", a, b);
        }
    }

    /// The share of problems that one of `k` samples solves: `1 - B(a, b + k) / B(a, b)`.
    ///
    /// @param k at least 0; it need not be whole
    public double passAtK(double k) {
        if (!(k >= 0 && k < Double.POSITIVE_INFINITY)) {
            throw new BadInput("pass@[%s]: samples must be a number of at least 0", k);
        }
        return passAtK(a, b, k);
    }

    /// Of any numbers; NaN where these are out of range, as a search may try them.
    static double passAtK(double a, double b, double k) {
        return -StrictMath.expm1(
                Gamma.logGamma(b + k) - Gamma.logGamma(a + b + k) + Gamma.logGamma(a + b) - Gamma.logGamma(b));
    }

    /// The share that one sample solves.
    public double mean() {
        return a / (a + b);
    }

    /// The population with a given share solved by one sample and by `k`.
    ///
    /// @param one  between 0 and 1
    /// @param k    above 1
    /// @param many above `one` and below `1 - (1 - one)^k`, which problems that are all alike would have
    /// @throws BadInput when there is none
    public static BetaPopulation through(double one, double k, double many) {
        double alike = 1 - StrictMath.pow(1 - one, k);
        if (!(one > 0 && k > 1 && many > one && many < alike)) {
            throw new BadInput(
                    "pass@%s [%s] must lie between pass@1, %s, and what problems all alike would have, %s",
                    k, many, one, alike);
        }
        UnivariateFunction over =
                logarithm -> of(one, StrictMath.exp(logarithm)).passAtK(k) - many;
        double low = StrictMath.log(SPREADS[0]);
        double high = StrictMath.log(SPREADS[1]);
        if (over.value(low) > 0 || over.value(high) < 0) {
            throw new BadInput(
                    "pass@%s [%s] is too near to an end of what is possible beside pass@1, %s", k, many, one);
        }
        return of(one, StrictMath.exp(new BrentSolver(1e-14).solve(EVALUATIONS, over, low, high)));
    }

    private static BetaPopulation of(double mean, double sum) {
        return new BetaPopulation(mean * sum, (1 - mean) * sum);
    }
}
