package throughline.scaling;

import java.util.List;

/// Derivatives of a law that does not know its own.
final class Differences {
    /// By this each coordinate is moved: what is left out, its square, is then as small as the rounding of doubles.
    private static final double SMALL = 1e-5;

    private Differences() {}

    /// As [Law#logarithm].
    static double logarithm(Law law, double[] c, double[] x, double[] slopes) {
        List<Coefficient> coefficients = law.coefficients();
        double[] moved = c.clone();
        for (int i = 0; i < c.length; i++) {
            Coefficient.Range range = coefficients.get(i).range();
            double at = range.coordinate(c[i]);
            moved[i] = range.value(at + SMALL);
            double above = StrictMath.log(law.predict(moved, x));
            moved[i] = range.value(at - SMALL);
            slopes[i] = (above - StrictMath.log(law.predict(moved, x))) / (2 * SMALL);
            moved[i] = c[i];
        }
        return StrictMath.log(law.predict(c, x));
    }
}
