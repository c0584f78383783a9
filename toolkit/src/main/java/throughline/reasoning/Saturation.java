package throughline.reasoning;

import java.util.List;
import java.util.Map;
import throughline.scaling.Coefficient;
import throughline.scaling.Fit;
import throughline.scaling.Law;
import throughline.scaling.Observations;
import throughline.spec.BadInput;

/// An accuracy that tends to a ceiling, each further sample or round closing the same share of what is left:
/// `top (1 - (1 - p)^N)` (Wang and others, 2025, arXiv 2505.20522). The paper derives it twice, for N samples of which
/// one must be right, and for a chain of rounds that ends when an answer is right.
///
/// ```java
/// Saturation curve = Saturation.fit(new double[] {1, 2, 4, 8}, accuracies);
/// curve.at(32);
/// curve.plateau(0.01);       // samples beyond which one more brings less than a point
/// ```
///
/// @param top    the ceiling, above 0 and at most 1
/// @param chance p: share of what is left that one more closes, above 0 and below 1
public record Saturation(double top, double chance) {
    public Saturation {
        if (!(top > 0 && top <= 1 && chance > 0 && chance < 1)) {
            throw new BadInput("saturation [top %s, chance %s]: 0 < top <= 1 and 0 < chance < 1", top, chance);
        }
    }

    /// Fitted to accuracies, by [Law#saturating()]; where that would have a ceiling above 1, with the ceiling at 1.
    ///
    /// @param samples    at least two different numbers above 0
    /// @param accuracies shares, one for each
    public static Saturation fit(double[] samples, double[] accuracies) {
        Observations rows = Observations.of(Map.of("k", samples, "coverage", accuracies));
        Fit free = Law.saturating().fit(rows);
        if (free.coefficient("top") <= 1) {
            return new Saturation(free.coefficient("top"), free.coefficient("p"));
        }
        Law whole = Law.of(
                "coverage",
                List.of("k"),
                List.of(Coefficient.share("p", 0.01, 0.1, 0.3, 0.6)),
                (c, x) -> -StrictMath.expm1(x.get("k") * StrictMath.log1p(-c.get("p"))));
        return new Saturation(1, whole.fit(rows).coefficient("p"));
    }

    /// The accuracy after so many samples or rounds; they need not be whole.
    public double at(double samples) {
        return -top * StrictMath.expm1(samples * StrictMath.log1p(-chance));
    }

    /// What one more brings.
    public double gain(double samples) {
        return top * chance * StrictMath.exp(samples * StrictMath.log1p(-chance));
    }

    /// The fewest samples after which one more brings at most so much:
    /// `ceil(ln(eps / (top p)) / ln(1 - p))`, 0 where already the first does not.
    ///
    /// @param least gain that is worth it, above 0
    public int plateau(double least) {
        if (!(least > 0)) {
            throw new BadInput("gain [%s] must be above 0", least);
        }
        return least >= top * chance
                ? 0
                : (int) Math.ceil(StrictMath.log(least / (top * chance)) / StrictMath.log1p(-chance));
    }
}
