package throughline.notebook;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/// A mark on an axis.
///
/// @param at     in the scale's own coordinate
/// @param text   what stands there; empty for a mark without a number
/// @param raised what stands there as an exponent; empty for none
record Tick(double at, String text, String raised) {
    /// A mark without a number.
    static Tick minor(double at) {
        return new Tick(at, "", "");
    }

    /// A number with just this many decimals, and thousands separated from 10,000 on.
    static Tick plain(double at, double value, int decimals) {
        BigDecimal rounded = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN);
        String grouping = rounded.abs().compareTo(BigDecimal.valueOf(10_000)) < 0 ? "" : ",";
        String text = String.format(Locale.ROOT, "%" + grouping + "." + decimals + "f", rounded);
        return new Tick(at, text.replace('-', '−'), "");
    }

    /// A number times a power of ten.
    ///
    /// @param mantissa empty for one
    static Tick power(double at, String mantissa, int exponent) {
        String factor = mantissa.isEmpty() ? "10" : mantissa.replace('-', '−') + "·10";
        return new Tick(at, factor, Integer.toString(exponent).replace('-', '−'));
    }

    boolean major() {
        return !text.isEmpty();
    }
}
