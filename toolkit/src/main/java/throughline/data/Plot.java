package throughline.data;

import java.util.ArrayList;
import java.util.List;

/// What a figure shows, free of how it is drawn: axes with units, and named series of points. Models and papers make
/// one; only `notebook` draws it.
///
/// @param title  what to see, as a sentence
/// @param x      the horizontal axis
/// @param y      the vertical axis
/// @param series in drawing order
public record Plot(String title, Axis x, Axis y, List<Series> series) {
    public Plot {
        series = List.copyOf(series);
    }

    /// An axis.
    ///
    /// @param label quantity, such as `time`
    /// @param unit  such as `h`; empty for a pure number
    /// @param log   whether the scale is logarithmic; values must then be positive
    public record Axis(String label, String unit, boolean log) {
        /// A linear axis.
        public static Axis of(String label, String unit) {
            return new Axis(label, unit, false);
        }

        /// The label with its unit in brackets.
        public String text() {
            return unit.isEmpty() ? label : label + " [" + unit + "]";
        }
    }

    /// How a series is drawn.
    public enum Kind {
        LINE,
        STEP,
        POINTS,
        BARS
    }

    /// Points with an optional band.
    ///
    /// @param name      as in the legend
    /// @param kind      how it is drawn
    /// @param x         in the unit of the x axis, ascending for lines
    /// @param y         as long as x
    /// @param low       lower edge of the band, as long as x, or null for none
    /// @param high      upper edge of the band, as long as x, or null for none
    /// @param published whether these are somebody's published values, which are marked apart from computed ones
    public record Series(
            String name, Kind kind, double[] x, double[] y, double[] low, double[] high, boolean published) {
        public Series {
            if (x.length != y.length
                    || (low != null && low.length != x.length)
                    || (high != null && high.length != x.length)) {
                throw new IllegalArgumentException(
                        "series %s: x, y, low and high must be equally long".formatted(name));
            }
            if ((low == null) != (high == null)) {
                throw new IllegalArgumentException("series %s: a band needs both edges".formatted(name));
            }
        }
    }

    /// An empty plot to add series to.
    public static Plot of(String title, Axis x, Axis y) {
        return new Plot(title, x, y, List.of());
    }

    /// This plot and a line.
    public Plot line(String name, double[] x, double[] y) {
        return with(new Series(name, Kind.LINE, x, y, null, null, false));
    }

    /// This plot and a line inside a band.
    public Plot ribbon(String name, double[] x, double[] y, double[] low, double[] high) {
        return with(new Series(name, Kind.LINE, x, y, low, high, false));
    }

    /// This plot and a step function that holds each value until the next x.
    public Plot step(String name, double[] x, double[] y) {
        return with(new Series(name, Kind.STEP, x, y, null, null, false));
    }

    /// This plot and unconnected points.
    public Plot points(String name, double[] x, double[] y) {
        return with(new Series(name, Kind.POINTS, x, y, null, null, false));
    }

    /// This plot and somebody's published points.
    public Plot published(String name, double[] x, double[] y) {
        return with(new Series(name, Kind.POINTS, x, y, null, null, true));
    }

    /// This plot and one more series.
    public Plot with(Series next) {
        List<Series> all = new ArrayList<>(series);
        all.add(next);
        return new Plot(title, x, y, all);
    }
}
