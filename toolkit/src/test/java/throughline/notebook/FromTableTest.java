package throughline.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.data.Heatmap;
import throughline.data.Multiples;
import throughline.data.Plot;
import throughline.data.Plot.Kind;
import throughline.notebook.FromTable.Better;
import throughline.spec.BadInput;

class FromTableTest {
    private static final Table TABLE = Table.create(
            StringColumn.create("kind", "b", "a", "b", "a"),
            DoubleColumn.create("time [h]", 2, 2, 1, 1),
            DoubleColumn.create("wip [lots]", 4, 3, 2, 1),
            DoubleColumn.create("low", 3, 2, 1, 0),
            DoubleColumn.create("high", 5, 4, 3, 2));

    private static Plot plot(Figure figure) {
        return (Plot) figure.drawing();
    }

    @Test
    void oneLineForEachNameInTheOrderOfX() {
        Plot plot = plot(Figure.from(TABLE).by("kind").band("low", "high").line("time [h]", "wip [lots]"));
        assertThat(plot.x().text()).isEqualTo("time [h]");
        assertThat(plot.y().text()).isEqualTo("wip [lots]");
        assertThat(plot.title()).isEqualTo("Wip over time by kind");
        assertThat(plot.series()).extracting(Plot.Series::name).containsExactly("b", "a");
        assertThat(plot.series().getFirst().x()).containsExactly(1, 2);
        assertThat(plot.series().getFirst().y()).containsExactly(2, 4);
        assertThat(plot.series().getFirst().low()).containsExactly(1, 3);
        assertThat(plot.series().getLast().y()).containsExactly(1, 3);
    }

    @Test
    void severalColumnsShareOneUnit() {
        Plot plot = plot(Figure.from(TABLE).step("time [h]", "low", "high"));
        assertThat(plot.series()).extracting(Plot.Series::name).containsExactly("low", "high");
        assertThatThrownBy(() -> Figure.from(TABLE).line("low", "time [h]", "wip [lots]"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("different units");
    }

    /// Every value is counted once, whatever the values are.
    @Property(tries = 200)
    void aHistogramCountsEverything(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = -50, max = 50) Integer> values) {
        double[] numbers = values.stream().mapToDouble(v -> v).toArray();
        Plot plot = plot(
                Figure.from(Table.create(DoubleColumn.create("x", numbers))).histogram("x"));
        Plot.Series series = plot.series().getFirst();
        double[] counts = Arrays.copyOf(series.y(), series.y().length - 1);
        assertThat(Arrays.stream(counts).sum()).isEqualTo(values.size());
        assertThat(series.x()).isSorted();
        assertThat(series.low()).containsOnly(0);
    }

    /// A point is on the front exactly when no other is at least as good in both and better in one.
    @Property(tries = 200)
    void theFrontIsWhatNoneBeats(@ForAll @Size(min = 1, max = 25) List<@IntRange(min = 0, max = 9) Integer> values) {
        int n = values.size();
        double[] x = values.stream().mapToDouble(v -> v).toArray();
        double[] y = new double[n];
        Arrays.setAll(y, i -> values.get((i * 7 + 3) % n));
        Table table = Table.create(DoubleColumn.create("x", x), DoubleColumn.create("y", y));
        Plot plot = plot(Figure.from(table).pareto("x", Better.LOW, "y", Better.HIGH));
        Plot.Series front = plot.series().getFirst();
        double[][] beaten = plot.series().stream()
                .filter(series -> series.name().equals("beaten"))
                .map(series -> new double[][] {series.x(), series.y()})
                .findFirst()
                .orElse(new double[2][0]);
        assertThat(front.x().length + beaten[0].length).isEqualTo(n);
        for (int i = 0; i < front.x().length; i++) {
            for (int j = 0; j < n; j++) {
                assertThat(x[j] <= front.x()[i] && y[j] >= front.y()[i] && (x[j] < front.x()[i] || y[j] > front.y()[i]))
                        .isFalse();
            }
        }
        for (int i = 0; i < beaten[0].length; i++) {
            double bx = beaten[0][i];
            double by = beaten[1][i];
            boolean some = false;
            for (int j = 0; j < n; j++) {
                some |= x[j] <= bx && y[j] >= by && (x[j] < bx || y[j] > by);
            }
            assertThat(some).isTrue();
        }
    }

    @Test
    void theRoofBendsWhereBandwidthMeetsThePeak() {
        Table table = Table.create(DoubleColumn.create("i", 1, 500), DoubleColumn.create("p", 3, 900));
        Plot.Series roof =
                plot(Figure.from(table).roofline("i", "p", 1_000, 4)).series().getFirst();
        assertThat(roof.x()[1]).isEqualTo(250);
        assertThat(roof.y()).containsExactly(roof.x()[0] * 4, 1_000, 1_000);
    }

    @Test
    void heatmapsPlaceEachPair() {
        Heatmap map = (Heatmap)
                Figure.from(TABLE).heatmap("kind", "time [h]", "wip [lots]").drawing();
        assertThat(map.x().names()).containsExactly("b", "a");
        assertThat(map.y().names()).containsExactly("2", "1");
        assertThat(map.values()).isDeepEqualTo(new double[][] {{4, 3}, {2, 1}});
        assertThatThrownBy(
                        () -> Figure.from(TABLE.copy().append(TABLE.rows(0))).heatmap("kind", "time [h]", "wip [lots]"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[b] and [2] occur twice");
    }

    @Test
    void multiplesShareTheirAxes() {
        Multiples multiples = (Multiples) Figure.from(TABLE)
                .multiples("kind", part -> part.line("time [h]", "wip [lots]"))
                .drawing();
        assertThat(multiples.plots()).extracting(Plot::title).containsExactly("kind b", "kind a");
        assertThat(multiples.plots().getLast().series().getFirst().y()).containsExactly(1, 3);
        assertThat(Figure.of(multiples).png()).isNotEmpty();
    }

    /// Rows in another order, or missing, change neither names nor colours of a panel.
    @Test
    void multiplesMeanTheSameByTheSameName() {
        Table table = Table.create(
                StringColumn.create("fab", "F1", "F1", "F2", "F2", "F3"),
                StringColumn.create("policy", "fifo", "edd", "edd", "fifo", "edd"),
                DoubleColumn.create("x", 1, 1, 1, 1, 1),
                DoubleColumn.create("tat [h]", 10, 20, 21, 11, 22));
        Multiples lines = (Multiples) Figure.from(table)
                .by("policy")
                .multiples("fab", part -> part.scatter("x", "tat [h]"))
                .drawing();
        for (Plot plot : lines.plots()) {
            assertThat(plot.series()).extracting(Plot.Series::name).containsExactly("fifo", "edd");
        }
        Multiples bars = (Multiples) Figure.from(table)
                .multiples("fab", part -> part.bar("policy", "tat [h]"))
                .drawing();
        assertThat(bars.plots())
                .extracting(plot -> plot.series().getFirst().y()[0])
                .containsExactly(10.0, 11.0, Double.NaN);
        assertThat(Figure.of(bars).png()).isNotEmpty();
        assertThat(Figure.of(lines).png()).isNotEmpty();
    }

    @Test
    void numbersThatAreNamesStayApart() {
        Table rates =
                Table.create(DoubleColumn.create("rate", 1, 1e-5, 1e-4, 0.01), DoubleColumn.create("y", 1, 2, 3, 4));
        assertThat(plot(Figure.from(rates).by("rate").scatter("rate", "y")).series())
                .extracting(Plot.Series::name)
                .containsExactly("1.0e-05", "1.0e-04", "0.010", "1.000");
        Table loads = Table.create(
                StringColumn.create("m", "A", "A", "A", "B", "B"),
                DoubleColumn.create("load", 0.5, 1, 2, 1, 2),
                DoubleColumn.create("y", 1, 2, 3, 4, 5));
        Plot bars = plot(Figure.from(loads).by("m").bar("load", "y"));
        assertThat(bars.x().names()).containsExactly("0.5", "1.0", "2.0");
        assertThat(bars.series().getLast().y()).containsExactly(Double.NaN, 4, 5);
    }

    @Test
    void aMissingNumberWinsNothing() {
        Table table = Table.create(
                DoubleColumn.create("cost", 1, 2, 3, 0.5), DoubleColumn.create("output", 1, 2, 3, Double.NaN));
        Plot plot = plot(Figure.from(table).pareto("cost", Better.LOW, "output", Better.HIGH));
        assertThat(plot.series().getFirst().x()).containsExactly(1, 2, 3);
        assertThatThrownBy(() -> Figure.from(table).by("cost").pareto("cost", Better.LOW, "output", Better.HIGH))
                .hasMessageContaining("no series");
    }

    @Test
    void boxesAndSpansKeepEveryValue() {
        Plot boxes = plot(Figure.from(TABLE).box("kind", "wip [lots]"));
        assertThat(boxes.series().getFirst().kind()).isEqualTo(Kind.BOXES);
        assertThat(boxes.series().getFirst().y()).containsExactly(4, 3, 2, 1);
        assertThat(boxes.series().getFirst().x()).containsExactly(0, 1, 0, 1);
        Plot gantt = plot(Figure.from(TABLE).gantt("kind", "low", "high"));
        assertThat(gantt.series().getFirst().y()).containsExactly(0, 1, 0, 1);
    }

    @Test
    void wrongColumnsAreNamed() {
        assertThatThrownBy(() -> Figure.from(TABLE).line("time", "low"))
                .isInstanceOf(BadInput.class)
                .hasMessage("the table has no column [time]; it has [kind, time [h], wip [lots], low, high]");
        assertThatThrownBy(() -> Figure.from(TABLE).line("time [h]", "kind"))
                .hasMessageContaining("numbers are needed");
        assertThatThrownBy(() -> Figure.from(TABLE).bar("kind", "low")).hasMessageContaining("twice");
        assertThatThrownBy(() -> Figure.from(TABLE).intervals("kind", "low")).hasMessageContaining("band(low, high)");
    }

    @Test
    void aBoxIsTukeys() {
        Box box = new Box(new double[] {1, 2, 3, 4, 100});
        assertThat(box.quantile(0.5)).isEqualTo(3);
        assertThat(box.quantile(0.25)).isEqualTo(2);
        assertThat(box.least()).isEqualTo(1);
        assertThat(box.greatest()).isEqualTo(4);
    }
}
