package throughline.reasoning.pruning;

import throughline.spec.Param;
import throughline.spec.Spec;

/// What a judge's own reading costs: it reads both prefixes of a pair each time it is asked, and keeps nothing.
///
/// @param parameters of the judge
/// @param tokens     that it reads of a pair
public record JudgeCost(
        @Param(value = "parameters of the judge", min = 0) double parameters,

        @Param(value = "tokens of a pair", unit = "tokens", min = 0)
        double tokens) {
    public JudgeCost {
        Spec.check(JudgeCost.class, parameters, tokens);
    }

    /// Floating-point operations of so many comparisons: two for each parameter and token, without attention.
    public double flops(double comparisons) {
        return comparisons * 2 * parameters * tokens;
    }

    /// Tokens of another model that take as many operations to generate.
    ///
    /// @param generator parameters of that model, positive
    public double asTokensOf(double generator, double comparisons) {
        return flops(comparisons) / (2 * generator);
    }
}
