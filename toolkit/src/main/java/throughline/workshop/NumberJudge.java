package throughline.workshop;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/// A number within a tolerance of the truth. Of what is wrong it knows the mistakes that it was told, and the slips
/// that happen with any number: minutes for hours, bits for bytes, upside down, per cent.
///
/// @param truth     computes it
/// @param tolerance relative to the truth, positive; absolute where the truth is 0
/// @param unit      of the answer; empty for a pure number
/// @param mistakes  known ones, in the order in which they are looked for
public record NumberJudge(DoubleSupplier truth, double tolerance, String unit, List<Mistake> mistakes)
        implements Judge {
    private static final double NEAR = 5;
    private static final Map<Double, String> SLIPS = Map.of(
            60.0, "minutes and hours, or seconds and minutes",
            3600.0, "seconds and hours",
            24.0, "hours and days",
            1000.0, "a thousand, as in G and M",
            8.0, "bits and bytes",
            100.0, "a share and per cent");

    /// A wrong answer that tells how it came about.
    ///
    /// @param value computes it
    /// @param why   what was thought, and what is the case, in a sentence or two
    public record Mistake(DoubleSupplier value, String why) {}

    public NumberJudge {
        if (!(tolerance > 0)) {
            throw new IllegalArgumentException("tolerance [%s] must be positive".formatted(tolerance));
        }
        mistakes = List.copyOf(mistakes);
    }

    /// This judge, which knows one more mistake by the number it leads to.
    ///
    /// @param value computes what comes out of it
    /// @param why   what was thought, and what is the case, in a sentence or two
    public NumberJudge mistake(DoubleSupplier value, String why) {
        List<Mistake> more = new ArrayList<>(mistakes);
        more.add(new Mistake(value, why));
        return new NumberJudge(truth, tolerance, unit, more);
    }

    @Override
    public Optional<String> fault(Object answer) {
        if (!(answer instanceof Number number)) {
            return Optional.of("It must be a number%s, and is [%s].".formatted(in(), answer));
        }
        double found = number.doubleValue();
        double right = truth.getAsDouble();
        if (within(found, right, tolerance)) {
            return Optional.empty();
        }
        return Optional.of(Stream.concat(known(found), Stream.of(slip(found, right)))
                .findFirst()
                .orElseThrow());
    }

    private Stream<String> known(double found) {
        return mistakes.stream()
                .filter(mistake -> within(found, mistake.value().getAsDouble(), tolerance))
                .map(Mistake::why);
    }

    private String slip(double found, double right) {
        if (within(found, -right, tolerance)) {
            return "The sign is wrong.";
        }
        if (right != 0 && within(found, 1 / right, tolerance)) {
            return "It is upside down: a rate and a time, say.";
        }
        for (Map.Entry<Double, String> slip : SLIPS.entrySet()) {
            if (within(found, right * slip.getKey(), tolerance) || within(found, right / slip.getKey(), tolerance)) {
                return "It is off by a factor of %.0f: %s?%s".formatted(slip.getKey(), slip.getValue(), asked());
            }
        }
        if (within(found, right, NEAR * tolerance)) {
            return "Near, but not within %s.".formatted(allowance());
        }
        return "It is too %s.%s".formatted(found > right ? "large" : "small", asked());
    }

    private String allowance() {
        return String.format(Locale.ROOT, "%.3g %%", 100 * tolerance);
    }

    private String in() {
        return unit.isEmpty() ? "" : " in " + unit;
    }

    private String asked() {
        return unit.isEmpty() ? "" : " It is asked for in " + unit + ".";
    }

    private static boolean within(double found, double right, double tolerance) {
        return Math.abs(found - right) <= tolerance * (right == 0 ? 1 : Math.abs(right));
    }
}
