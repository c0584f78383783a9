package throughline.notebook;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;

/// The look that all figures share: ink, letters and margins.
///
/// @param title  of the figure
/// @param text   of everything else
/// @param margin around it, in CSS pixels
record House(Font title, Font text, int margin) {
    static final Color INK = new Color(0x222222);
    static final Color SOFT = new Color(0x666666);
    static final Color CLEAR = new Color(0, 0, 0, 0);

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
