package throughline.notebook;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoublePredicate;

/// How all numbers of one kind are written: with as many decimals as give the largest some digits, or with an exponent
/// where that would hide the small ones. No number is written as zero but zero.
///
/// @param decimals how many, when there is no exponent
/// @param exponent whether there is one
/// @param digits   of the largest
record NumberText(int decimals, boolean exponent, int digits) {
    /// @param values what is to be written
    /// @param digits of the largest, such as 4
    static NumberText of(double[] values, int digits) {
        double[] sizes = Arrays.stream(values)
                .map(Math::abs)
                .filter(size -> size > 0 && Double.isFinite(size))
                .sorted()
                .toArray();
        boolean whole = Arrays.stream(values).allMatch(value -> Double.isNaN(value) || value == Math.rint(value));
        if (sizes.length == 0) {
            return new NumberText(0, false, digits);
        }
        double largest = sizes[sizes.length - 1];
        if (whole && largest < 1e15) {
            return new NumberText(0, false, digits);
        }
        boolean exponent = largest >= 1e9 || largest < 1e-3 || sizes[sizes.length / 2] < 1e-4 * largest;
        int before = (int) Math.floor(Math.log10(largest));
        return new NumberText(Math.max(0, digits - 1 - before), exponent, digits);
    }

    /// With no more decimals than the numbers have, for names: 0.05 and 0.1 are 0.05 and 0.10.
    NumberText tight(double[] values) {
        int least = decimals;
        while (!exponent && least > 1 && Arrays.stream(values).allMatch(fits(least - 1))) {
            least--;
        }
        return new NumberText(least, exponent, digits);
    }

    /// Whether a number loses nothing when it is written with some decimals.
    private static DoublePredicate fits(int decimals) {
        double scale = Math.pow(10, decimals);
        return value -> !Double.isFinite(value) || Math.rint(value * scale) / scale == value;
    }

    String text(Number value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short) {
            return grouped(value.longValue());
        }
        double number = value.doubleValue();
        if (!Double.isFinite(number)) {
            return String.valueOf(number);
        }
        if (exponent && number != 0) {
            return String.format(Locale.ROOT, "%." + (digits - 1) + "e", number);
        }
        if (!exponent && number != 0 && Math.abs(number) < 0.5 * Math.pow(10, -decimals)) {
            return String.format(Locale.ROOT, "%.1e", number);
        }
        return decimals == 0 || exponent
                ? grouped(Math.round(number))
                : String.format(Locale.ROOT, "%." + decimals + "f", number);
    }

    /// Years and small counts read better without separators.
    private static String grouped(long value) {
        return Math.abs(value) < 10_000 ? Long.toString(value) : String.format(Locale.ROOT, "%,d", value);
    }
}
