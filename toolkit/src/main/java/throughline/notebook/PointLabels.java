package throughline.notebook;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/// Names beside points, each on the first of its sides where it hides no point, no line and no other name, and left
/// out where there is none.
final class PointLabels {
    private static final double GAP = 7;

    private final Graphics2D canvas;
    private final FontMetrics metrics;
    private final Rectangle2D area;
    private final List<Rectangle2D> taken = new ArrayList<>();
    private final List<Line2D> lines = new ArrayList<>();

    PointLabels(Graphics2D canvas, Font font, Rectangle2D area) {
        this.canvas = canvas;
        this.area = area;
        canvas.setFont(font);
        metrics = canvas.getFontMetrics();
    }

    /// Keeps names off a point.
    void avoid(Point2D point) {
        taken.add(new Rectangle2D.Double(point.getX() - 4, point.getY() - 4, 8, 8));
    }

    /// Keeps names off a line.
    void avoid(Point2D from, Point2D to) {
        if (Double.isFinite(from.distance(to))) {
            lines.add(new Line2D.Double(from, to));
        }
    }

    void write(String name, Point2D point) {
        double width = metrics.stringWidth(name);
        double height = metrics.getAscent();
        double[][] corners = {
            {point.getX() + GAP, point.getY() - height / 2},
            {point.getX() - GAP - width, point.getY() - height / 2},
            {point.getX() - width / 2, point.getY() - GAP - height},
            {point.getX() - width / 2, point.getY() + GAP - 2},
            {point.getX() - GAP - width, point.getY() - GAP - height},
            {point.getX() + GAP, point.getY() + GAP - 2}
        };
        for (double[] corner : corners) {
            Rectangle2D place = new Rectangle2D.Double(corner[0], corner[1], width, height);
            if (!name.isEmpty()
                    && area.contains(place)
                    && taken.stream().noneMatch(place::intersects)
                    && lines.stream().noneMatch(line -> line.intersects(place))) {
                taken.add(place);
                canvas.setColor(House.INK);
                canvas.drawString(name, (float) corner[0], (float) (corner[1] + height - 2));
                return;
            }
        }
    }
}
