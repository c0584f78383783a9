package throughline.notebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/// Both axes of a figure: where the data go, the grid behind them, numbers and titles beside them. XChart's own axes
/// give a logarithmic scale within one decade no round numbers, so these are ours.
final class Axes {
    private static final Color INK = new Color(0x222222);
    private static final Color GRID = new Color(0xe6e6e6);
    private static final Color ZERO = new Color(0x888888);
    private static final int TICK = 4;
    private static final int MINOR = 2;
    private static final int PAD = 5;
    private static final int WIDEST_LABEL = 64;
    private static final int ROW = 34;
    /// Of the figure's width or height that one name may take.
    private static final double MOST_NAME = 0.45;

    private static final double LEAST_AREA = 40;
    private static final double SLANT = Math.toRadians(35);

    private final Font font;
    private final Font small;
    private final Scale x;
    private final Scale y;
    private final List<Tick> columns;
    private final List<Tick> rows;
    private final Rectangle2D area;
    private final boolean named;
    private final boolean slanted;
    private final double below;
    private final List<Tick> namedX;

    /// @param namedX the only x to mark; none to mark round ones
    /// @param namedY the only y to mark; none to mark round ones
    /// @param outer  where axes, numbers and titles have to fit
    Axes(Graphics2D canvas, Font font, Scale x, Scale y, List<Tick> namedX, List<Tick> namedY, Rectangle2D outer) {
        this.font = font;
        this.small = font.deriveFont(font.getSize2D() * 0.75f);
        this.x = x;
        this.y = y;
        FontMetrics metrics = canvas.getFontMetrics(font);
        int line = metrics.getHeight();
        this.namedX = cut(namedX, metrics, outer.getHeight() * MOST_NAME);
        double longest = this.namedX.stream()
                .mapToDouble(tick -> width(canvas, tick))
                .max()
                .orElse(0);
        this.slanted = longest + PAD > (outer.getWidth() - 2.0 * line) / Math.max(1, namedX.size());
        double names = slanted ? Math.min(longest * Math.sin(SLANT), outer.getHeight() / 2) + line / 2.0 : line;
        double bottom = names + line + TICK + 2 * PAD;
        this.below = names;
        this.rows = namedY.isEmpty()
                ? y.ticks(Math.max(3, (int) ((outer.getHeight() - bottom) / ROW)))
                : cut(namedY, metrics, outer.getWidth() * MOST_NAME);
        this.named = !namedY.isEmpty();
        double widest =
                rows.stream().mapToDouble(tick -> width(canvas, tick)).max().orElse(0);
        double left =
                Math.max((named ? 0 : line + PAD) + widest + TICK + PAD, slanted ? Math.cos(SLANT) * longest * 0.8 : 0);
        this.area = new Rectangle2D.Double(
                outer.getX() + left,
                outer.getY() + line / 2.0,
                outer.getWidth() - left - PAD,
                outer.getHeight() - bottom - line / 2.0);
        int most = Math.max(2, (int) (area.getWidth() / WIDEST_LABEL));
        this.columns = namedX.isEmpty() ? x.ticks(most) : this.namedX;
        if (area.getWidth() < LEAST_AREA || area.getHeight() < LEAST_AREA) {
            throw new IllegalArgumentException(
                    "names and legend leave no room for the data; make the figure larger, or its names shorter or fewer");
        }
    }

    private static List<Tick> cut(List<Tick> names, FontMetrics metrics, double width) {
        return names.stream()
                .map(tick -> new Tick(tick.at(), House.cut(tick.text(), metrics, width), tick.raised()))
                .toList();
    }

    /// Where the data go.
    Rectangle2D area() {
        return area;
    }

    /// What lies behind the data.
    void grid(Graphics2D canvas) {
        canvas.setStroke(new BasicStroke(1));
        canvas.setColor(GRID);
        columns.stream()
                .filter(tick -> tick.major() && namedX.isEmpty())
                .forEach(tick ->
                        canvas.draw(new Line2D.Double(across(tick), area.getMinY(), across(tick), area.getMaxY())));
        if (named) {
            zero(canvas);
        } else {
            rows.stream()
                    .filter(Tick::major)
                    .forEach(
                            tick -> canvas.draw(new Line2D.Double(area.getMinX(), up(tick), area.getMaxX(), up(tick))));
        }
    }

    /// Where values on both sides of zero stand beside names, zero is what they are compared with.
    private void zero(Graphics2D canvas) {
        double share = x.share(0);
        if (!x.log() && share > 0 && share < 1) {
            canvas.setColor(ZERO);
            double at = area.getMinX() + share * area.getWidth();
            canvas.draw(new Line2D.Double(at, area.getMinY(), at, area.getMaxY()));
        }
    }

    /// What lies over the data and beside them.
    void frame(Graphics2D canvas, String titleX, String titleY) {
        canvas.setStroke(new BasicStroke(1));
        canvas.setColor(INK);
        canvas.draw(new Line2D.Double(area.getMinX(), area.getMaxY(), area.getMaxX(), area.getMaxY()));
        canvas.draw(new Line2D.Double(area.getMinX(), area.getMinY(), area.getMinX(), area.getMaxY()));
        FontMetrics metrics = canvas.getFontMetrics(font);
        for (Tick tick : columns) {
            double length = tick.major() ? TICK : MINOR;
            canvas.draw(new Line2D.Double(across(tick), area.getMaxY(), across(tick), area.getMaxY() + length));
            double baseline = area.getMaxY() + TICK + PAD / 2.0 + metrics.getAscent();
            if (slanted) {
                slant(canvas, tick, metrics);
            } else {
                label(canvas, tick, across(tick) - width(canvas, tick) / 2, baseline);
            }
        }
        double room = named ? area.getHeight() / rows.size() : metrics.getHeight();
        int stride = Math.max(1, (int) Math.ceil((metrics.getAscent() + 1) / room));
        for (int row = 0; row < rows.size(); row += stride) {
            Tick tick = rows.get(row);
            double length = named ? 0 : tick.major() ? TICK : MINOR;
            canvas.draw(new Line2D.Double(area.getMinX() - length, up(tick), area.getMinX(), up(tick)));
            double baseline = up(tick) + metrics.getAscent() / 2.0 - 1.5;
            label(canvas, tick, area.getMinX() - TICK - PAD - width(canvas, tick), baseline);
        }
        titles(canvas, metrics, titleX, titleY);
    }

    private void titles(Graphics2D canvas, FontMetrics metrics, String wholeX, String wholeY) {
        String titleX = House.cut(wholeX, metrics, area.getWidth());
        String titleY = House.cut(wholeY, metrics, area.getHeight());
        canvas.setFont(font);
        float baseline = (float) (area.getMaxY() + TICK + 1.5 * PAD + below + metrics.getAscent());
        canvas.drawString(titleX, (float) (area.getCenterX() - metrics.stringWidth(titleX) / 2.0), baseline);
        if (named) {
            return;
        }
        double widest =
                rows.stream().mapToDouble(tick -> width(canvas, tick)).max().orElse(0);
        House.upwards(
                canvas, titleY, area.getMinX() - TICK - 2 * PAD - widest - metrics.getDescent(), area.getCenterY());
    }

    /// A name too long for its place, ending at its mark.
    private void slant(Graphics2D canvas, Tick tick, FontMetrics metrics) {
        canvas.setFont(font);
        House.at(
                canvas,
                across(tick) + PAD / 2.0,
                area.getMaxY() + TICK + metrics.getAscent() * 0.8,
                -SLANT,
                () -> canvas.drawString(tick.text(), -metrics.stringWidth(tick.text()), 0));
    }

    private double across(Tick tick) {
        return area.getMinX() + x.share(tick.at()) * area.getWidth();
    }

    private double up(Tick tick) {
        return area.getMaxY() - y.share(tick.at()) * area.getHeight();
    }

    private double width(Graphics2D canvas, Tick tick) {
        return canvas.getFontMetrics(font).stringWidth(tick.text())
                + canvas.getFontMetrics(small).stringWidth(tick.raised());
    }

    private void label(Graphics2D canvas, Tick tick, double left, double baseline) {
        canvas.setFont(font);
        canvas.drawString(tick.text(), (float) left, (float) baseline);
        double raisedLeft = left + canvas.getFontMetrics().stringWidth(tick.text());
        canvas.setFont(small);
        canvas.drawString(tick.raised(), (float) raisedLeft, (float) (baseline - font.getSize2D() * 0.4));
    }
}
