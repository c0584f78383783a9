package throughline.notebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import throughline.data.Plot.Kind;
import throughline.data.Plot.Series;

/// How one series looks, on the plot and in the legend.
///
/// @param color     of its line, marks or bars
/// @param stroke    of its line
/// @param published whether its marks are hollow and black
/// @param shape     of its marks, around the origin
record Look(Color color, BasicStroke stroke, boolean published, Shape shape) {
    /// Okabe and Ito, Color Universal Design (2008), the yellow left out because it vanishes on white.
    private static final List<Color> PALETTE = List.of(
            new Color(0x0072b2),
            new Color(0xd55e00),
            new Color(0x009e73),
            new Color(0xcc79a7),
            new Color(0xe69f00),
            new Color(0x56b4e9),
            new Color(0x666666));

    /// Areas are large enough for the yellow.
    private static final List<Color> FILLS =
            Stream.concat(PALETTE.stream(), Stream.of(new Color(0xf0e442))).toList();

    private static final float[][] DASHES = {null, {7, 4}, {2, 3}};

    private static final List<Shape> SHAPES = List.of(
            new Ellipse2D.Double(-3.5, -3.5, 7, 7),
            new Rectangle2D.Double(-3.2, -3.2, 6.4, 6.4),
            polygon(0, -4.6, 4.6, 0, 0, 4.6, -4.6, 0),
            polygon(0, -4.3, 4.2, 3.2, -4.2, 3.2),
            polygon(0, 4.3, 4.2, -3.2, -4.2, -3.2),
            polygon(
                    -1.5, -4, 1.5, -4, 1.5, -1.5, 4, -1.5, 4, 1.5, 1.5, 1.5, 1.5, 4, -1.5, 4, -1.5, 1.5, -4, 1.5, -4,
                    -1.5, -1.5, -1.5));

    /// One look a series: published series are black and told apart by shape, the others coloured, and dashed from the
    /// eighth on; points and a line of one name, such as runs and the law through them, look as one. Hatches and
    /// strips are dark and take no colour from the others.
    static List<Look> of(List<Series> all) {
        List<Look> looks = new ArrayList<>();
        Map<String, Look> named = new HashMap<>();
        int coloured = 0;
        int published = 0;
        for (Series series : all) {
            if (series.published()) {
                looks.add(new Look(Color.BLACK, stroke(0), true, SHAPES.get(published++ % SHAPES.size())));
            } else if (series.kind() == Kind.HATCHES || series.kind() == Kind.STRIPS) {
                looks.add(new Look(House.INK, stroke(0), false, SHAPES.getFirst()));
            } else if (!area(series) && named.containsKey(series.name())) {
                looks.add(named.get(series.name()));
            } else {
                boolean area = area(series);
                int colours = area ? FILLS.size() : PALETTE.size();
                int round = coloured / colours;
                Color color = area ? ofArea(coloured) : PALETTE.get(coloured % colours);
                Look look = new Look(color, stroke(round % DASHES.length), false, SHAPES.get(round % SHAPES.size()));
                looks.add(look);
                named.put(series.name(), look);
                coloured++;
            }
        }
        return List.copyOf(looks);
    }

    private static boolean area(Series series) {
        return Bars.are(series) || series.kind() == Kind.SPANS;
    }

    /// The colour of an area by its number: from the ninth on a lighter kind, from the seventeenth a darker one.
    static Color ofArea(int number) {
        Color color = FILLS.get(number % FILLS.size());
        return switch (number / FILLS.size() % 3) {
            case 0 -> color;
            case 1 -> mixed(color, 255);
            default -> mixed(color, 0);
        };
    }

    private static Color mixed(Color color, int with) {
        return new Color((color.getRed() + with) / 2, (color.getGreen() + with) / 2, (color.getBlue() + with) / 2);
    }

    /// The colour of the band around its line.
    Color band() {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), 48);
    }

    /// Draws one mark.
    ///
    /// @param rim whether a white rim parts it from its neighbours; where there are many, rims would wipe them out
    void mark(Graphics2D canvas, double x, double y, boolean rim) {
        Shape placed = AffineTransform.getTranslateInstance(x, y).createTransformedShape(shape);
        canvas.setColor(published ? Color.WHITE : color);
        canvas.fill(placed);
        if (published || rim) {
            canvas.setColor(published ? Color.BLACK : Color.WHITE);
            canvas.setStroke(new BasicStroke(published ? 1.4f : 0.6f));
            canvas.draw(placed);
        }
    }

    private static BasicStroke stroke(int dash) {
        return new BasicStroke(
                1.8f,
                DASHES[dash] == null ? BasicStroke.CAP_ROUND : BasicStroke.CAP_BUTT,
                BasicStroke.JOIN_ROUND,
                10,
                DASHES[dash],
                0);
    }

    private static Shape polygon(double... corners) {
        Path2D path = new Path2D.Double();
        path.moveTo(corners[0], corners[1]);
        for (int i = 2; i < corners.length; i += 2) {
            path.lineTo(corners[i], corners[i + 1]);
        }
        path.closePath();
        return path;
    }
}
