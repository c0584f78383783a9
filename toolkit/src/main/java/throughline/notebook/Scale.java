package throughline.notebook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// The coordinate along one axis: the value, its decimal logarithm, or, where places are named from the top, its
/// negative.
///
/// @param log  whether it is the logarithm
/// @param down whether it is the negative
/// @param low  the coordinate at the axis' start
/// @param high the coordinate at its end
record Scale(boolean log, boolean down, double low, double high) {
    private static final double AIR = 0.04;
    /// Powers of ten from which on numbers are written with an exponent.
    private static final int MOST_PLAIN = 5;

    Scale(boolean log, double low, double high) {
        this(log, false, low, high);
    }

    /// The scale from the least of these values to the greatest.
    static Scale exactly(boolean log, DoubleStream values) {
        double[] shown = values.filter(Double::isFinite)
                .map(value -> log ? Math.log10(value) : value)
                .toArray();
        double least = Arrays.stream(shown).min().orElse(0);
        double most = Arrays.stream(shown).max().orElse(1);
        return most > least
                ? new Scale(log, least, most)
                : around(log, Arrays.stream(shown).map(v -> log ? Math.pow(10, v) : v), false);
    }

    /// The scale of so many named places, 0 and up.
    static Scale ofPlaces(int places, boolean down) {
        return down ? new Scale(false, true, 0.5 - places, 0.5) : new Scale(false, false, -0.5, places - 0.5);
    }

    /// The scale that shows all of these values with some air around them.
    ///
    /// @param grounded whether the axis starts at zero, without air below, if no value is negative
    static Scale around(boolean log, DoubleStream values, boolean grounded) {
        double[] shown = values.filter(Double::isFinite)
                .map(value -> log ? Math.log10(value) : value)
                .toArray();
        double least = Arrays.stream(shown).min().orElse(0);
        double most = Arrays.stream(shown).max().orElse(1);
        boolean fromZero = grounded && !log && least >= 0;
        if (fromZero) {
            least = 0;
        } else if (grounded && !log) {
            most = Math.max(0, most);
        }
        double span = most - least;
        if (span <= 1e-12 * Math.max(Math.abs(least), Math.abs(most))) {
            span = log || most == 0 ? 1 : Math.abs(most);
            least -= fromZero ? 0 : span / 2;
            most += fromZero ? span : span / 2;
        }
        return new Scale(log, fromZero ? 0 : least - AIR * span, most + AIR * span);
    }

    /// The coordinate of a value.
    double of(double value) {
        return log ? Math.log10(value) : down ? -value : value;
    }

    /// The coordinates of values.
    double[] of(double[] values) {
        return Arrays.stream(values).map(this::of).toArray();
    }

    /// Where a coordinate lies between the axis' start, 0, and its end, 1.
    double share(double coordinate) {
        return (coordinate - low) / (high - low);
    }

    /// The marks, in ascending order.
    ///
    /// @param most how many numbers there is room for, at least two
    List<Tick> ticks(int most) {
        return log ? logarithmic(most) : linear(most);
    }

    private List<Tick> linear(int most) {
        double step = step(low, high, most);
        double largest = Math.max(Math.abs(low), Math.abs(high));
        int decimals = Math.max(0, -exponent(step));
        int power = exponent(largest);
        List<Tick> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
            double value = i * step;
            if (i == 0 || (power < MOST_PLAIN && power >= -3)) {
                ticks.add(Tick.plain(value, value, i == 0 && power < -3 ? 0 : decimals));
            } else {
                String mantissa = Tick.plain(0, value / Math.pow(10, power), Math.max(0, power - exponent(step)))
                        .text();
                ticks.add(Tick.power(value, mantissa, power));
            }
        }
        return ticks;
    }

    private List<Tick> logarithmic(int most) {
        int first = (int) Math.floor(low);
        int last = (int) Math.ceil(high);
        if (high - low < 0.7) {
            return withinADecade(most);
        }
        int decades =
                (int) IntStream.rangeClosed(first, last).filter(this::shows).count();
        boolean fewDecades = decades <= 2;
        int stride = Math.max(1, Math.ceilDiv(decades, most));
        boolean plain = first >= -3 && last < MOST_PLAIN;
        List<Tick> ticks = new ArrayList<>();
        for (int decade = first; decade <= last; decade++) {
            for (int digit = 1; digit < (stride == 1 ? 10 : 2); digit++) {
                double at = decade + Math.log10(digit);
                boolean numbered =
                        digit == 1 ? Math.floorMod(decade, stride) == 0 : fewDecades && (digit == 2 || digit == 5);
                if (shows(at)) {
                    ticks.add(numbered ? number(at, digit, decade, plain) : Tick.minor(at));
                }
            }
        }
        return ticks;
    }

    private static Tick number(double at, int digit, int decade, boolean plain) {
        if (plain) {
            return Tick.plain(at, digit * Math.pow(10, decade), Math.max(0, -decade));
        }
        return Tick.power(at, digit == 1 ? "" : Integer.toString(digit), decade);
    }

    /// Round values, at the places their logarithms have.
    private List<Tick> withinADecade(int most) {
        return new Scale(false, Math.pow(10, low), Math.pow(10, high))
                .linear(most).stream()
                        .map(tick -> new Tick(Math.log10(tick.at()), tick.text(), tick.raised()))
                        .filter(tick -> shows(tick.at()))
                        .toList();
    }

    private boolean shows(double coordinate) {
        return coordinate >= low && coordinate <= high;
    }

    /// The smallest step of 1, 2 or 5 times a power of ten that makes no more than so many marks, and so at least one.
    private static double step(double low, double high, int most) {
        double unit = Math.pow(10, Math.floor(Math.log10((high - low) / most)));
        return DoubleStream.of(1, 2, 5, 10, 20)
                .map(factor -> factor * unit)
                .filter(step -> Math.floor(high / step) - Math.ceil(low / step) + 1 <= most)
                .findFirst()
                .orElse(50 * unit);
    }

    private static int exponent(double value) {
        return value == 0 ? 0 : (int) Math.floor(Math.log10(value) + 1e-9);
    }
}
