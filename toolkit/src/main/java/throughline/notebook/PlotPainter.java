package throughline.notebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import throughline.data.Plot;
import throughline.data.Plot.Kind;
import throughline.data.Plot.Series;

/// One plot on one canvas: the title above, the legend below, and XChart's axes and lines between.
final class PlotPainter {
    private static final int GROUP = 70;
    private static final int FEW = 150;

    private final Plot plot;
    private final House house;
    private final List<Look> looks;
    private final Bars bars;
    private final Scale x;
    private final Scale y;

    PlotPainter(Plot plot) {
        this(plot, plot, House.FIGURE);
    }

    /// @param all what the axes must have room for; the plot itself, or more
    PlotPainter(Plot plot, Plot all, House house) {
        this.plot = plot;
        this.house = house;
        this.looks = Look.of(plot.series());
        this.bars = new Bars(plot);
        boolean lying = plot.y().named();
        this.x = scale(all, plot.x(), lying, false);
        this.y = scale(all, plot.y(), !lying, true);
    }

    /// @param values   whether this is the axis of values, on which bars stand
    /// @param vertical whether it goes up, so that its names go down
    private static Scale scale(Plot all, Plot.Axis axis, boolean values, boolean vertical) {
        if (axis.named()) {
            return Scale.ofPlaces(axis.names().size(), vertical);
        }
        Bars bars = new Bars(all);
        DoubleStream shown = IntStream.range(0, all.series().size())
                .boxed()
                .flatMapToDouble(
                        i -> values ? bars.heights(i) : bars.ends(all.series().get(i)));
        return Scale.around(axis.log(), shown, values && bars.grounded());
    }

    void paint(Graphics2D canvas, int width, int height) {
        int margin = house.margin();
        int top = house.begin(canvas, plot.title(), width, height);
        int inner = width - 2 * margin;
        EndLabels ends = new EndLabels(plot, looks, house.text());
        boolean atEnds = house == House.FIGURE && ends.fit(canvas, x, y, width, height - top - 3.0 * margin - 30);
        Legend legend =
                new Legend(atEnds || house == House.PANEL ? List.of() : plot.series(), looks, house.text(), House.INK);
        int bottom = height - margin - legend.height(canvas, inner);
        legend.paint(canvas, margin, bottom, inner);
        Axes axes = new Axes(
                canvas,
                house.text(),
                x,
                y,
                marks(inner),
                names(plot.y(), y),
                new Rectangle2D.Double(margin, top, inner - (atEnds ? ends.width(canvas) : 0), bottom - top - 4));
        axes.grid(canvas);
        data(canvas, axes.area());
        samples(canvas, axes.area());
        axes.frame(canvas, plot.x().text(), plot.y().text());
        pointLabels(canvas, axes.area());
        if (atEnds) {
            ends.paint(canvas, y, axes.area());
        }
    }

    /// Names, or one mark under each group of bars where there is room for all.
    private List<Tick> marks(int width) {
        if (plot.x().named()) {
            return names(plot.x(), x);
        }
        List<Tick> groups = plot.y().named() ? List.of() : bars.ticks(x);
        return groups.size() > width / GROUP ? List.of() : groups;
    }

    private static List<Tick> names(Plot.Axis axis, Scale scale) {
        return IntStream.range(0, axis.names().size())
                .mapToObj(i -> new Tick(scale.of(i), axis.names().get(i), ""))
                .toList();
    }

    /// XChart draws the series, and nothing else, into just this area.
    private void data(Graphics2D canvas, Rectangle2D area) {
        int width = (int) Math.round(area.getWidth());
        int height = (int) Math.round(area.getHeight());
        XYChart chart = new XYChart(width, height);
        bare(chart.getStyler());
        List<Series> all = plot.series();
        IntStream.range(0, all.size())
                .filter(i -> all.get(i).low() != null && !all.get(i).kind().pieces())
                .forEach(i -> {
                    if (all.get(i).kind() == Kind.POINTS) {
                        addIntervals(chart, i);
                    } else {
                        addBand(chart, i);
                    }
                });
        IntStream.range(0, all.size()).filter(i -> all.get(i).y().length > 0).forEach(i -> {
            switch (all.get(i).kind()) {
                case LINE, STEP -> addLine(chart, i);
                case POINTS -> {
                    if (all.get(i).x().length <= House.MANY) {
                        addPoints(chart, i);
                    }
                }
                case BARS, STACK -> addBars(chart, i);
                case SPANS, HATCHES, STRIPS, BOXES -> {}
            }
        });
        House.at(canvas, area.getX(), area.getY(), 0, () -> {
            Shape clip = canvas.getClip();
            canvas.scale(area.getWidth() / width, area.getHeight() / height);
            chart.paint(canvas, width, height);
            canvas.setClip(clip);
        });
    }

    private void bare(XYStyler style) {
        style.setLegendVisible(false);
        style.setChartTitleVisible(false);
        style.setAxisTicksVisible(false);
        style.setAxisTitlesVisible(false);
        style.setPlotBorderVisible(false);
        style.setPlotGridLinesVisible(false);
        style.setChartBackgroundColor(House.CLEAR);
        style.setPlotBackgroundColor(House.CLEAR);
        style.setPlotMargin(0);
        style.setChartPadding(0);
        style.setPlotContentSize(1);
        style.setXAxisMin(x.low());
        style.setXAxisMax(x.high());
        style.setYAxisMin(y.low());
        style.setYAxisMax(y.high());
    }

    private void addLine(XYChart chart, int index) {
        Series series = plot.series().get(index);
        Line shown = corners(series, series.y());
        XYSeries drawn = chart.addSeries("line " + index, shown.x(), shown.y());
        drawn.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
        drawn.setMarker(SeriesMarkers.NONE);
        drawn.setLineColor(looks.get(index).color());
        drawn.setLineStyle(looks.get(index).stroke());
    }

    private Line corners(Series series, double[] values) {
        Line line = new Line(x.of(series.x()), y.of(values));
        return (series.kind() == Kind.STEP ? line.steps() : line).decimated();
    }

    /// The band as closed outlines, one for each stretch without a gap: along its upper edge, and back along the lower.
    private void addBand(XYChart chart, int index) {
        Series series = plot.series().get(index);
        int n = series.x().length;
        int from = 0;
        while (from < n) {
            int to = from;
            while (to < n && Double.isFinite(series.low()[to]) && Double.isFinite(series.high()[to])) {
                to++;
            }
            if (to > from) {
                Series stretch = stretch(series, from, to);
                addFilled(
                        chart,
                        "band %d from %d".formatted(index, from),
                        corners(stretch, stretch.high()).andBackAlong(corners(stretch, stretch.low())),
                        looks.get(index).band());
            }
            from = Math.max(to, from) + 1;
        }
    }

    private static Series stretch(Series series, int from, int to) {
        return new Series(
                series.name(),
                series.kind(),
                Arrays.copyOfRange(series.x(), from, to),
                Arrays.copyOfRange(series.y(), from, to),
                Arrays.copyOfRange(series.low(), from, to),
                Arrays.copyOfRange(series.high(), from, to),
                series.published());
    }

    /// All intervals of a series as one line with gaps.
    private void addIntervals(XYChart chart, int index) {
        Series series = plot.series().get(index);
        boolean lying = plot.y().named();
        int n = series.x().length;
        double[] across = new double[3 * n];
        double[] up = new double[3 * n];
        for (int i = 0; i < n; i++) {
            double low = (lying ? x : y).of(series.low()[i]);
            double high = (lying ? x : y).of(series.high()[i]);
            double place = lying ? y.of(series.y()[i]) : x.of(series.x()[i]);
            for (int end = 0; end < 3; end++) {
                double value = end == 0 ? low : high;
                across[3 * i + end] = lying ? value : place;
                up[3 * i + end] = end == 2 ? Double.NaN : lying ? place : value;
            }
        }
        XYSeries drawn = chart.addSeries("intervals " + index, across, up);
        drawn.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
        drawn.setMarker(SeriesMarkers.NONE);
        drawn.setLineColor(looks.get(index).color());
        drawn.setLineStyle(new BasicStroke(2.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
    }

    private void addBars(XYChart chart, int index) {
        addFilled(
                chart,
                "bars " + index,
                bars.outline(index, x, y),
                looks.get(index).color());
    }

    private static void addFilled(XYChart chart, String name, Line outline, Color color) {
        XYSeries drawn = chart.addSeries(name, outline.x(), outline.y());
        drawn.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
        drawn.setMarker(SeriesMarkers.NONE);
        drawn.setLineStyle(SeriesLines.NONE);
        drawn.setLineColor(House.CLEAR);
        drawn.setFillColor(color);
    }

    private void addPoints(XYChart chart, int index) {
        Series series = plot.series().get(index);
        XYSeries drawn = chart.addSeries("points " + index, x.of(series.x()), y.of(series.y()));
        drawn.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        Look look = looks.get(index);
        boolean few = series.x().length <= FEW;
        drawn.setMarkerColor(look.color());
        drawn.setMarker(new Marker() {
            @Override
            public void paint(Graphics2D canvas, double across, double down, int size) {
                look.mark(canvas, across, down, few);
            }
        });
    }

    /// What XChart cannot draw: spans and boxes.
    private void samples(Graphics2D canvas, Rectangle2D area) {
        for (int i = 0; i < plot.series().size(); i++) {
            Series series = plot.series().get(i);
            Look look = looks.get(i);
            int n = series.x().length;
            switch (series.kind()) {
                case SPANS, HATCHES, STRIPS ->
                    House.many(canvas, area, n, false, layer -> new Pieces(series, house.text())
                            .paint(layer, look.color(), each -> piece(area, series, each)));
                case BOXES -> House.many(canvas, area, n, false, layer -> boxes(layer, area, series, look));
                case LINE -> lone(canvas, area, series, look);
                case POINTS -> {
                    if (n > House.MANY) {
                        House.many(canvas, area, n, false, layer -> dense(layer, area, series, look));
                    }
                }
                default -> {}
            }
        }
    }

    private void dense(Graphics2D canvas, Rectangle2D area, Series series, Look look) {
        for (int i = 0; i < series.x().length; i++) {
            if (Double.isFinite(series.x()[i]) && Double.isFinite(series.y()[i])) {
                Point2D point = at(area, x.of(series.x()[i]), y.of(series.y()[i]));
                look.mark(canvas, point.getX(), point.getY(), false);
            }
        }
    }

    /// A value between two gaps is no line, but it is there.
    private void lone(Graphics2D canvas, Rectangle2D area, Series series, Look look) {
        double[] values = series.y();
        for (int i = 0; i < values.length; i++) {
            boolean before = i > 0 && Double.isFinite(values[i - 1]);
            boolean after = i + 1 < values.length && Double.isFinite(values[i + 1]);
            if (Double.isFinite(values[i]) && !before && !after) {
                Point2D point = at(area, x.of(series.x()[i]), y.of(values[i]));
                look.mark(canvas, point.getX(), point.getY(), false);
            }
        }
    }

    private Rectangle2D piece(Rectangle2D area, Series series, int i) {
        double thick = 0.7 * area.getHeight() / (y.high() - y.low());
        Point2D from = at(area, x.of(series.low()[i]), y.of(series.y()[i]));
        Point2D to = at(area, x.of(series.high()[i]), y.of(series.y()[i]));
        return new Rectangle2D.Double(
                from.getX(), from.getY() - thick / 2, Math.max(0.5, to.getX() - from.getX()), thick);
    }

    private void boxes(Graphics2D canvas, Rectangle2D area, Series series, Look look) {
        boolean lying = plot.y().named();
        double[] places = lying ? series.y() : series.x();
        double[] values = lying ? series.x() : series.y();
        long before = plot.series().stream()
                .filter(s -> s.kind() == Kind.BOXES)
                .takeWhile(s -> s != series)
                .count();
        long all = plot.series().stream().filter(s -> s.kind() == Kind.BOXES).count();
        for (double place : Arrays.stream(places).distinct().toArray()) {
            double[] sample = IntStream.range(0, values.length)
                    .filter(i -> places[i] == place && Double.isFinite(values[i]))
                    .mapToDouble(i -> values[i])
                    .toArray();
            if (sample.length > 0) {
                double middle = place + (before - (all - 1) / 2.0) * 0.8 / all;
                new Box(sample)
                        .paint(
                                canvas,
                                look,
                                0.3 / all,
                                middle,
                                (along, value) -> lying
                                        ? at(area, x.of(value), y.of(along))
                                        : at(area, x.of(along), y.of(value)));
            }
        }
    }

    private void pointLabels(Graphics2D canvas, Rectangle2D area) {
        PointLabels names =
                new PointLabels(canvas, house.text().deriveFont(house.text().getSize2D() - 1), area);
        List<Series> points = plot.series().stream()
                .filter(series -> series.kind() == Kind.POINTS)
                .toList();
        if (points.stream().allMatch(series -> series.labels().isEmpty())) {
            return;
        }
        points.forEach(series -> IntStream.range(0, series.x().length)
                .forEach(i -> names.avoid(at(area, x.of(series.x()[i]), y.of(series.y()[i])))));
        plot.series().stream()
                .filter(series -> series.kind() == Kind.LINE || series.kind() == Kind.STEP)
                .map(series -> corners(series, series.y()))
                .forEach(line -> IntStream.range(1, line.x().length)
                        .forEach(i -> names.avoid(
                                at(area, line.x()[i - 1], line.y()[i - 1]), at(area, line.x()[i], line.y()[i]))));
        points.forEach(series -> IntStream.range(0, series.labels().size())
                .forEach(i -> names.write(series.labels().get(i), at(area, x.of(series.x()[i]), y.of(series.y()[i])))));
    }

    private Point2D at(Rectangle2D area, double acrossCoordinate, double upCoordinate) {
        return new Point2D.Double(
                area.getMinX() + x.share(acrossCoordinate) * area.getWidth(),
                area.getMaxY() - y.share(upCoordinate) * area.getHeight());
    }
}
