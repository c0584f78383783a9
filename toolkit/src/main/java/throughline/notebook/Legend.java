package throughline.notebook;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import throughline.data.Plot.Series;

/// The names of the series in rows, each with its line, mark or colour, or with several where series share a name. One
/// name alone needs none: the title says it.
///
/// @param series as in the plot
/// @param looks  as long as series
/// @param font   of the names
/// @param ink    of the names
record Legend(List<Series> series, List<Look> looks, Font font, Color ink) {
    private static final int SAMPLE = 22;
    private static final int GAP = 7;
    private static final int BETWEEN = 20;

    /// How many pixels all rows take at a width.
    int height(Graphics2D canvas, int width) {
        return rows(canvas.getFontMetrics(font), width).size() * rowHeight(canvas);
    }

    void paint(Graphics2D canvas, int left, int top, int width) {
        FontMetrics metrics = canvas.getFontMetrics(font);
        int y = top;
        for (List<Integer> row : rows(metrics, width)) {
            int x = left + (width - width(row, metrics, width)) / 2;
            for (int i : row) {
                for (int same : sharing(i)) {
                    sample(canvas, same, x, y + rowHeight(canvas) / 2.0);
                }
                canvas.setFont(font);
                canvas.setColor(ink);
                canvas.drawString(name(i, metrics, width), x + SAMPLE + GAP, y + metrics.getAscent() + 2);
                x += itemWidth(i, metrics, width) + BETWEEN;
            }
            y += rowHeight(canvas);
        }
    }

    private void sample(Graphics2D canvas, int i, int x, double middle) {
        Look look = looks.get(i);
        canvas.setColor(look.color());
        switch (series.get(i).kind()) {
            case LINE, STEP -> {
                if (series.get(i).low() != null) {
                    canvas.setColor(look.band());
                    canvas.fill(new Rectangle2D.Double(x, middle - 5, SAMPLE, 10));
                    canvas.setColor(look.color());
                }
                canvas.setStroke(look.stroke());
                canvas.draw(new Line2D.Double(x, middle, x + SAMPLE, middle));
            }
            case POINTS -> {
                if (series.get(i).low() != null) {
                    canvas.draw(new Line2D.Double(x, middle, x + SAMPLE, middle));
                }
                look.mark(canvas, x + SAMPLE / 2.0, middle, true);
            }
            case BARS, STACK, SPANS, BOXES -> canvas.fill(new Rectangle2D.Double(x + SAMPLE - 12, middle - 5, 12, 10));
            case HATCHES, STRIPS ->
                Pieces.sample(
                        canvas, series.get(i).kind(), new Rectangle2D.Double(x + SAMPLE - 16, middle - 5, 16, 10));
        }
    }

    private List<List<Integer>> rows(FontMetrics metrics, int width) {
        List<List<Integer>> rows = new ArrayList<>();
        int[] items = IntStream.range(0, series.size())
                .filter(i -> sharing(i).getFirst() == i)
                .toArray();
        if (items.length < 2) {
            return rows;
        }
        List<Integer> row = new ArrayList<>();
        for (int i : items) {
            row.add(i);
            if (row.size() > 1 && width(row, metrics, width) > width) {
                row.removeLast();
                rows.add(row);
                row = new ArrayList<>(List.of(i));
            }
        }
        rows.add(row);
        return rows;
    }

    /// The series that look as one with another, and that one itself.
    private List<Integer> sharing(int i) {
        return IntStream.range(0, series.size())
                .filter(j -> j == i
                        || looks.get(j).equals(looks.get(i))
                                && series.get(j).name().equals(series.get(i).name()))
                .boxed()
                .toList();
    }

    private int width(List<Integer> row, FontMetrics metrics, int most) {
        return row.stream().mapToInt(i -> itemWidth(i, metrics, most)).sum() + BETWEEN * (row.size() - 1);
    }

    private int itemWidth(int i, FontMetrics metrics, int most) {
        return SAMPLE + GAP + metrics.stringWidth(name(i, metrics, most));
    }

    private String name(int i, FontMetrics metrics, int most) {
        return House.cut(series.get(i).name(), metrics, most - SAMPLE - GAP);
    }

    private int rowHeight(Graphics2D canvas) {
        return canvas.getFontMetrics(font).getHeight() + 4;
    }
}
