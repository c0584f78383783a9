package throughline.notebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.function.IntFunction;
import throughline.data.Plot.Kind;
import throughline.data.Plot.Series;

/// Pieces of a Gantt chart: filled ones with their labels, hatches that let through what is below, thin dark strips.
///
/// @param series whose pieces they are
/// @param font   of the labels
record Pieces(Series series, Font font) {
    private static final Color VEIL = new Color(255, 255, 255, 165);
    private static final Color HATCH = new Color(0x33, 0x33, 0x33, 150);
    private static final Color KEPT = new Color(0xa8a8a8);
    private static final BasicStroke THIN = new BasicStroke(0.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
    private static final double BETWEEN = 5;
    private static final double STRIP = 0.3;
    private static final int PAD = 2;
    /// Of red, green and blue, how bright they seem (ITU-R BT.601).
    private static final double[] BRIGHT = {0.299, 0.587, 0.114};

    /// @param color of filled pieces
    /// @param place where each is
    void paint(Graphics2D canvas, Color color, IntFunction<Rectangle2D> place) {
        for (int i = 0; i < series.x().length; i++) {
            Rectangle2D piece = place.apply(i);
            switch (series.kind()) {
                case HATCHES -> hatch(canvas, piece);
                case STRIPS -> strip(canvas, piece);
                default -> {
                    canvas.setColor(color);
                    canvas.fill(piece);
                    if (!series.labels().isEmpty()) {
                        label(canvas, series.labels().get(i), color, piece);
                    }
                }
            }
        }
    }

    /// What stands for a kind without a colour in the legend.
    static void sample(Graphics2D canvas, Kind kind, Rectangle2D at) {
        if (kind == Kind.HATCHES) {
            canvas.setColor(KEPT);
            canvas.fill(at);
            hatch(canvas, at);
        } else {
            strip(canvas, at);
        }
    }

    private static void strip(Graphics2D canvas, Rectangle2D piece) {
        double thick = STRIP * piece.getHeight();
        canvas.setColor(House.INK);
        canvas.fill(new Rectangle2D.Double(piece.getX(), piece.getCenterY() - thick / 2, piece.getWidth(), thick));
    }

    /// The lines of neighbours meet, as if one hatch lay under holes.
    private static void hatch(Graphics2D canvas, Rectangle2D piece) {
        canvas.setColor(VEIL);
        canvas.fill(piece);
        Path2D lines = new Path2D.Double();
        double width = piece.getWidth();
        double height = piece.getHeight();
        double first = BETWEEN * Math.ceil((piece.getX() - height) / BETWEEN) - piece.getX();
        for (double offset = first; offset < width; offset += BETWEEN) {
            double from = Math.max(0, -offset);
            double to = Math.min(height, width - offset);
            if (to > from) {
                lines.moveTo(piece.getX() + offset + from, piece.getMaxY() - from);
                lines.lineTo(piece.getX() + offset + to, piece.getMaxY() - to);
            }
        }
        canvas.setColor(HATCH);
        canvas.setStroke(THIN);
        canvas.draw(lines);
    }

    private void label(Graphics2D canvas, String text, Color below, Rectangle2D piece) {
        canvas.setFont(font.deriveFont(font.getSize2D() - 1));
        FontMetrics metrics = canvas.getFontMetrics();
        double width = metrics.stringWidth(text);
        if (text.isEmpty() || width + PAD > piece.getWidth() || metrics.getAscent() > piece.getHeight()) {
            return;
        }
        double bright = BRIGHT[0] * below.getRed() + BRIGHT[1] * below.getGreen() + BRIGHT[2] * below.getBlue();
        canvas.setColor(bright < 140 ? Color.WHITE : House.INK);
        canvas.drawString(text, (float) (piece.getCenterX() - width / 2), (float)
                (piece.getCenterY() + metrics.getAscent() / 2.0 - 1.5));
    }
}
