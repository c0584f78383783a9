package throughline.notebook;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import tech.tablesaw.api.Table;
import throughline.data.Drawing;
import throughline.data.Heatmap;
import throughline.data.Multiples;
import throughline.data.Plot;
import throughline.data.SwimLanes;
import throughline.spec.BadInput;

/// A drawing in the house style: colours that colour-blind readers can tell apart, units on the axes, a light
/// grid, bands behind lines, published points as hollow black marks, and a legend beside the data, never on it.
///
/// Equal drawings give equal bytes on one machine; another machine's fonts may differ.
///
/// @param drawing what to draw
/// @param width   in CSS pixels; the image has twice as many
/// @param height  in CSS pixels; the image has twice as many
public record Figure(Drawing drawing, int width, int height) {
    private static final int SCALE = 2;
    private static final int WIDTH = 720;
    private static final int MOST_HEIGHT = 1_500;
    private static final int LEAST_WIDTH = 200;
    private static final int LEAST_HEIGHT = 150;

    public Figure {
        if (width < LEAST_WIDTH || height < LEAST_HEIGHT) {
            throw new IllegalArgumentException("a figure of %d x %d pixels is too small; %d x %d is the least"
                    .formatted(width, height, LEAST_WIDTH, LEAST_HEIGHT));
        }
        switch (drawing) {
            case Plot plot -> PlotCheck.check(plot);
            case Multiples multiples -> multiples.plots().forEach(PlotCheck::check);
            case SwimLanes lanes -> LanesPainter.check(lanes, width);
            case Heatmap _ -> {}
        }
    }

    /// A figure as wide as a notebook's column.
    ///
    /// @throws IllegalArgumentException when it cannot be drawn: no points, values on a logarithmic axis that are
    /// not positive, a stack with negative pieces or among bars, more stops than fit
    public static Figure of(Drawing drawing) {
        return new Figure(
                drawing,
                WIDTH,
                switch (drawing) {
                    case Plot plot
                    when plot.y().named() ->
                        Math.min(MOST_HEIGHT, 150 + 30 * plot.y().names().size());
                    case Plot _ -> 420;
                    case Heatmap map -> HeatmapPainter.height(map);
                    case Multiples multiples -> MultiplesPainter.height(multiples, WIDTH);
                    case SwimLanes lanes -> Math.max(LEAST_HEIGHT, LanesPainter.height(lanes));
                });
    }

    /// A figure of a table: `Figure.from(table).by("repair").line("time [d]", "wip [lots]")`. Units are taken from the
    /// brackets in the names of columns.
    public static FromTable from(Table table) {
        return new FromTable(table);
    }

    /// This figure under another title, which says what to see.
    public Figure titled(String title) {
        return new Figure(drawing.titled(title), width, height);
    }

    /// This figure in another size.
    ///
    /// @param width  in CSS pixels, 200 or more
    /// @param height in CSS pixels, 150 or more
    public Figure sized(int width, int height) {
        return new Figure(drawing, width, height);
    }

    /// This figure with a logarithmic x axis.
    ///
    /// @throws IllegalArgumentException when it is no plot, or has values there that are not positive
    public Figure logX() {
        return new Figure(plot().on(plot().x().logarithmic(), plot().y()), width, height);
    }

    /// This figure with a logarithmic y axis.
    ///
    /// @throws IllegalArgumentException when it is no plot, or has values there that are not positive
    public Figure logY() {
        return new Figure(plot().on(plot().x(), plot().y().logarithmic()), width, height);
    }

    /// This figure and somebody's published points, which are marked apart from computed ones.
    ///
    /// @throws IllegalArgumentException when it is no plot
    public Figure published(String name, double[] x, double[] y) {
        return new Figure(plot().published(name, x, y), width, height);
    }

    private Plot plot() {
        if (drawing instanceof Plot plot) {
            return plot;
        }
        throw new IllegalArgumentException(
                "figure [%s] is no plot; only plots can be changed so".formatted(drawing.title()));
    }

    /// The figure as PNG, for screens.
    public byte[] png() {
        return Png.ofFigure(image());
    }

    /// The figure as PNG, on axes with room for more than its own series.
    ///
    /// @param all with the axes of this figure, which is a plot, or multiples
    byte[] png(Plot all) {
        return Png.ofFigure(image(canvas -> {
            if (drawing instanceof Multiples multiples) {
                new MultiplesPainter(multiples, all).paint(canvas, width, height);
            } else {
                new PlotPainter(plot(), all, House.FIGURE).paint(canvas, width, height);
            }
        }));
    }

    /// The figure as SVG, for print: text is text, and each line one path.
    public String svg() {
        VectorGraphics2D canvas = new VectorGraphics2D();
        paint(canvas);
        return Svg.text(canvas, width, height);
    }

    /// Writes the figure as what the file's name ends in.
    ///
    /// @param file its name ends in `.png` or `.svg`
    /// @throws BadInput when it ends in something else, or cannot be written
    public void write(Path file) {
        String name = file.getFileName().toString();
        byte[] bytes;
        if (name.endsWith(".png")) {
            bytes = png();
        } else if (name.endsWith(".svg")) {
            bytes = svg().getBytes(StandardCharsets.UTF_8);
        } else {
            throw new BadInput("figure [%s]: the name must end in .png or .svg", file);
        }
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new BadInput(
                    "figure [%s] cannot be written (%s)", file, e.getClass().getSimpleName());
        }
    }

    /// The figure in pixels, twice as many a side as its size says.
    public BufferedImage image() {
        return image(this::paint);
    }

    private BufferedImage image(Consumer<Graphics2D> painting) {
        BufferedImage image = new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        try {
            canvas.scale(SCALE, SCALE);
            canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            canvas.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            canvas.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            painting.accept(canvas);
        } finally {
            canvas.dispose();
        }
        return image;
    }

    private void paint(Graphics2D canvas) {
        switch (drawing) {
            case Plot plot -> new PlotPainter(plot).paint(canvas, width, height);
            case Heatmap map -> new HeatmapPainter(map).paint(canvas, width, height);
            case Multiples multiples -> new MultiplesPainter(multiples).paint(canvas, width, height);
            case SwimLanes lanes -> new LanesPainter(lanes).paint(canvas, width, height);
        }
    }

    /// The figure in words, for where no image is shown.
    public String text() {
        return drawing.text();
    }
}
