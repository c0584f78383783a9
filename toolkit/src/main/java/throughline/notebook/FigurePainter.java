package throughline.notebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
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
final class FigurePainter {
    private static final int MARGIN = 14;
    private static final Color INK = new Color(0x222222);
    private static final Color CLEAR = new Color(0, 0, 0, 0);
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 15);
    private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private final Plot plot;
    private final List<Look> looks;
    private final Bars bars;
    private final Scale x;
    private final Scale y;

    FigurePainter(Plot plot) {
        this.plot = plot;
        this.looks = Look.of(plot.series());
        this.bars = new Bars(plot);
        boolean lying = plot.y().named();
        this.x = scale(plot.x(), lying, false);
        this.y = scale(plot.y(), !lying, true);
    }

    /// @param values   whether this is the axis of values, on which bars stand
    /// @param vertical whether it goes up, so that its names go down
    private Scale scale(Plot.Axis axis, boolean values, boolean vertical) {
        if (axis.named()) {
            return Scale.ofPlaces(axis.names().size(), vertical);
        }
        DoubleStream shown = IntStream.range(0, plot.series().size())
                .boxed()
                .flatMapToDouble(
                        i -> values ? bars.heights(i) : bars.ends(plot.series().get(i)));
        return Scale.around(axis.log(), shown, values && bars.any());
    }

    void paint(Graphics2D canvas, int width, int height) {
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, width, height);
        int inner = width - 2 * MARGIN;
        int top = title(canvas, inner);
        Legend legend = new Legend(plot.series(), looks, TEXT, INK);
        int bottom = height - MARGIN - legend.height(canvas, inner);
        legend.paint(canvas, MARGIN, bottom, inner);
        Axes axes = new Axes(
                canvas,
                TEXT,
                x,
                y,
                plot.x().named() ? names(plot.x(), x) : plot.y().named() ? List.of() : bars.ticks(x),
                names(plot.y(), y),
                new Rectangle2D.Double(MARGIN, top, inner, bottom - top - 4));
        axes.grid(canvas);
        data(canvas, axes.area());
        axes.frame(canvas, plot.x().text(), plot.y().text());
    }

    /// Writes the title in as many lines as it takes.
    ///
    /// @return where the axes may begin
    private int title(Graphics2D canvas, int width) {
        canvas.setFont(TITLE);
        canvas.setColor(INK);
        FontMetrics metrics = canvas.getFontMetrics();
        int baseline = MARGIN;
        for (String line : wrapped(plot.title(), metrics, width)) {
            canvas.drawString(line, MARGIN, baseline + metrics.getAscent());
            baseline += metrics.getHeight();
        }
        return baseline;
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
        IntStream.range(0, all.size()).filter(i -> all.get(i).low() != null).forEach(i -> {
            if (all.get(i).kind() == Kind.POINTS) {
                addIntervals(chart, i);
            } else {
                addBand(chart, i);
            }
        });
        IntStream.range(0, all.size()).filter(i -> all.get(i).y().length > 0).forEach(i -> {
            switch (all.get(i).kind()) {
                case LINE, STEP -> addLine(chart, i);
                case POINTS -> addPoints(chart, i);
                case BARS, STACK -> addBars(chart, i);
            }
        });
        Graphics2D inside = (Graphics2D) canvas.create();
        inside.translate(area.getX(), area.getY());
        inside.scale(area.getWidth() / width, area.getHeight() / height);
        chart.paint(inside, width, height);
        inside.dispose();
    }

    private void bare(XYStyler style) {
        style.setLegendVisible(false);
        style.setChartTitleVisible(false);
        style.setAxisTicksVisible(false);
        style.setAxisTitlesVisible(false);
        style.setPlotBorderVisible(false);
        style.setPlotGridLinesVisible(false);
        style.setChartBackgroundColor(CLEAR);
        style.setPlotBackgroundColor(CLEAR);
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
        Line line = new Line(x.of(series.x()), y.of(series.y()));
        Line shown = (series.kind() == Kind.STEP ? line.steps() : line).decimated();
        XYSeries drawn = chart.addSeries("line " + index, shown.x(), shown.y());
        drawn.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
        drawn.setMarker(SeriesMarkers.NONE);
        drawn.setLineColor(looks.get(index).color());
        drawn.setLineStyle(looks.get(index).stroke());
    }

    /// The band as one closed outline: along its upper edge, and back along the lower.
    private void addBand(XYChart chart, int index) {
        Series series = plot.series().get(index);
        Line low = new Line(x.of(series.x()), y.of(series.low())).decimated();
        Line high = new Line(x.of(series.x()), y.of(series.high())).decimated();
        addFilled(
                chart, "band " + index, high.andBackAlong(low), looks.get(index).band());
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
        drawn.setLineColor(CLEAR);
        drawn.setFillColor(color);
    }

    private void addPoints(XYChart chart, int index) {
        Series series = plot.series().get(index);
        XYSeries drawn = chart.addSeries("points " + index, x.of(series.x()), y.of(series.y()));
        drawn.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        Look look = looks.get(index);
        drawn.setMarkerColor(look.color());
        drawn.setMarker(new Marker() {
            @Override
            public void paint(Graphics2D canvas, double across, double down, int size) {
                look.mark(canvas, across, down);
            }
        });
    }
}
