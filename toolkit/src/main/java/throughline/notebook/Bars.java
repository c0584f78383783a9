package throughline.notebook;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import throughline.data.Plot;
import throughline.data.Plot.Kind;
import throughline.data.Plot.Series;

/// Where bars stand: each as wide as the closest two places allow, several series side by side, or piece upon piece.
///
/// @param plot whose bars they are
record Bars(Plot plot) {
    private static final double FILLED = 0.8;

    static boolean are(Series series) {
        return series.kind() == Kind.BARS || series.kind() == Kind.STACK;
    }

    /// Whether a plot has any.
    boolean any() {
        return plot.series().stream().anyMatch(Bars::are);
    }

    /// Whether values are lengths from zero: of bars, or of areas that stand on it.
    boolean grounded() {
        return any()
                || plot.series().stream()
                        .anyMatch(series -> series.kind() == Kind.STEP
                                && series.low() != null
                                && Arrays.stream(series.low()).allMatch(low -> low == 0));
    }

    /// Whether bars lie on their side.
    private boolean lying() {
        return plot.y().named();
    }

    private double[] places(Series series) {
        return lying() ? series.y() : series.x();
    }

    private static double[] lengths(Series series, boolean lying) {
        return lying ? series.x() : series.y();
    }

    /// The outline of all bars of one series as a single closed line: around each, on to the next, and back by the way
    /// it came, so that nothing is enclosed between them.
    ///
    /// @return in the scales' coordinates
    Line outline(int index, Scale x, Scale y) {
        Series series = plot.series().get(index);
        Scale along = lying() ? y : x;
        Scale up = lying() ? x : y;
        double group = FILLED * spacing();
        long groups = series.kind() == Kind.STACK ? 1 : sideBySide(plot.series().size());
        long place = series.kind() == Kind.STACK ? 0 : sideBySide(index);
        double floor = up.log() ? up.low() : 0;
        int n = series.x().length;
        double[] across = new double[6 * n];
        double[] heights = new double[6 * n];
        for (int i = 0; i < n; i++) {
            double left = along.of(places(series)[i]) - group / 2 + group * place / groups;
            double right = left + group / groups;
            double length = lengths(series, lying())[i];
            double from = series.kind() == Kind.STACK ? below(index, i) : floor;
            double to =
                    series.kind() == Kind.STACK ? from + orZero(length) : Double.isNaN(length) ? from : up.of(length);
            for (int corner = 0; corner < 5; corner++) {
                across[5 * i + corner] = corner == 2 || corner == 3 ? right : left;
                heights[5 * i + corner] = corner == 1 || corner == 2 ? to : from;
            }
            across[6 * n - 1 - i] = left;
            heights[6 * n - 1 - i] = from;
        }
        return lying() ? new Line(heights, across) : new Line(across, heights);
    }

    private long sideBySide(int before) {
        return plot.series().subList(0, before).stream()
                .filter(s -> s.kind() == Kind.BARS)
                .count();
    }

    /// Where a piece of a stack begins: at the sum of those of the series before at the same place.
    private double below(int index, int i) {
        double place = places(plot.series().get(index))[i];
        return plot.series().subList(0, index).stream()
                .filter(s -> s.kind() == Kind.STACK)
                .flatMapToDouble(s -> IntStream.range(0, s.x().length)
                        .filter(j -> places(s)[j] == place)
                        .mapToDouble(j -> orZero(lengths(s, lying())[j])))
                .sum();
    }

    private static double orZero(double value) {
        return Double.isNaN(value) ? 0 : value;
    }

    /// The places along the axis a series needs room for: of bars, also where the first begins and the last ends.
    DoubleStream ends(Series series) {
        if (!are(series) || lying()) {
            return Arrays.stream(series.x());
        }
        boolean log = plot.x().log();
        double half = FILLED * spacing() / 2;
        return Arrays.stream(series.x())
                .flatMap(x -> log
                        ? DoubleStream.of(x / Math.pow(10, half), x * Math.pow(10, half))
                        : DoubleStream.of(x - half, x + half));
    }

    /// The values the axis of values needs room for: the series' own, its band's edges, a stack's top.
    DoubleStream heights(int index) {
        Series series = plot.series().get(index);
        double[] own = lengths(series, lying());
        if (series.kind() == Kind.STACK) {
            return IntStream.range(0, own.length).mapToDouble(i -> below(index, i) + orZero(own[i]));
        }
        return series.low() == null
                ? Arrays.stream(own)
                : DoubleStream.concat(
                        Arrays.stream(own),
                        DoubleStream.concat(Arrays.stream(series.low()), Arrays.stream(series.high())));
    }

    /// One mark under each group of bars; none where there are no bars.
    List<Tick> ticks(Scale x) {
        double[] places = plot.series().stream()
                .filter(Bars::are)
                .flatMapToDouble(series -> Arrays.stream(series.x()))
                .sorted()
                .distinct()
                .toArray();
        int decimals = Arrays.stream(places)
                .mapToInt(
                        place -> BigDecimal.valueOf(place).stripTrailingZeros().scale())
                .max()
                .orElse(0);
        return Arrays.stream(places)
                .mapToObj(place -> Tick.plain(x.of(place), place, Math.clamp(decimals, 0, 3)))
                .toList();
    }

    private double spacing() {
        boolean log = plot.x().log() && !lying();
        double[] x = plot.series().stream()
                .filter(Bars::are)
                .flatMapToDouble(series -> Arrays.stream(places(series)))
                .map(value -> log ? Math.log10(value) : value)
                .sorted()
                .distinct()
                .toArray();
        return IntStream.range(1, x.length)
                .mapToDouble(i -> x[i] - x[i - 1])
                .min()
                .orElse(1);
    }
}
