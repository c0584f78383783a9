package throughline.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What a figure shows, free of how it is drawn: axes with units, and named series of points. Models and papers make
/// one; only `notebook` draws it.
///
/// @param title  what to see, as a sentence
/// @param x      the horizontal axis
/// @param y      the vertical axis
/// @param series in drawing order
public record Plot(String title, Axis x, Axis y, List<Series> series) implements Drawing {
    public Plot {
        series = List.copyOf(series);
        if (x.named() && y.named()) {
            throw new IllegalArgumentException(
                    "plot [%s] has names on both axes; one must have numbers".formatted(title));
        }
    }

    /// An axis.
    ///
    /// @param label quantity, such as `time`
    /// @param unit  such as `h`; empty for a pure number
    /// @param log   whether the scale is logarithmic; values must then be positive
    /// @param names of places at 0, 1, 2 and so on, from the left or from the top; empty for an axis of numbers
    public record Axis(String label, String unit, boolean log, List<String> names) {
        public Axis {
            names = List.copyOf(names);
            if (log && !names.isEmpty()) {
                throw new IllegalArgumentException("axis [%s] has names; it cannot be logarithmic".formatted(label));
            }
        }

        /// An axis of numbers.
        public Axis(String label, String unit, boolean log) {
            this(label, unit, log, List.of());
        }

        /// An axis of named places.
        ///
        /// @param label what the names are of; may be empty
        public static Axis of(String label, List<String> names) {
            return new Axis(label, "", false, names);
        }

        /// This axis with a logarithmic scale.
        public Axis logarithmic() {
            return new Axis(label, unit, true, names);
        }

        /// Whether the places on it have names.
        public boolean named() {
            return !names.isEmpty();
        }

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
        /// Points joined by lines.
        LINE,
        /// Each value holds until the next x.
        STEP,
        /// Points alone, or with a line from low to high through each.
        POINTS,
        /// Bars from zero, those of several series side by side.
        BARS,
        /// Bars that begin where those of the series before end.
        STACK,
        /// Pieces from low to high along x, each at its y: a Gantt chart. A label stands inside its piece.
        SPANS,
        /// Hatches over pieces, from low to high along x, that let through what lies below: time in which a thing is
        /// kept and not used. No colour of their own.
        HATCHES,
        /// Thin dark pieces from low to high along x, over everything else: time in which a row is out of use.
        STRIPS,
        /// Every value of a sample; drawn are median, quartiles, whiskers to the last value within 1.5 times the
        /// quartiles' distance, and each value beyond.
        BOXES;

        /// Whether each point is a piece from low to high along x.
        public boolean pieces() {
            return this == SPANS || this == HATCHES || this == STRIPS;
        }
    }

    /// Points with an optional band, or interval each. On a plot whose y axis has names, values run along x.
    ///
    /// @param name      as in the legend
    /// @param kind      how it is drawn
    /// @param x         in the unit of the x axis, ascending for lines
    /// @param y         as long as x
    /// @param low       lower edge of the band along the axis of values, as long as x, or null for none
    /// @param high      upper edge of the band, as long as x, or null for none
    /// @param published whether these are somebody's published values, which are marked apart from computed ones
    /// @param labels    one beside each point where there is room; empty for none
    public record Series(
            String name,
            Kind kind,
            double[] x,
            double[] y,
            double[] low,
            double[] high,
            boolean published,
            List<String> labels) {
        public Series {
            labels = List.copyOf(labels);
            if (x.length != y.length
                    || (low != null && low.length != x.length)
                    || (high != null && high.length != x.length)) {
                throw new IllegalArgumentException(
                        "series %s: x, y, low and high must be equally long".formatted(name));
            }
            if ((low == null) != (high == null)) {
                throw new IllegalArgumentException("series %s: a band needs both edges".formatted(name));
            }
            if (!labels.isEmpty() && labels.size() != x.length) {
                throw new IllegalArgumentException(
                        "series %s: [%d] labels for [%d] points".formatted(name, labels.size(), x.length));
            }
        }

        /// Without labels.
        public Series(String name, Kind kind, double[] x, double[] y, double[] low, double[] high, boolean published) {
            this(name, kind, x, y, low, high, published, List.of());
        }
    }

    /// An empty plot to add series to.
    public static Plot of(String title, Axis x, Axis y) {
        return new Plot(title, x, y, List.of());
    }

    /// All series of some plots on one, on the axes and under the title of the first: what axes that all are to share
    /// must have room for.
    ///
    /// @param plots at least one
    public static Plot together(List<Plot> plots) {
        Plot first = plots.getFirst();
        return new Plot(
                first.title,
                first.x,
                first.y,
                plots.stream().flatMap(plot -> plot.series.stream()).toList());
    }

    /// Whether another plot has the same axes.
    public boolean sharesAxes(Plot other) {
        return x.equals(other.x) && y.equals(other.y);
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

    /// This plot and unconnected points, each with a label where there is room.
    public Plot points(String name, double[] x, double[] y, List<String> labels) {
        return with(new Series(name, Kind.POINTS, x, y, null, null, false, labels));
    }

    /// This plot and counts between edges, as a filled outline.
    ///
    /// @param edges  ascending, one more than counts
    /// @param counts between one edge and the next
    public Plot histogram(String name, double[] edges, double[] counts) {
        double[] held = Arrays.copyOf(counts, edges.length);
        held[edges.length - 1] = counts[counts.length - 1];
        return with(new Series(name, Kind.STEP, edges, held, new double[edges.length], held, false));
    }

    /// This plot and pieces of time, each in a row.
    ///
    /// @param rows where on the y axis
    public Plot spans(String name, double[] rows, double[] starts, double[] ends) {
        return with(new Series(name, Kind.SPANS, starts, rows, starts, ends, false));
    }

    /// This plot and pieces of time, each in a row, with a label inside where there is room.
    ///
    /// @param rows where on the y axis
    public Plot spans(String name, double[] rows, double[] starts, double[] ends, List<String> labels) {
        return with(new Series(name, Kind.SPANS, starts, rows, starts, ends, false, labels));
    }

    /// This plot and hatches over pieces of time: what lies below is kept, and not used.
    ///
    /// @param rows where on the y axis
    public Plot hatches(String name, double[] rows, double[] starts, double[] ends) {
        return with(new Series(name, Kind.HATCHES, starts, rows, starts, ends, false));
    }

    /// This plot and thin dark pieces of time: the row is out of use.
    ///
    /// @param rows where on the y axis
    public Plot strips(String name, double[] rows, double[] starts, double[] ends) {
        return with(new Series(name, Kind.STRIPS, starts, rows, starts, ends, false));
    }

    /// This plot and samples as boxes.
    ///
    /// @param places of each value on the axis of names
    /// @param values every value
    public Plot boxes(String name, double[] places, double[] values) {
        return with(
                y.named()
                        ? new Series(name, Kind.BOXES, values, places, null, null, false)
                        : new Series(name, Kind.BOXES, places, values, null, null, false));
    }

    @Override
    public Plot titled(String other) {
        return new Plot(other, x, y, series);
    }

    /// This plot on other axes.
    public Plot on(Axis otherX, Axis otherY) {
        return new Plot(title, otherX, otherY, series);
    }

    /// This plot and points with an interval each.
    public Plot intervals(String name, double[] x, double[] y, double[] low, double[] high) {
        return with(new Series(name, Kind.POINTS, x, y, low, high, false));
    }

    /// This plot and one point with an interval at each named place.
    ///
    /// @throws IllegalArgumentException when no axis has names, or has another number of them
    public Plot intervals(String name, double[] values, double[] low, double[] high) {
        return with(atNames(name, Kind.POINTS, values, low, high));
    }

    /// This plot and one bar at each named place.
    ///
    /// @throws IllegalArgumentException when no axis has names, or has another number of them
    public Plot bars(String name, double[] values) {
        return with(atNames(name, Kind.BARS, values, null, null));
    }

    /// This plot and one more piece of the bar at each named place.
    ///
    /// @throws IllegalArgumentException when no axis has names, or has another number of them
    public Plot stack(String name, double[] values) {
        return with(atNames(name, Kind.STACK, values, null, null));
    }

    private Series atNames(String name, Kind kind, double[] values, double[] low, double[] high) {
        Axis names = y.named() ? y : x;
        if (names.names().size() != values.length) {
            throw new IllegalArgumentException("series %s: [%d] values for the [%d] names on the axes of plot [%s]"
                    .formatted(name, values.length, names.names().size(), title));
        }
        double[] places = IntStream.range(0, values.length).asDoubleStream().toArray();
        return y.named()
                ? new Series(name, kind, values, places, low, high, false)
                : new Series(name, kind, places, values, low, high, false);
    }

    @Override
    public String text() {
        return "%s (%s over %s: %s)"
                .formatted(
                        title,
                        (y.named() ? x : y).text(),
                        (y.named() ? y : x).text(),
                        series.stream().map(Series::name).collect(Collectors.joining(", ")));
    }

    /// This plot and one more series.
    public Plot with(Series next) {
        List<Series> all = new ArrayList<>(series);
        all.add(next);
        return new Plot(title, x, y, all);
    }
}
