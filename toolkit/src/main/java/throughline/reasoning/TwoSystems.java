package throughline.reasoning;

import throughline.spec.Param;
import throughline.spec.Spec;

/// Two ways to solve a sub-problem: at once (System 1), or by thinking first (System 2). At once, one of difficulty d
/// comes out with chance `1 / (1 + exp((d - half) / width))` of that with thinking.
///
/// @param half   difficulty at which an answer at once is right half as often
/// @param width  of the fall around it
/// @param quick  tokens of an answer at once
/// @param slow   tokens of an answer with thinking
public record TwoSystems(
        @Param(value = "difficulty of half the chance", min = -10, max = 10)
        double half,

        @Param(value = "width of the fall", min = 1e-3, max = 100)
        double width,

        @Param(value = "at once", min = 1, max = 1e6, unit = "tokens")
        double quick,

        @Param(value = "with thinking", min = 1, max = 1e6, unit = "tokens")
        double slow) {
    public TwoSystems {
        Spec.check(TwoSystems.class, half, width, quick, slow);
    }

    /// The chance of an answer at once, over that with thinking.
    public double atOnce(double difficulty) {
        return 1 / (1 + StrictMath.exp((difficulty - half) / width));
    }

    /// The same where thinking takes so many tokens, and an answer at once the same share of them; each takes one at
    /// least.
    TwoSystems slow(double tokens) {
        return new TwoSystems(half, width, Math.max(1, tokens * quick / slow), Math.max(1, tokens));
    }
}
