package throughline.notebook;

import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import throughline.data.Multiples;
import throughline.data.Plot;
import throughline.data.Plot.Series;

/// Plots side by side on the same axes, with one legend for all. Gantt charts lie one under the other instead, so that
/// times can be compared.
final class MultiplesPainter {
    private static final House HOUSE = House.FIGURE;
    private static final int LEAST_WIDTH = 210;
    private static final int ROW = 190;
    private static final int NAME = 24;
    private static final int AROUND_NAMES = 62;

    private final Multiples multiples;
    private final Plot all;

    MultiplesPainter(Multiples multiples) {
        this(multiples, Plot.together(multiples.plots()));
    }

    /// @param all series for which the axes must have room
    MultiplesPainter(Multiples multiples, Plot all) {
        this.multiples = multiples;
        this.all = all;
    }

    /// CSS pixels that give each row room.
    static int height(Multiples multiples, int width) {
        int rows = Math.ceilDiv(multiples.plots().size(), columns(multiples, width));
        int named = AROUND_NAMES + NAME * names(multiples);
        return 70 + rows * (gantt(multiples) ? named : Math.max(ROW, named));
    }

    private static boolean gantt(Multiples multiples) {
        return multiples.plots().stream()
                .flatMap(plot -> plot.series().stream())
                .anyMatch(series -> series.kind() == Plot.Kind.SPANS);
    }

    private static int names(Multiples multiples) {
        return Math.max(4, multiples.plots().getFirst().y().names().size());
    }

    private static int columns(Multiples multiples, int width) {
        if (gantt(multiples)) {
            return 1;
        }
        int most = Math.max(1, (width - 2 * HOUSE.margin()) / LEAST_WIDTH);
        int rows = Math.ceilDiv(multiples.plots().size(), most);
        return Math.ceilDiv(multiples.plots().size(), rows);
    }

    /// The series of the legend: those of the plot with the most, and what only others have.
    private static List<Series> named(List<Plot> plots) {
        List<Series> named = new ArrayList<>(plots.stream()
                .max((a, b) -> a.series().size() - b.series().size())
                .orElseThrow()
                .series());
        plots.stream()
                .flatMap(plot -> plot.series().stream())
                .filter(series -> named.stream().noneMatch(has -> has.name().equals(series.name())))
                .forEach(named::add);
        return named;
    }

    void paint(Graphics2D canvas, int width, int height) {
        List<Plot> plots = multiples.plots();
        int top = HOUSE.begin(canvas, multiples.title(), width, height);
        int inner = width - 2 * HOUSE.margin();
        List<Series> named = named(plots);
        Legend legend = new Legend(named, Look.of(named), HOUSE.text(), House.INK);
        int bottom = height - HOUSE.margin() - legend.height(canvas, inner);
        legend.paint(canvas, HOUSE.margin(), bottom, inner);
        int columns = columns(multiples, width);
        int rows = Math.ceilDiv(plots.size(), columns);
        int wide = inner / columns;
        int high = (bottom - top) / rows;
        for (int i = 0; i < plots.size(); i++) {
            PlotPainter panel = new PlotPainter(plots.get(i), all, House.PANEL);
            House.at(
                    canvas,
                    HOUSE.margin() + i % columns * wide,
                    top + i / columns * high,
                    0,
                    () -> panel.paint(canvas, wide, high));
        }
    }
}
