package throughline.notebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.List;
import throughline.data.SwimLanes;
import throughline.data.SwimLanes.Lane;
import throughline.data.SwimLanes.Stop;

/// A path through lanes: the lanes' names and notes on the left, a box a stop, an arrow from each to the next.
final class LanesPainter {
    private static final int MARGIN = House.FIGURE.margin();
    private static final int PAD = 8;
    private static final int LABELS = 200;
    private static final int NARROWEST = 62;
    private static final int INDENT = 5;
    private static final int ARROW = 18;
    private static final Font NAME = new Font(Font.SANS_SERIF, Font.BOLD, 12);
    private static final Font NOTE = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final int LINE = 15;

    private final SwimLanes lanes;

    LanesPainter(SwimLanes lanes) {
        this.lanes = lanes;
    }

    /// CSS pixels that hold all notes.
    static int height(SwimLanes lanes) {
        return MARGIN + 26 + lanes.lanes().size() * laneHeight(lanes) + MARGIN;
    }

    /// @throws IllegalArgumentException when boxes would be too narrow for their words
    static void check(SwimLanes lanes, int width) {
        int most = (width - LABELS) / NARROWEST;
        if (lanes.stops().size() > most) {
            throw new IllegalArgumentException(
                    "path [%s] has [%d] stops; at most %d fit into %d pixels: draw part of it, or a wider figure"
                            .formatted(lanes.title(), lanes.stops().size(), most, width));
        }
    }

    private static int laneHeight(SwimLanes lanes) {
        int notes = Math.max(
                lanes.lanes().stream()
                        .mapToInt(lane -> lane.notes().size())
                        .max()
                        .orElse(0),
                notes(lanes.stops()));
        return LINE * (notes + 1) + 3 * PAD;
    }

    private static int notes(List<Stop> stops) {
        return stops.stream().mapToInt(stop -> stop.notes().size()).max().orElse(0);
    }

    void paint(Graphics2D canvas, int width, int height) {
        double top = House.FIGURE.begin(canvas, lanes.title(), width, height) + PAD;
        double each = (height - MARGIN - top) / lanes.lanes().size();
        double left = MARGIN + 2 * PAD + widest(canvas, lanes.lanes());
        for (int i = 0; i < lanes.lanes().size(); i++) {
            lane(canvas, i, new Rectangle2D.Double(MARGIN, top + i * each, width - 2 * MARGIN, each));
        }
        stops(
                canvas,
                new Rectangle2D.Double(
                        left, top, width - MARGIN - left, each * lanes.lanes().size()),
                each);
    }

    private static double widest(Graphics2D canvas, List<Lane> lanes) {
        return lanes.stream()
                .mapToDouble(lane -> Math.max(
                        canvas.getFontMetrics(NAME).stringWidth(lane.name()),
                        lane.notes().stream()
                                .mapToInt(canvas.getFontMetrics(NOTE)::stringWidth)
                                .max()
                                .orElse(0)))
                .max()
                .orElse(0);
    }

    private void lane(Graphics2D canvas, int index, Rectangle2D area) {
        canvas.setColor(index % 2 == 0 ? new Color(0xf5f5f5) : Color.WHITE);
        canvas.fill(area);
        Lane lane = lanes.lanes().get(index);
        text(canvas, lane.name(), lane.notes(), area.getX() + PAD, area.getCenterY());
    }

    /// A name and notes below it, around a height.
    private static void text(Graphics2D canvas, String name, List<String> notes, double left, double middle) {
        double baseline = middle - LINE * notes.size() / 2.0 + 4;
        canvas.setColor(House.INK);
        canvas.setFont(NAME);
        canvas.drawString(name, (float) left, (float) baseline);
        canvas.setColor(House.SOFT);
        canvas.setFont(NOTE);
        for (String note : notes) {
            baseline += LINE;
            canvas.drawString(note, (float) left, (float) baseline);
        }
    }

    /// The first arrow comes from outside, the last leads there.
    private void stops(Graphics2D canvas, Rectangle2D area, double each) {
        List<Stop> stops = lanes.stops();
        double column = (area.getWidth() - ARROW) / stops.size();
        double boxHeight = LINE * (notes(stops) + 1) + 2 * PAD;
        double fromX = area.getX();
        double fromY = stops.isEmpty() ? 0 : middle(area, each, stops.getFirst());
        for (int i = 0; i < stops.size(); i++) {
            Stop stop = stops.get(i);
            double boxLeft = area.getX() + i * column + ARROW;
            double middle = middle(area, each, stop);
            Rectangle2D box = new Rectangle2D.Double(boxLeft, middle - boxHeight / 2, column - ARROW, boxHeight);
            arrow(canvas, fromX, fromY, boxLeft, middle);
            box(canvas, stop, box);
            fromX = box.getMaxX();
            fromY = middle;
        }
        arrow(canvas, fromX, fromY, fromX + ARROW, fromY);
    }

    private static double middle(Rectangle2D area, double each, Stop stop) {
        return area.getY() + (stop.lane() + 0.5) * each;
    }

    private void box(Graphics2D canvas, Stop stop, Rectangle2D at) {
        Color color = Look.ofArea(stop.lane());
        RoundRectangle2D shape = new RoundRectangle2D.Double(at.getX(), at.getY(), at.getWidth(), at.getHeight(), 8, 8);
        canvas.setColor(Color.WHITE);
        canvas.fill(shape);
        canvas.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 36));
        canvas.fill(shape);
        canvas.setColor(color);
        canvas.setStroke(new BasicStroke(1.4f));
        canvas.draw(shape);
        Shape clip = canvas.getClip();
        canvas.clip(shape);
        text(canvas, stop.name(), stop.notes(), at.getX() + INDENT, at.getCenterY());
        canvas.setClip(clip);
    }

    private static void arrow(Graphics2D canvas, double fromX, double fromY, double toX, double toY) {
        canvas.setColor(House.INK);
        canvas.setStroke(new BasicStroke(1.4f));
        double tip = 6;
        if (fromY == toY) {
            canvas.draw(new Line2D.Double(fromX, fromY, toX - tip, toY));
        } else {
            double half = (fromX + toX - tip) / 2;
            Path2D path = new Path2D.Double();
            path.moveTo(fromX, fromY);
            path.curveTo(half + tip, fromY, half - tip, toY, toX - tip, toY);
            canvas.draw(path);
        }
        Path2D head = new Path2D.Double();
        head.moveTo(toX, toY);
        head.lineTo(toX - tip - 1, toY - 3.5);
        head.lineTo(toX - tip - 1, toY + 3.5);
        head.closePath();
        canvas.fill(head);
    }
}
