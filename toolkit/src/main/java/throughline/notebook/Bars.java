package throughline.notebook;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import throughline.data.Plot;
import throughline.data.Plot.Kind;
import throughline.data.Plot.Series;

/// Where bars stand: each as wide as the closest two x allow, several series side by side.
final class Bars {
    private static final double FILLED = 0.8;

    private Bars() {}

    /// The outline of all bars of one series as a single closed line that runs along the base between them.
    ///
    /// @return in the scales' coordinates
    static Line outline(List<Series> all, int index, Scale x, Scale y) {
        Series series = all.get(index);
        long groups = all.stream().filter(s -> s.kind() == Kind.BARS).count();
        long place = all.subList(0, index).stream()
                .filter(s -> s.kind() == Kind.BARS)
                .count();
        double group = FILLED * spacing(all, x.log());
        double base = y.log() ? y.low() : 0;
        int n = series.x().length;
        double[] across = new double[4 * n];
        double[] up = new double[4 * n];
        for (int i = 0; i < n; i++) {
            double left = x.of(series.x()[i]) - group / 2 + group * place / groups;
            double right = left + group / groups;
            double top = Double.isNaN(series.y()[i]) ? base : y.of(series.y()[i]);
            for (int corner = 0; corner < 4; corner++) {
                across[4 * i + corner] = corner < 2 ? left : right;
                up[4 * i + corner] = corner == 1 || corner == 2 ? top : base;
            }
        }
        return new Line(across, up);
    }

    /// The x values a series needs room for: of bars, also where the first begins and the last ends.
    static DoubleStream ends(Plot plot, Series series) {
        if (series.kind() != Kind.BARS) {
            return Arrays.stream(series.x());
        }
        boolean log = plot.x().log();
        double half = FILLED * spacing(plot.series(), log) / 2;
        return Arrays.stream(series.x())
                .flatMap(x -> log
                        ? DoubleStream.of(x / Math.pow(10, half), x * Math.pow(10, half))
                        : DoubleStream.of(x - half, x + half));
    }

    /// One mark under each group of bars; none where there are no bars.
    static List<Tick> ticks(List<Series> all, Scale x) {
        double[] places = all.stream()
                .filter(series -> series.kind() == Kind.BARS)
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

    private static double spacing(List<Series> all, boolean log) {
        double[] x = all.stream()
                .filter(series -> series.kind() == Kind.BARS)
                .flatMapToDouble(series -> Arrays.stream(series.x()))
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
