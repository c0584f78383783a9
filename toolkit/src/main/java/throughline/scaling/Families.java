package throughline.scaling;

import java.util.ArrayList;
import java.util.List;

/// Laws of particular families of models, as their papers write them.
final class Families {
    private static final double[] EXPONENTS = {0.05, 0.1, 0.2, 0.4};
    private static final double[] SHARES = {0.2, 0.5, 0.8};

    private Families() {}

    static Law kaplan() {
        return new Written(
                "((Nc / N)^(alphaN / alphaD) + Dc / D)^alphaD",
                "loss",
                List.of("N", "D"),
                List.of(
                        Coefficient.positive("Nc"),
                        Coefficient.positive("alphaN"),
                        Coefficient.positive("Dc"),
                        Coefficient.positive("alphaD")),
                (c, x) -> StrictMath.pow(StrictMath.pow(c[0] / x[0], c[1] / c[3]) + c[2] / x[1], c[3]),
                Families::kaplanStarts);
    }

    private static List<double[]> kaplanStarts(double[][] x, double[] y) {
        List<double[]> starts = new ArrayList<>();
        for (double size : EXPONENTS) {
            for (double data : EXPONENTS) {
                for (double share : SHARES) {
                    double sum = StrictMath.pow(Middle.of(y), 1 / data);
                    double nc = Middle.of(x, 0) * StrictMath.pow(share * sum, data / size);
                    starts.add(new double[] {nc, size, Middle.of(x, 1) * (1 - share) * sum, data});
                }
            }
        }
        return starts;
    }

    static Law routed() {
        return new Written(
                "10^(a log N + b log S + c log N log S + d), 1/S = 1/(E - 1 + 1/(1/Estart - 1/Emax)) + 1/Emax",
                "loss",
                List.of("N", "E"),
                List.of(
                        Coefficient.any("a"),
                        Coefficient.any("b"),
                        Coefficient.any("c"),
                        Coefficient.any("d"),
                        Coefficient.positive("Estart"),
                        Coefficient.positive("Emax")),
                Families::routedLoss,
                (x, y) -> {
                    List<double[]> starts = new ArrayList<>();
                    double height = StrictMath.log10(Middle.of(y)) + 0.08 * StrictMath.log10(Middle.of(x, 0));
                    for (double least : new double[] {1.2, 2, 4}) {
                        for (double most : new double[] {100, 300, 1000}) {
                            starts.add(new double[] {-0.08, -0.05, 0, height, least, most});
                        }
                    }
                    return starts;
                });
    }

    private static double routedLoss(double[] c, double[] x) {
        double inner = x[1] - 1 + 1 / (1 / c[4] - 1 / c[5]);
        double n = StrictMath.log10(x[0]);
        double s = -StrictMath.log10(1 / inner + 1 / c[5]);
        return StrictMath.pow(10, c[0] * n + c[1] * s + c[2] * n * s + c[3]);
    }

    static Law fineGrained() {
        Law plain = new SumOfPowers("c", List.of(Term.of("a", "N", "alpha"), Term.of("b", "D", "beta")));
        return new Written(
                "c + (g / G^gamma + a) / N^alpha + b / D^beta",
                "loss",
                List.of("N", "D", "G"),
                List.of(
                        Coefficient.positive("c"),
                        Coefficient.positive("a"),
                        Coefficient.positive("alpha"),
                        Coefficient.positive("b"),
                        Coefficient.positive("beta"),
                        Coefficient.positive("g"),
                        Coefficient.positive("gamma")),
                (c, x) -> c[0]
                        + (c[5] * StrictMath.pow(x[2], -c[6]) + c[1]) * StrictMath.pow(x[0], -c[2])
                        + c[3] * StrictMath.pow(x[1], -c[4]),
                (x, y) -> plain.starts(x, y).stream()
                        .map(s -> new double[] {s[0], s[1], s[2], s[3], s[4], 0.2 * s[1], 0.5})
                        .toList());
    }

    static Law dataConstrained() {
        Law plain = new SumOfPowers("E", List.of(Term.of("A", "N", "alpha"), Term.of("B", "D", "alpha")));
        return new Written(
                "E + A / N'^alpha + B / D'^alpha, D' = U + U RD (1 - exp(-(D / U - 1) / RD)), N' alike with RN",
                "loss",
                List.of("N", "D", "U"),
                List.of(
                        Coefficient.positive("E"),
                        Coefficient.positive("A"),
                        Coefficient.positive("B"),
                        Coefficient.positive("alpha"),
                        Coefficient.positive("RD"),
                        Coefficient.positive("RN")),
                (c, x) -> {
                    double enough = Math.min(x[0], x[2] * StrictMath.pow(c[1] / c[2], 1 / c[3]));
                    double n = worth(x[0], enough, c[5]);
                    double d = worth(x[1], Math.min(x[1], x[2]), c[4]);
                    return c[0] + c[1] * StrictMath.pow(n, -c[3]) + c[2] * StrictMath.pow(d, -c[3]);
                },
                (x, y) -> plain.starts(x, y).stream()
                        .filter(s -> s[2] == s[4])
                        .map(s -> new double[] {s[0], s[1], s[3], s[2], 10, 10})
                        .toList());
    }

    /// What repeats of something are worth: the first as much as new, later ones less and less.
    private static double worth(double size, double unique, double halfLife) {
        return unique - unique * halfLife * StrictMath.expm1(-(size / unique - 1) / halfLife);
    }
}
