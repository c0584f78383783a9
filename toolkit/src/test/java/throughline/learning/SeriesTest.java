package throughline.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.spec.BadInput;

class SeriesTest {
    /// Two interleaved runs of three steps.
    private static Table table() {
        return Table.create(
                "runs",
                StringColumn.create("run", "b", "a", "b", "a", "b", "a"),
                DoubleColumn.create("t", 0, 10, 0.25, 10.25, 0.5, 10.5),
                IntColumn.create("wip", new int[] {1, 10, 2, 20, 3, 30}),
                BooleanColumn.create("busy", true, false, false, true, true, true),
                IntColumn.create("lotSize", new int[] {9, 15, 9, 15, 9, 15}),
                StringColumn.create("repair", "none", "time", "none", "time", "none", "time"));
    }

    private static List<Series> read(Table table) {
        return Series.of(table, "run", "t", List.of("wip", "busy"), List.of("lotSize", "repair"));
    }

    @Test
    void runsAreReadInOrderOfAppearanceWithTheirValuesTimesAndKnobs() {
        List<Series> series = read(table());
        assertThat(series).extracting(Series::run).containsExactly("b", "a");
        Series a = series.getLast();
        assertThat(a.length()).isEqualTo(3);
        assertThat(a.values("wip")).containsExactly(10, 20, 30);
        assertThat(a.values("busy")).containsExactly(0, 1, 1);
        assertThat(a.time(2)).isEqualTo(10.5);
        assertThat(a.knobs())
                .containsExactly(
                        Map.entry("lotSize", 15.0), Map.entry("repair=none", 0.0), Map.entry("repair=time", 1.0));
    }

    @Test
    void whatIsReadCannotBeChangedFromOutside() {
        Series a = read(table()).getLast();
        a.values("wip")[0] = -1;
        assertThat(a.values("wip")).containsExactly(10, 20, 30);
        double[] given = {1, 2};
        Series own = Runs.of("own", given);
        given[0] = 7;
        assertThat(own.values("y")).containsExactly(1, 2);
    }

    @Test
    void aMissingColumnIsNamedWithThoseThereAre() {
        assertThatThrownBy(() -> Series.of(table(), "run", "t", List.of("wop")))
                .isInstanceOf(BadInput.class)
                .hasMessage("no column [wop]; the table has run, t, wip, busy, lotSize, repair");
        assertThatThrownBy(() -> read(table()).getFirst().values("wop"))
                .hasMessage("run b: no column [wop]; there are wip, busy");
    }

    @Test
    void aTextColumnIsNoSeries() {
        assertThatThrownBy(() -> Series.of(table(), "run", "t", List.of("repair")))
                .isInstanceOf(BadInput.class)
                .hasMessage("column repair is of type [STRING]; it must be numeric or boolean");
    }

    @Test
    void unequalStepsAreNamed() {
        Table table = table();
        table.doubleColumn("t").set(5, 10.75);
        assertThatThrownBy(() -> read(table))
                .isInstanceOf(BadInput.class)
                .hasMessage("run a, time 10.75: the step is [0.5], before it 0.25; "
                        + "times of a run must ascend in equal steps");
    }

    @Test
    void timesThatStandStillOrRunBackAreNamed() {
        Table table = table();
        table.doubleColumn("t").set(3, 10.0);
        assertThatThrownBy(() -> read(table)).isInstanceOf(BadInput.class).hasMessageContaining("the step is [0]");
    }

    @Test
    void runsThatStepDifferentlyAreNamed() {
        Table table = table();
        table.doubleColumn("t").set(3, 11.0).set(5, 12.0);
        assertThatThrownBy(() -> read(table))
                .isInstanceOf(BadInput.class)
                .hasMessage("run a steps by [1], run b by 0.25; all runs must share one step");
    }

    @Test
    void anEmptyCellIsNamed() {
        Table table = table();
        table.intColumn("wip").setMissing(3);
        assertThatThrownBy(() -> read(table))
                .isInstanceOf(BadInput.class)
                .hasMessage("run a, row 4: wip is [empty]; it must be a number");
    }

    @Test
    void anEmptyTextIsNoValue() {
        for (String column : List.of("run", "repair")) {
            Table table = table();
            table.stringColumn(column).setMissing(3);
            assertThatThrownBy(() -> read(table))
                    .isInstanceOf(BadInput.class)
                    .hasMessage("row 4: %s is [empty]; every row needs one", column);
        }
    }

    @Test
    void stepsColumnsAndKnobsAreChecked() {
        double[][] two = {{1, 2}, {3, 4}};
        List<String> names = List.of("p", "q");
        for (double step : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Series("x", 0, step, names, two, new LinkedHashMap<>()))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("step [" + step + "]");
        }
        assertThatThrownBy(() -> new Series("x", 0, 1, List.of("p", "p"), two, new LinkedHashMap<>()))
                .hasMessage("run x: columns [p, p]; none may be there twice");
        assertThatThrownBy(() -> new Series("x", 0, 1, names, two, new LinkedHashMap<>(Map.of("k", Double.NaN))))
                .hasMessage("run x: knob k is [NaN]; it must be a finite number");
    }

    @Test
    void aKnobThatChangesWithinARunIsNamed() {
        Table table = table();
        table.intColumn("lotSize").set(4, 12);
        assertThatThrownBy(() -> read(table))
                .isInstanceOf(BadInput.class)
                .hasMessage("run b, time 0.5: knob lotSize changes from 9 to [12]; a knob is constant in a run");
    }

    @Test
    void aSeriesIsFiniteAndRectangular() {
        assertThatThrownBy(() -> Runs.of("x", 1, Double.NaN))
                .isInstanceOf(BadInput.class)
                .hasMessage("run x, time 1: y is [NaN]; a series needs a finite number at each step");
        assertThatThrownBy(() ->
                        new Series("x", 0, 1, List.of("p", "q"), new double[][] {{1, 2}, {1}}, new LinkedHashMap<>()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("column q has [1] values");
    }
}
