package throughline.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.data.Plot.Kind;
import throughline.data.Plot.Series;
import throughline.spec.BadInput;

class FigureTest {
    private static final double[] X = {1, 2, 3};
    private static final double[] Y = {10, 1_000, 100};
    private static final Plot EMPTY = Plot.of("A title", Axis.of("time", "h"), Axis.of("lots", ""));

    @Test
    void equalPlotsGiveEqualBytes() {
        Plot plot = EMPTY.ribbon("ours", X, Y, new double[] {9, 900, 90}, new double[] {11, 1_100, 110})
                .published("theirs", X, Y);
        assertThat(Figure.of(plot).png()).isEqualTo(Figure.of(plot).png());
        assertThat(Figure.of(plot).png())
                .isNotEqualTo(Figure.of(plot.line("more", X, Y)).png());
    }

    @Test
    void hasTwiceThePixelsAndStaysSmallHoweverLongTheSeries() {
        int n = 100_000;
        double[] x = IntStream.range(0, n).asDoubleStream().toArray();
        Figure figure =
                Figure.of(EMPTY.line("noise", x, new Random(1).doubles(n).toArray()));
        assertThat(figure.image().getWidth()).isEqualTo(2 * figure.width());
        assertThat(figure.image().getHeight()).isEqualTo(2 * figure.height());
        assertThat(figure.png()).hasSizeLessThan(150_000);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void drawsEveryKindInItsColourOnEveryScale(Kind kind) {
        for (boolean log : new boolean[] {false, true}) {
            Plot plot = Plot.of("A title", new Axis("x", "", log), new Axis("y", "s", log))
                    .with(new Series("series", kind, X, Y, null, null, false));
            assertThat(pixels(Figure.of(plot), new Color(0x0072b2))).isGreaterThan(50);
        }
    }

    @Test
    void publishedPointsAreBlackOnly() {
        Figure figure = Figure.of(EMPTY.published("theirs", X, Y));
        assertThat(pixels(figure, new Color(0x0072b2))).isZero();
        assertThat(pixels(figure, Color.BLACK)).isGreaterThan(20);
    }

    @Test
    void oneSeriesNeedsNoLegend() {
        Look look = Look.of(EMPTY.line("a", X, Y).series()).getFirst();
        BufferedImage image = new BufferedImage(10, 10, BufferedImage.TYPE_INT_RGB);
        var font = new java.awt.Font("SansSerif", 0, 12);
        var one = new Legend(EMPTY.line("a", X, Y).series(), java.util.List.of(look), font, Color.BLACK);
        assertThat(one.height(image.createGraphics(), 700)).isZero();
    }

    @Test
    void gapsSinglePointsAndConstantsAreDrawn() {
        Plot gap = EMPTY.line("gap", new double[] {0, 1, 2, 3, 4}, new double[] {5, 5, Double.NaN, 5, 5});
        assertThat(Figure.of(gap).png()).isNotEmpty();
        Plot one = EMPTY.points("one", new double[] {0}, new double[] {0});
        assertThat(Figure.of(one).png()).isNotEmpty();
    }

    @Test
    void refusesWhatCannotBeDrawn(@TempDir Path folder) {
        assertThatThrownBy(() -> Figure.of(EMPTY)).hasMessageContaining("[A title] has no points");
        Plot log = Plot.of("t", Axis.of("x", ""), new Axis("loss", "", true)).line("ours", X, new double[] {1, 0, 2});
        assertThatThrownBy(() -> Figure.of(log)).hasMessageContaining("[ours]").hasMessageContaining("[0.0]");
        Figure figure = Figure.of(EMPTY.line("a", X, Y));
        assertThatThrownBy(() -> figure.write(folder.resolve("none/figure.png")))
                .isInstanceOf(BadInput.class);
    }

    private static long pixels(Figure figure, Color color) {
        BufferedImage image = figure.image();
        return IntStream.range(0, image.getWidth() * image.getHeight())
                .filter(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) == color.getRGB())
                .count();
    }
}
