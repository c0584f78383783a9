package throughline.notebook;

import java.awt.Graphics2D;
import java.util.List;
import throughline.data.Multiples;
import throughline.data.Plot;
import throughline.data.Plot.Series;

/// Plots side by side on the same axes, with one legend for all.
final class MultiplesPainter {
    private static final House HOUSE = House.FIGURE;
    private static final int LEAST_WIDTH = 210;
    private static final int ROW = 190;

    private final Multiples multiples;

    MultiplesPainter(Multiples multiples) {
        this.multiples = multiples;
    }

    /// CSS pixels that give each row room.
    static int height(Multiples multiples, int width) {
        int columns = columns(multiples, width);
        return 70 + ROW * Math.ceilDiv(multiples.plots().size(), columns);
    }

    private static int columns(Multiples multiples, int width) {
        int most = Math.max(1, (width - 2 * HOUSE.margin()) / LEAST_WIDTH);
        int rows = Math.ceilDiv(multiples.plots().size(), most);
        return Math.ceilDiv(multiples.plots().size(), rows);
    }

    void paint(Graphics2D canvas, int width, int height) {
        List<Plot> plots = multiples.plots();
        int top = HOUSE.begin(canvas, multiples.title(), width, height);
        int inner = width - 2 * HOUSE.margin();
        List<Series> named = plots.stream()
                .max((a, b) -> a.series().size() - b.series().size())
                .orElseThrow()
                .series();
        Legend legend = new Legend(named, Look.of(named), HOUSE.text(), House.INK);
        int bottom = height - HOUSE.margin() - legend.height(canvas, inner);
        legend.paint(canvas, HOUSE.margin(), bottom, inner);
        Plot all = Plot.together(plots);
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
