package throughline.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import throughline.data.Drawing;
import throughline.data.Heatmap;
import throughline.data.Multiples;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.data.Plot.Kind;
import throughline.data.Plot.Series;
import throughline.data.SwimLanes;
import throughline.fab.MiniFab;
import throughline.fab.MiniFabSpec;
import throughline.spec.BadInput;

class FigureTest {
    private static final double[] X = {1, 2, 3};
    private static final double[] Y = {10, 1_000, 100};
    private static final Color BLUE = new Color(0x0072b2);
    private static final Color INK = new Color(0x222222);
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
        boolean linear = kind == Kind.STACK || kind.pieces();
        for (boolean log : linear ? new boolean[] {false} : new boolean[] {false, true}) {
            Series series = kind.pieces()
                    ? new Series("series", kind, X, X, X, new double[] {2, 3, 4}, false)
                    : new Series("series", kind, X, Y, null, null, false);
            Plot plot = Plot.of("A title", new Axis("x", "", log), new Axis("y", "s", log))
                    .with(series);
            boolean dark = kind == Kind.HATCHES || kind == Kind.STRIPS;
            assertThat(pixels(Figure.of(plot), dark ? INK : BLUE)).isGreaterThan(50);
        }
    }

    /// What is kept is paler than what is used, and can still be told apart; a strip hides less than half of its row.
    @Test
    void hatchesAndStripsLetThroughWhatLiesBelow() {
        double[] row = {0};
        double[] from = {0};
        double[] to = {10};
        Plot used = Plot.of("A title", Axis.of("time", "h"), Axis.of("", List.of("machine")))
                .spans("job", row, from, to, List.of(""));
        long all = pixels(Figure.of(used), BLUE);
        long striped = pixels(Figure.of(used.strips("down", row, from, to)), BLUE);
        assertThat(striped).isBetween(all / 2, all * 4 / 5);
        BufferedImage kept = Figure.of(used.hatches("kept", row, from, to)).image();
        assertThat(pixels(Figure.of(used.hatches("kept", row, from, to)), BLUE)).isLessThan(all / 10);
        assertThat(Arrays.stream(kept.getRGB(0, 0, kept.getWidth(), kept.getHeight(), null, 0, kept.getWidth()))
                        .filter(rgb -> (rgb & 0xff) - (rgb >> 16 & 0xff) > 40)
                        .count())
                .as("pale blue")
                .isGreaterThan(all / 2);
    }

    /// Labels stand inside pieces that have room for them, and leave narrow ones alone.
    @Test
    void piecesAreLabelledWhereThereIsRoom() {
        double[] rows = {0, 0};
        double[] from = {0, 98.5};
        double[] to = {90, 99};
        Plot plot = Plot.of("A title", Axis.of("time", "h"), Axis.of("", List.of("machine")));
        String svg = Figure.of(plot.spans("job", rows, from, to, List.of("wide", "narrow")))
                .svg();
        assertThat(svg).contains(">wide</text>").doesNotContain(">narrow</text>");
    }

    /// Times of schedules are compared: they share one axis from left to right, and one legend names what any shows.
    @Test
    void ganttChartsLieOneUnderTheOther() {
        double[] row = {0};
        double[] from = {0};
        double[] to = {10};
        Plot plot = Plot.of("A title", Axis.of("time", "h"), Axis.of("", List.of("machine")))
                .spans("job", row, from, to);
        Figure one = Figure.of(new Multiples("Two", List.of(plot.titled("before"), plot.titled("after"))));
        Figure more = Figure.of(new Multiples(
                "Three", List.of(plot.titled("a"), plot.titled("b").strips("down", row, from, to), plot.titled("c"))));
        assertThat(more.height()).isGreaterThan(one.height());
        assertThat(more.svg()).contains(">down</text>");
    }

    /// Pieces are as long as their values, whichever way the bars run, and none hides another.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void piecesOfAStackCoverTheirShare(boolean lying) {
        Axis names = Axis.of("", List.of("one", "two", "three"));
        Axis hours = Axis.of("time", "h");
        Plot plot = Plot.of("A title", lying ? hours : names, lying ? names : hours);
        double[] sizes = {2, 4, 0, 6};
        Color[] colors = {new Color(0x0072b2), new Color(0xd55e00), new Color(0x009e73), new Color(0xcc79a7)};
        for (double size : sizes) {
            plot = plot.stack("piece", new double[] {size, size / 2, size});
        }
        Figure figure = Figure.of(plot.with(new Series("legend", Kind.POINTS, X, Y, null, null, true)));
        double unit = pixels(figure, colors[0]) / sizes[0];
        for (int i = 1; i < sizes.length; i++) {
            double expected = unit * sizes[i];
            assertThat((double) pixels(figure, colors[i])).isCloseTo(expected, within(0.15 * expected + 600));
        }
    }

    @Test
    void svgHasRealTextAndOnePathALine() {
        int n = 400;
        double[] x = IntStream.range(0, n).asDoubleStream().toArray();
        Plot plot = EMPTY;
        for (int line = 0; line < 4; line++) {
            plot = plot.line("line " + line, x, new Random(line).doubles(n).toArray());
        }
        String svg = Figure.of(plot).svg();
        assertThat(svg.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(150_000);
        assertThat(svg).contains(">A title</text>", ">time [h]</text>", ">line 3</text>");
        assertThat(svg.split("stroke:rgb\\(0,114,178\\)")).hasSizeBetween(2, 3);
        assertThat(svg)
                .doesNotContainPattern("\\d\\.\\d{3}")
                .isEqualTo(Figure.of(plot).svg());
    }

    /// Numbers in words are words: only coordinates are rounded.
    @Test
    void svgWritesEveryNumberAsItIs() {
        double[] small = {0.001, 0.003, 0.005};
        String svg = Figure.of(Plot.of("Version 1.2345, clip-7", Axis.of("t", "s"), Axis.of("error\u0007", ""))
                        .line("e", X, small))
                .svg();
        assertThat(svg).contains(">Version 1.2345, clip-7<", ">0.0010<", ">0.0050<", ">error <");
    }

    @Test
    void gapsHideNothingBesideThem() {
        int n = 20_000;
        double[] x = IntStream.range(0, n).asDoubleStream().toArray();
        double[] y = IntStream.range(0, n)
                .mapToDouble(i -> i % 10 == 0 ? Double.NaN : Math.sin(i / 500.0))
                .toArray();
        assertThat(pixels(Figure.of(EMPTY.line("gaps", x, y)), BLUE)).isGreaterThan(2_000);
        double[] alternate = {1, Double.NaN, 2, Double.NaN, 3};
        assertThat(pixels(Figure.of(EMPTY.line("lone", new double[] {0, 1, 2, 3, 4}, alternate)), BLUE))
                .isGreaterThan(60);
        double[] five = {0, 1, 2, 3, 4};
        double[] low = {0, 0, Double.NaN, 0, 0};
        double[] high = {5, 5, 5, 5, 5};
        Figure whole = Figure.of(EMPTY.ribbon("band", five, five, new double[5], high));
        Figure broken = Figure.of(EMPTY.ribbon("band", five, five, low, high));
        assertThat(shaded(broken)).isBetween(shaded(whole) / 3, shaded(whole) * 3 / 4);
    }

    /// However much there is to show, both files can be sent by mail.
    @Test
    void nothingGetsTooLarge() {
        int n = 20_000;
        double[] x = new Random(1).doubles(n).toArray();
        double[] y = new Random(2).doubles(n).toArray();
        double[] rows = IntStream.range(0, n).mapToDouble(i -> i % 5).toArray();
        double[] ends = IntStream.range(0, n).mapToDouble(i -> x[i] + 0.01).toArray();
        Axis names = Axis.of("", List.of("a", "b", "c", "d", "e"));
        Axis unit = Axis.of("x", "h");
        double[][] cells = new double[60][60];
        for (int i = 0; i < 3_600; i++) {
            cells[i / 60][i % 60] = x[i];
        }
        Axis sixty = Axis.of("", IntStream.range(0, 60).mapToObj(i -> "n" + i).toList());
        List<Drawing> drawings = List.of(
                Plot.of("points", unit, unit).points("p", x, y),
                Plot.of("spans", unit, names).spans("s", rows, x, ends),
                Plot.of("boxes", names, unit)
                        .boxes(
                                "b",
                                rows,
                                Arrays.stream(y).map(v -> 1 / (v + 1e-3)).toArray()),
                new Heatmap("cells", sixty, sixty, unit, cells));
        for (Drawing drawing : drawings) {
            assertThat(Figure.of(drawing).svg().length()).as(drawing.title()).isLessThan(150_000);
            assertThat(Figure.of(drawing).png().length).as(drawing.title()).isLessThan(150_000);
        }
    }

    @Test
    void longWordsLeaveRoomForTheData() {
        String novel = "a name that goes on and on ".repeat(12);
        Axis names = Axis.of(novel, List.of(novel, "b"));
        Axis hours = Axis.of(novel, "h");
        double[] two = {1, 2};
        for (Plot plot : List.of(
                Plot.of("t", hours, names).bars(novel, two).bars("other", two),
                Plot.of("t", names, hours).bars(novel, two).bars("other", two),
                EMPTY.line(novel, X, Y).line("other", X, new double[] {20, 30, 900}))) {
            assertThat(pixels(Figure.of(plot), BLUE)).isGreaterThan(1_000);
        }
        Figure map = Figure.of(new Heatmap("t", names, names, hours, new double[][] {{1, 2}, {3, 4}}));
        assertThat(pixels(map, new Color(0x440154))).isGreaterThan(10_000);
        Plot crowd = EMPTY;
        for (int i = 0; i < 60; i++) {
            crowd = crowd.line("line number " + i, X, Y);
        }
        Figure small = Figure.of(crowd).sized(300, 200);
        assertThatThrownBy(small::png).hasMessageContaining("no room");
    }

    @Test
    void manyPointsHideNobody() {
        int n = 5_000;
        double[] x = IntStream.range(0, n).mapToDouble(i -> i / 500.0).toArray();
        double[] y = IntStream.range(0, n).mapToDouble(i -> Math.sin(x[i])).toArray();
        assertThat(pixels(Figure.of(EMPTY.points("dense", x, y)), BLUE)).isGreaterThan(5_000);
    }

    /// What is drawn after turned or shifted parts stands where it belongs.
    @Test
    void svgGoesBackFromEveryTurn() {
        Plot plot = EMPTY.line("first", X, Y).line("second", X, new double[] {20, 30, 900});
        String svg = Figure.of(plot).svg();
        String group = svg.substring(svg.lastIndexOf("<g"), svg.indexOf(">second</text>"));
        assertThat(group).startsWith("<g>");
    }

    @Test
    void namesStandAtTheEndsOfLinesWhereTheyFit() {
        Plot apart = EMPTY.line("first", X, Y).line("second", X, new double[] {20, 30, 900});
        Plot together = apart.line("third", X, Y)
                .line("fourth", X, Y)
                .line("fifth", X, Y)
                .line("sixth", X, Y);
        assertThat(Figure.of(apart).svg()).containsPattern("rgb\\(213,94,0\\)[^<]*>second</text>");
        assertThat(Figure.of(together).svg()).containsPattern("rgb\\(34,34,34\\)[^<]*>second</text>");
    }

    @Test
    void longNamesAreAllWritten() {
        List<String> names =
                IntStream.range(0, 14).mapToObj(i -> "configuration " + i).toList();
        Figure figure = Figure.of(Plot.of("t", Axis.of("", names), Axis.of("y", ""))
                .bars("b", IntStream.range(0, 14).asDoubleStream().toArray()));
        assertThat(names).allSatisfy(name -> assertThat(figure.svg()).contains(">" + name + "</text>"));
    }

    @Test
    void anIntervalIsAsLongAsItSays() {
        Plot plot = Plot.of("A title", Axis.of("effect", "h"), Axis.of("", List.of("a", "b")));
        double[] middle = {0, 10};
        int narrow = widest(plot.intervals("effect", middle, new double[] {-1, 9}, new double[] {1, 11}));
        int wide = widest(plot.intervals("effect", middle, new double[] {-1, 5}, new double[] {1, 15}));
        assertThat((double) wide / narrow).isCloseTo(5.0 * 12 / 16, within(0.1));
    }

    /// Pixels of the first colour in the row that has the most.
    private static int widest(Plot plot) {
        BufferedImage image = Figure.of(plot).image();
        return IntStream.range(0, image.getHeight())
                .map(y -> (int) IntStream.range(0, image.getWidth())
                        .filter(x -> (image.getRGB(x, y) & 0xffffff) == 0x0072b2)
                        .count())
                .max()
                .orElse(0);
    }

    @Test
    void namesBelongToOneAxisAndToEachValue() {
        Axis names = Axis.of("", List.of("a", "b"));
        assertThatThrownBy(() -> Plot.of("t", names, names)).hasMessageContaining("both axes");
        assertThatThrownBy(() -> Plot.of("t", names, Axis.of("y", "")).bars("c", X))
                .hasMessageContaining("[3] values for the [2] names");
        assertThatThrownBy(() ->
                        Figure.of(Plot.of("t", names, new Axis("y", "", true)).stack("c", new double[] {1, 2})))
                .hasMessageContaining("stack");
    }

    @Test
    void aPathIsDrawnThroughItsLanes() {
        var lanes = MiniFab.fab(MiniFabSpec.KEMPF).lanes("Pa");
        assertThat(lanes.stops()).extracting(SwimLanes.Stop::name).containsExactly("S1", "S2", "S3", "S4", "S5", "S6");
        assertThat(lanes.stops()).extracting(SwimLanes.Stop::lane).containsExactly(0, 1, 2, 1, 0, 2);
        assertThat(lanes.text()).contains("Diffusion S1 > Implantation S2 > Lithography S3");
        Figure figure = Figure.of(lanes);
        assertThat(figure.png()).hasSizeLessThan(150_000);
        assertThat(pixels(figure, new Color(0x0072b2))).isGreaterThan(500);
        assertThatThrownBy(() -> new SwimLanes("t", List.of(), List.of(new SwimLanes.Stop(0, "S1", List.of()))))
                .hasMessageContaining("lane [0]");
    }

    @Test
    void publishedPointsAreBlackOnly() {
        Figure figure = Figure.of(EMPTY.published("theirs", X, Y));
        assertThat(pixels(figure, new Color(0x0072b2))).isZero();
        assertThat(pixels(figure, Color.BLACK)).isGreaterThan(20);
    }

    @Test
    void pointsAndTheLineThroughThemLookAsOneUnderOneName() {
        Plot plot = EMPTY.line("a", X, Y).points("a", X, Y).line("b", X, Y).published("a", X, Y);
        List<Look> looks = Look.of(plot.series());
        assertThat(looks.get(1)).isEqualTo(looks.getFirst());
        assertThat(looks.get(2).color()).isNotEqualTo(looks.getFirst().color());
        assertThat(looks.get(3).published()).isTrue();
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
        assertThatThrownBy(() -> figure.write(folder.resolve("figure.jpg"))).hasMessageContaining(".svg");
        Axis names = Axis.of("", List.of("a", "b"));
        Plot named = Plot.of("t", Axis.of("y", ""), names);
        double[] two = {1, 2};
        assertThatThrownBy(() -> Figure.of(named.stack("s", new double[] {1, -2})))
                .hasMessageContaining("[-2.0]");
        assertThatThrownBy(() -> Figure.of(named.bars("b", two).stack("s", two)))
                .hasMessageContaining("hide");
        assertThatThrownBy(() -> Figure.of(named.ribbon("r", two, two, two, two)))
                .hasMessageContaining("band");
        Plot high = Plot.of("t", Axis.of("x", ""), new Axis("y", "", true))
                .ribbon("r", two, two, two, new double[] {-5, 5});
        assertThatThrownBy(() -> Figure.of(high)).hasMessageContaining("[-5.0]");
        assertThatThrownBy(() -> MiniFab.fab(MiniFabSpec.KEMPF).lanes("Px"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[Pa, Pb, TW]");
    }

    private static long shaded(Figure figure) {
        BufferedImage image = figure.image();
        return IntStream.range(0, image.getWidth() * image.getHeight())
                .map(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) & 0xffffff)
                .filter(rgb -> rgb >> 16 > 190 && rgb >> 16 < 215 && (rgb & 255) > 230)
                .count();
    }

    private static long pixels(Figure figure, Color color) {
        BufferedImage image = figure.image();
        return IntStream.range(0, image.getWidth() * image.getHeight())
                .filter(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) == color.getRGB())
                .count();
    }
}
