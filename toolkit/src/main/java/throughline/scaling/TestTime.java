package throughline.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import throughline.spec.BadInput;

/// Laws of what more samples, or longer thinking, bring: a share of problems solved over `k`.
final class TestTime {
    private static final List<String> K = List.of("k");
    private static final double[] POWERS = {0.05, 0.1, 0.2, 0.4, 0.8, 1.6};
    private static final double[] TOPS = {1.01, 1.1, 1.5, 3};
    private static final double[] CHANCES = {1e-4, 1e-3, 0.01, 0.1, 0.3, 0.6};

    private TestTime() {}

    static Law repeatedSampling() {
        return new Written(
                "exp(a k^b)",
                "coverage",
                K,
                List.of(Coefficient.negative("a"), Coefficient.negative("b")),
                (c, x) -> StrictMath.exp(c[0] * StrictMath.pow(x[0], c[1])),
                (x, y) -> {
                    shares(y);
                    double height = Math.min(-1e-6, StrictMath.log(Middle.of(y)));
                    return Arrays.stream(POWERS)
                            .mapToObj(b -> new double[] {height * StrictMath.pow(Middle.of(x, 0), b), -b})
                            .toList();
                });
    }

    static Law saturating() {
        return new Written(
                "top (1 - (1 - p)^k)",
                "coverage",
                K,
                List.of(Coefficient.positive("top"), Coefficient.share("p")),
                (c, x) -> -c[0] * StrictMath.expm1(x[0] * StrictMath.log1p(-c[1])),
                (x, y) -> {
                    List<double[]> starts = new ArrayList<>();
                    for (double top : TOPS) {
                        for (double p : CHANCES) {
                            starts.add(new double[] {top * most(y), p});
                        }
                    }
                    return starts;
                });
    }

    static Law ceiling() {
        return new Written(
                "E - A / k^b",
                "coverage",
                K,
                List.of(Coefficient.positive("E"), Coefficient.positive("A"), Coefficient.positive("b")),
                (c, x) -> c[0] - c[1] * StrictMath.pow(x[0], -c[2]),
                (x, y) -> {
                    List<double[]> starts = new ArrayList<>();
                    for (double top : TOPS) {
                        for (double b : POWERS) {
                            double e = top * most(y);
                            starts.add(new double[] {e, (e - Middle.of(y)) * StrictMath.pow(Middle.of(x, 0), b), b});
                        }
                    }
                    return starts;
                });
    }

    static Law betaPopulation() {
        return new Written(
                "1 - B(a, b + k) / B(a, b)",
                "coverage",
                K,
                List.of(
                        Coefficient.positive("a", 0.01, 0.05, 0.2, 0.6, 2),
                        Coefficient.positive("b", 0.1, 0.5, 2, 10, 100)),
                (c, x) -> BetaPopulation.passAtK(c[0], c[1], x[0]),
                (x, y) -> {
                    shares(y);
                    return Coefficient.grid(Law.betaPopulation().coefficients());
                });
    }

    /// A law that stays below 1 cannot be fitted to percentages.
    private static void shares(double[] y) {
        if (most(y) > 1) {
            throw new BadInput("coverage [%s] must be a share, at most 1; divide percentages by 100", most(y));
        }
    }

    private static double most(double[] y) {
        return Arrays.stream(y).max().orElseThrow();
    }
}
