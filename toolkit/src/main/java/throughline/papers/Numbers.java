package throughline.papers;

import java.math.BigDecimal;
import java.math.MathContext;

/// Numbers for people.
final class Numbers {
    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private Numbers() {}

    /// Four significant digits, at most ten characters, without trailing zeros: `0.05`, `4.183`, `1.2E+12`.
    static String text(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "inf" : "-inf";
        }
        BigDecimal rounded = new BigDecimal(value).round(FOUR_DIGITS).stripTrailingZeros();
        double size = Math.abs(value);
        return size == 0 || (size >= 1e-4 && size < 1e7) ? rounded.toPlainString() : rounded.toString();
    }
}
