package throughline.notebook;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import throughline.data.Plot;
import throughline.data.Plot.Kind;
import throughline.data.Plot.Series;

/// The names of lines beside their right ends, which reads faster than a legend, where they fit.
///
/// @param plot  whose lines they are
/// @param looks as long as its series
/// @param font  of the names
record EndLabels(Plot plot, List<Look> looks, Font font) {
    private static final int GAP = 6;
    private static final int MOST = 7;
    /// Of the figure's width that names may take.
    private static final double WIDEST = 0.24;

    private static final double FARTHEST = 22;

    /// Whether every series can have its name at its end: there are but a few, all are lines, and their ends lie so far
    /// apart that no name has to move far.
    ///
    /// @param width  of the figure, in pixels
    /// @param height that the y axis will have, in pixels
    boolean fit(Graphics2D canvas, Scale x, Scale y, double width, double height) {
        List<Series> all = plot.series();
        if (all.size() < 2
                || all.size() > MOST
                || width(canvas) > WIDEST * width
                || plot.x().named()) {
            return false;
        }
        boolean lines = !new Bars(plot).grounded()
                && all.stream()
                        .allMatch(series -> (series.kind() == Kind.LINE || series.kind() == Kind.STEP)
                                && !series.published()
                                && last(series) >= 0);
        if (!lines) {
            return false;
        }
        double rightmost = all.stream()
                .mapToDouble(series -> x.share(x.of(series.x()[last(series)])))
                .max()
                .orElse(1);
        boolean endTogether =
                all.stream().allMatch(series -> rightmost - x.share(x.of(series.x()[last(series)])) < 0.02);
        double[] wanted = wanted(y, height);
        double[] placed = placed(canvas, wanted, height);
        return endTogether
                && IntStream.range(0, placed.length).allMatch(i -> Math.abs(placed[i] - wanted[i]) <= FARTHEST);
    }

    /// Pixels to keep free on the right.
    int width(Graphics2D canvas) {
        FontMetrics metrics = canvas.getFontMetrics(font);
        return GAP
                + plot.series().stream()
                        .mapToInt(series -> metrics.stringWidth(series.name()))
                        .max()
                        .orElse(0);
    }

    void paint(Graphics2D canvas, Scale y, Rectangle2D area) {
        canvas.setFont(font);
        double[] placed = placed(canvas, wanted(y, area.getHeight()), area.getHeight());
        for (int i = 0; i < placed.length; i++) {
            canvas.setColor(looks.get(i).color());
            canvas.drawString(
                    plot.series().get(i).name(), (float) area.getMaxX() + GAP, (float) (area.getY() + placed[i] + 4));
        }
    }

    private static int last(Series series) {
        return IntStream.range(0, series.y().length)
                .map(i -> series.y().length - 1 - i)
                .filter(i -> Double.isFinite(series.y()[i]))
                .findFirst()
                .orElse(-1);
    }

    /// Where the lines end, in pixels from the top.
    private double[] wanted(Scale y, double height) {
        return plot.series().stream()
                .mapToDouble(series -> height * (1 - y.share(y.of(series.y()[last(series)]))))
                .toArray();
    }

    /// Where the names go: in the order of the ends, none on another, each as near to its end as a push from above and
    /// one from below leave it.
    private double[] placed(Graphics2D canvas, double[] wanted, double height) {
        double line = canvas.getFontMetrics(font).getHeight();
        int[] order = IntStream.range(0, wanted.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> wanted[i]))
                .mapToInt(i -> i)
                .toArray();
        int n = order.length;
        double[] down = new double[n];
        double[] up = new double[n];
        for (int k = 0; k < n; k++) {
            down[k] = Math.max(wanted[order[k]], k == 0 ? 0 : down[k - 1] + line);
            int back = n - 1 - k;
            up[back] = Math.min(wanted[order[back]], k == 0 ? height : up[back + 1] - line);
        }
        double[] placed = new double[n];
        double above = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < n; k++) {
            above = Math.max((down[k] + up[k]) / 2, above + line);
            placed[order[k]] = above;
        }
        return placed;
    }
}
