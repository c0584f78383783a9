package throughline.scaling;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import throughline.spec.BadInput;

/// A constant of a law that a fit finds.
///
/// @param name   as in the formula
/// @param range  in which it lies
/// @param starts from which a fit sets out, each within the range; several where the law is hard to fit
public record Coefficient(String name, Range range, List<Double> starts) {
    /// Where a coefficient may lie. A search walks in a coordinate that reaches every value and cannot leave the
    /// range.
    public enum Range {
        /// Above 0; walked by its logarithm.
        POSITIVE,
        /// Below 0; walked by the logarithm of its size.
        NEGATIVE,
        /// Between 0 and 1; walked by its logit.
        SHARE,
        /// Any number.
        ANY;

        double coordinate(double value) {
            return switch (this) {
                case POSITIVE -> StrictMath.log(value);
                case NEGATIVE -> StrictMath.log(-value);
                case SHARE -> StrictMath.log(value / (1 - value));
                case ANY -> value;
            };
        }

        double value(double coordinate) {
            return switch (this) {
                case POSITIVE -> StrictMath.exp(coordinate);
                case NEGATIVE -> -StrictMath.exp(coordinate);
                case SHARE -> 1 / (1 + StrictMath.exp(-coordinate));
                case ANY -> coordinate;
            };
        }

        /// Change of the value with the coordinate, at a value.
        double slope(double value) {
            return switch (this) {
                case POSITIVE, NEGATIVE -> value;
                case SHARE -> value * (1 - value);
                case ANY -> 1;
            };
        }

        boolean admits(double value) {
            return switch (this) {
                case POSITIVE -> value > 0;
                case NEGATIVE -> value < 0;
                case SHARE -> value > 0 && value < 1;
                case ANY -> Double.isFinite(value);
            };
        }
    }

    public Coefficient {
        starts = List.copyOf(starts);
        for (double start : starts) {
            if (!range.admits(start)) {
                throw new BadInput("coefficient %s: start [%s] is not %s", name, start, range);
            }
        }
    }

    /// A coefficient above 0.
    public static Coefficient positive(String name, double... starts) {
        return new Coefficient(name, Range.POSITIVE, boxed(starts));
    }

    /// A coefficient below 0.
    public static Coefficient negative(String name, double... starts) {
        return new Coefficient(name, Range.NEGATIVE, boxed(starts));
    }

    /// A coefficient between 0 and 1.
    public static Coefficient share(String name, double... starts) {
        return new Coefficient(name, Range.SHARE, boxed(starts));
    }

    /// A coefficient that may be any number.
    public static Coefficient any(String name, double... starts) {
        return new Coefficient(name, Range.ANY, boxed(starts));
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /// Every combination of starts, one value a coefficient.
    static List<double[]> grid(List<Coefficient> coefficients) {
        int size = coefficients.stream().mapToInt(c -> c.starts().size()).reduce(1, Math::multiplyExact);
        return IntStream.range(0, size)
                .mapToObj(index -> combination(coefficients, index))
                .toList();
    }

    private static double[] combination(List<Coefficient> coefficients, int index) {
        double[] start = new double[coefficients.size()];
        int rest = index;
        for (int i = 0; i < start.length; i++) {
            List<Double> starts = coefficients.get(i).starts();
            start[i] = starts.get(rest % starts.size());
            rest /= starts.size();
        }
        return start;
    }
}
