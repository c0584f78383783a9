package throughline.notebook;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The look that all figures share: ink, letters and margins.
///
/// @param title  of the figure
/// @param text   of everything else
/// @param margin around it, in CSS pixels
record House(Font title, Font text, int margin) {
    static final Color INK = new Color(0x222222);
    static final Color SOFT = new Color(0x666666);
    static final Color CLEAR = new Color(0, 0, 0, 0);

    /// Things that are drawn one by one; beyond, as a picture.
    static final int MANY = 400;

    private static final int FINE = 2;

    /// A figure by itself.
    static final House FIGURE =
            new House(new Font(Font.SANS_SERIF, Font.BOLD, 15), new Font(Font.SANS_SERIF, Font.PLAIN, 12), 14);

    /// One of many plots.
    static final House PANEL =
            new House(new Font(Font.SANS_SERIF, Font.BOLD, 12), new Font(Font.SANS_SERIF, Font.PLAIN, 11), 6);

    /// Fills the whole canvas with white, so that ink can be read on a dark page too, and writes the title in as many
    /// lines as it takes.
    ///
    /// @return the height at which what is below the title may begin
    int begin(Graphics2D canvas, String words, int width, int height) {
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, width, height);
        canvas.setFont(title);
        canvas.setColor(INK);
        FontMetrics metrics = canvas.getFontMetrics();
        int baseline = margin;
        for (String line : wrapped(words, metrics, width - 2 * margin)) {
            canvas.drawString(line, margin, baseline + metrics.getAscent());
            baseline += metrics.getHeight();
        }
        return baseline;
    }

    /// Draws somewhere else on the canvas, and then goes back. A child of the canvas would do, but VectorGraphics2D
    /// does not go back from one.
    static void at(Graphics2D canvas, double x, double y, double turn, Runnable drawing) {
        AffineTransform before = canvas.getTransform();
        canvas.translate(x, y);
        canvas.rotate(turn);
        drawing.run();
        canvas.setTransform(before);
    }

    /// Writes from below upwards, around a height.
    static void upwards(Graphics2D canvas, String text, double baseline, double middle) {
        canvas.setColor(INK);
        float start = -canvas.getFontMetrics().stringWidth(text) / 2f;
        at(canvas, baseline, middle, -Math.PI / 2, () -> canvas.drawString(text, start, 0));
    }

    /// Draws many small things: as they are, or, where each would be an element of a vector graphic and make it too
    /// large to open, as one picture in it.
    ///
    /// @param opaque whether they cover the whole area
    static void many(Graphics2D canvas, Rectangle2D area, int things, boolean opaque, Consumer<Graphics2D> drawing) {
        if (things <= MANY || !(canvas instanceof VectorGraphics2D)) {
            drawing.accept(canvas);
            return;
        }
        int width = (int) Math.ceil(area.getWidth());
        int height = (int) Math.ceil(area.getHeight());
        BufferedImage picture = new BufferedImage(
                FINE * width, FINE * height, opaque ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB);
        Graphics2D inside = picture.createGraphics();
        inside.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        inside.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        inside.scale(FINE, FINE);
        inside.translate(-area.getX(), -area.getY());
        drawing.accept(inside);
        inside.dispose();
        BufferedImage shown = opaque ? Png.indexed(picture, 128) : picture;
        at(canvas, area.getX(), area.getY(), 0, () -> canvas.drawImage(shown, 0, 0, width, height, null));
    }

    /// As much of some words as fits, with an ellipsis for the rest.
    static String cut(String words, FontMetrics metrics, double width) {
        if (metrics.stringWidth(words) <= width) {
            return words;
        }
        int kept = words.length();
        while (kept > 1 && metrics.stringWidth(words.substring(0, kept) + "…") > width) {
            kept--;
        }
        return words.substring(0, kept).strip() + "…";
    }

    private static List<String> wrapped(String text, FontMetrics metrics, int width) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.strip().split("\\s+")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && metrics.stringWidth(longer) > width) {
                lines.add(line);
                line = word;
            } else {
                line = longer;
            }
        }
        lines.add(line);
        return lines;
    }
}
