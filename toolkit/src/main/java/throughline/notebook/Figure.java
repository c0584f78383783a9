package throughline.notebook;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import throughline.data.Drawing;
import throughline.data.Plot;
import throughline.data.Plot.Kind;
import throughline.data.Plot.Series;
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

    public Figure {
        if (width < 200 || height < 150) {
            throw new IllegalArgumentException(
                    "a figure of %d x %d pixels is too small; 200 x 150 is the least".formatted(width, height));
        }
        if (drawing instanceof Plot plot) {
            plot.series().forEach(series -> check(plot, series));
            if (plot.series().stream().noneMatch(series -> hasPoints(series))) {
                throw new IllegalArgumentException("plot [%s] has no points to draw".formatted(plot.title()));
            }
        }
    }

    /// A figure as wide as a notebook's column.
    ///
    /// @throws IllegalArgumentException when the plot has no points, or a logarithmic axis values that are not
    /// positive, or pieces of a stack
    public static Figure of(Drawing drawing) {
        return new Figure(
                drawing,
                720,
                switch (drawing) {
                    case Plot plot
                    when plot.y().named() -> 150 + 30 * plot.y().names().size();
                    case Plot _ -> 420;
                    case SwimLanes lanes -> LanesPainter.height(lanes);
                });
    }

    /// The figure as PNG.
    public byte[] png() {
        return Png.bytes(image());
    }

    /// Writes the figure as PNG.
    ///
    /// @throws BadInput when the file cannot be written
    public void write(Path file) {
        byte[] png = png();
        try {
            Files.write(file, png);
        } catch (IOException e) {
            throw new BadInput(
                    "figure [%s] cannot be written (%s)", file, e.getClass().getSimpleName());
        }
    }

    /// The figure in pixels, twice as many a side as its size says.
    public BufferedImage image() {
        BufferedImage image = new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        try {
            canvas.scale(SCALE, SCALE);
            canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            canvas.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            canvas.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            switch (drawing) {
                case Plot plot -> new FigurePainter(plot).paint(canvas, width, height);
                case SwimLanes lanes -> new LanesPainter(lanes).paint(canvas, width, height);
            }
        } finally {
            canvas.dispose();
        }
        return image;
    }

    /// The figure in words, for where no image is shown.
    public String text() {
        return drawing.text();
    }

    private static boolean hasPoints(Series series) {
        return IntStream.range(0, series.x().length)
                .anyMatch(i -> Double.isFinite(series.x()[i]) && Double.isFinite(series.y()[i]));
    }

    private static void check(Plot plot, Series series) {
        if (series.kind() == Kind.STACK && (plot.x().log() || plot.y().log())) {
            throw new IllegalArgumentException(
                    "series [%s] is part of a stack, whose lengths mean nothing on a logarithmic axis; use bars"
                            .formatted(series.name()));
        }
        checkAxis(plot.x(), series, series.x());
        checkAxis(plot.y(), series, series.y());
        if (series.low() != null) {
            checkAxis(plot.y().named() ? plot.x() : plot.y(), series, series.low());
        }
    }

    private static void checkAxis(Plot.Axis axis, Series series, double[] values) {
        double least = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .min()
                .orElse(1);
        if (axis.log() && least <= 0) {
            throw new IllegalArgumentException(
                    "series [%s] has the value [%s] on the logarithmic axis [%s]; values there must be positive"
                            .formatted(series.name(), least, axis.label()));
        }
    }
}
