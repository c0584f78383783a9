package throughline.notebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import throughline.data.Heatmap;

/// A heatmap with its key on the right. Cells have their numbers written in where all of them fit.
final class HeatmapPainter {
    private static final House HOUSE = House.FIGURE;
    private static final int PAD = 6;
    private static final int KEY = 14;
    private static final int MOST_COLUMN = 60;
    private static final int STEPS = 100;
    private static final Color NOTHING = new Color(0xdddddd);

    private final Heatmap map;
    private final Scale scale;

    HeatmapPainter(Heatmap map) {
        this.map = map;
        this.scale =
                Scale.exactly(map.value().log(), Arrays.stream(map.values()).flatMapToDouble(Arrays::stream));
    }

    /// CSS pixels that give each row room.
    static int height(Heatmap map) {
        return Math.clamp(110 + 26L * map.y().names().size(), 220, 900);
    }

    void paint(Graphics2D canvas, int width, int height) {
        int top = HOUSE.begin(canvas, map.title(), width, height) + PAD;
        canvas.setFont(HOUSE.text());
        FontMetrics metrics = canvas.getFontMetrics();
        List<Tick> key = scale.ticks(Math.max(2, (height - top - 60) / 30));
        double right = KEY
                + 4 * PAD
                + metrics.getHeight()
                + key.stream()
                        .mapToDouble(tick -> metrics.stringWidth(tick.text() + tick.raised()))
                        .max()
                        .orElse(0);
        List<String> rows = rowNames(metrics, width);
        double left = HOUSE.margin()
                + metrics.getHeight()
                + PAD
                + rows.stream().mapToInt(metrics::stringWidth).max().orElse(0)
                + PAD;
        double bottom = height - HOUSE.margin() - 2.0 * metrics.getHeight() - PAD;
        Rectangle2D area = new Rectangle2D.Double(left, top, width - HOUSE.margin() - right - left, bottom - top);
        int count = map.values().length * map.values()[0].length;
        House.many(canvas, area, count, true, layer -> {
            layer.setFont(HOUSE.text());
            cells(layer, area);
        });
        names(canvas, area, metrics, rows);
        key(canvas, area, key, metrics);
    }

    private void cells(Graphics2D canvas, Rectangle2D area) {
        int rows = map.values().length;
        int columns = map.values()[0].length;
        double wide = area.getWidth() / columns;
        double high = area.getHeight() / rows;
        FontMetrics metrics = canvas.getFontMetrics();
        NumberText format = NumberText.of(
                Arrays.stream(map.values()).flatMapToDouble(Arrays::stream).toArray(), 3);
        boolean written = high >= metrics.getHeight()
                && Arrays.stream(map.values())
                        .flatMapToDouble(Arrays::stream)
                        .allMatch(v -> Double.isNaN(v) || metrics.stringWidth(format.text(v)) <= wide - 4);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double value = map.values()[row][column];
                Color color = Double.isNaN(value) ? NOTHING : Shades.at(scale.share(scale.of(value)));
                Rectangle2D cell = new Rectangle2D.Double(
                        area.getX() + column * wide, area.getY() + row * high, wide + 0.3, high + 0.3);
                canvas.setColor(color);
                canvas.fill(cell);
                if (written && !Double.isNaN(value)) {
                    String text = format.text(value);
                    canvas.setColor(Shades.ink(color));
                    canvas.drawString(text, (float) (cell.getCenterX() - metrics.stringWidth(text) / 2.0), (float)
                            (cell.getCenterY() + metrics.getAscent() / 2.0 - 1.5));
                }
            }
        }
    }

    private List<String> rowNames(FontMetrics metrics, int width) {
        return map.y().names().stream()
                .map(name -> House.cut(name, metrics, width * 0.35))
                .toList();
    }

    /// Of the columns' names as many as there is room for.
    private void names(Graphics2D canvas, Rectangle2D area, FontMetrics metrics, List<String> rows) {
        canvas.setColor(House.INK);
        List<String> columns = map.x().names().stream()
                .map(name -> House.cut(
                        name,
                        metrics,
                        Math.max(MOST_COLUMN, area.getWidth() / map.x().names().size() - PAD)))
                .toList();
        double high = area.getHeight() / rows.size();
        double wide = area.getWidth() / columns.size();
        int rowStride = Math.max(1, (int) Math.ceil(metrics.getHeight() / high));
        int widest = columns.stream().mapToInt(metrics::stringWidth).max().orElse(1);
        int columnStride = Math.max(1, (int) Math.ceil((widest + 6) / wide));
        for (int row = 0; row < rows.size(); row += rowStride) {
            canvas.drawString(rows.get(row), (float) (area.getX() - PAD - metrics.stringWidth(rows.get(row))), (float)
                    (area.getY() + (row + 0.5) * high + metrics.getAscent() / 2.0 - 1.5));
        }
        for (int column = 0; column < columns.size(); column += columnStride) {
            canvas.drawString(
                    columns.get(column),
                    (float) (area.getX() + (column + 0.5) * wide - metrics.stringWidth(columns.get(column)) / 2.0),
                    (float) (area.getMaxY() + metrics.getAscent() + 3));
        }
        String below = map.x().text();
        canvas.drawString(below, (float) (area.getCenterX() - metrics.stringWidth(below) / 2.0), (float)
                (area.getMaxY() + metrics.getHeight() + metrics.getAscent() + PAD));
        House.upwards(canvas, map.y().text(), HOUSE.margin() + metrics.getAscent(), area.getCenterY());
    }

    private void key(Graphics2D canvas, Rectangle2D area, List<Tick> ticks, FontMetrics metrics) {
        double left = area.getMaxX() + 2 * PAD;
        double step = area.getHeight() / STEPS;
        for (int i = 0; i < STEPS; i++) {
            canvas.setColor(Shades.at((i + 0.5) / STEPS));
            canvas.fill(new Rectangle2D.Double(left, area.getMaxY() - (i + 1) * step, KEY, step + 0.3));
        }
        canvas.setColor(House.INK);
        canvas.setStroke(new BasicStroke(1));
        double widest = 0;
        for (Tick tick : ticks) {
            double at = area.getMaxY() - scale.share(tick.at()) * area.getHeight();
            canvas.draw(new Line2D.Double(left + KEY, at, left + KEY + (tick.major() ? 4 : 2), at));
            canvas.drawString(tick.text(), (float) (left + KEY + PAD), (float) (at + metrics.getAscent() / 2.0 - 1.5));
            if (!tick.raised().isEmpty()) {
                canvas.setFont(HOUSE.text().deriveFont(9f));
                canvas.drawString(
                        tick.raised(), (float) (left + KEY + PAD + metrics.stringWidth(tick.text())), (float) at);
                canvas.setFont(HOUSE.text());
            }
            widest = Math.max(widest, metrics.stringWidth(tick.text() + tick.raised()));
        }
        House.upwards(
                canvas, map.value().text(), left + KEY + 2 * PAD + widest + metrics.getAscent(), area.getCenterY());
    }
}
