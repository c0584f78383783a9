package throughline.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.papers.Tolerance;
import throughline.spec.BadInput;

class NotebookTest {
    @Test
    void aTableIsEscapedRoundedAndAligned() {
        Table table = Table.create(
                StringColumn.create("na<me", "a&b", null),
                DoubleColumn.create("seconds", 1.23456789, 123.456),
                IntColumn.create("lots", 7, 1_234_567));
        Bundle bundle = Bundle.of(table);
        assertThat(bundle.data().get(Bundle.HTML))
                .contains("na&lt;me", "a&amp;b", "2 rows")
                .contains("<td align=\"right\" style=\"text-align:right\" data-sort=\"123.456\">123.5</td>")
                .doesNotContain("<me", ">123.456");
        assertThat(bundle.text()).isEqualTo("""
                        na<me  seconds       lots
                        a&b        1.2          7
                                 123.5  1,234,567
                        2 rows""");
    }

    @Test
    void aLongTableShowsItsFirstRowsAndSaysHowManyThereAre() {
        Bundle bundle = Bundle.of(Table.create(IntColumn.indexColumn("row", 1_234, 0)));
        assertThat(bundle.text()).contains("\n 29\n").doesNotContain("\n 30\n").endsWith("the first 30 of 1,234 rows");
    }

    @Test
    void tinyAndHugeNumbersKeepTheirDigits() {
        String text = Bundle.of(Table.create(DoubleColumn.create("x", 1.5e-7, 0, Double.NaN)))
                .text();
        assertThat(text).contains("1.500e-07", "\n        0\n");
        assertThat(Bundle.of(Table.create(DoubleColumn.create("x", 2.5, 1.25))).text())
                .contains("2.500", "1.250");
        assertThat(Bundle.of(Table.create(DoubleColumn.create("x", 1234.5, 900, 800, 0, 0.0123, -1e-5)))
                        .text())
                .contains("1235", "\n     900", "\n       0", "1.2e-02", "-1.0e-05");
    }

    @Test
    void everythingHasText() {
        assertThat(Bundle.of(null).text()).isEqualTo("null");
        assertThat(Bundle.of(new double[] {1, 2}).text()).isEqualTo("[1.0, 2.0]");
        assertThat(Bundle.of(new Html("<p>a &lt; b</p><script>x</script>")).text())
                .isEqualTo("a < b");
    }

    @Test
    void aParameterComesFromTheEnvironment() {
        Map<String, String> environment =
                Map.of("RUNS", "12", "RATE", "0.5", "NAME", "fab", "BAD", "many", "HUGE", "3000000000", "FAST", "true");
        assertThat(Notebook.parameter(environment, "RUNS", 3)).isEqualTo(12);
        assertThat(Notebook.parameter(environment, "RATE", 1.0)).isEqualTo(0.5);
        assertThat(Notebook.parameter(environment, "NAME", "x")).isEqualTo("fab");
        assertThat(Notebook.parameter(environment, "HUGE", 3L)).isEqualTo(3_000_000_000L);
        assertThat(Notebook.parameter(environment, "FAST", false)).isTrue();
        assertThat(Notebook.parameter(environment, "NONE", 3)).isEqualTo(3);
        assertThat(Notebook.parameter(environment, "NONE", true)).isTrue();
        assertThatThrownBy(() -> Notebook.parameter(environment, "BAD", 3))
                .isInstanceOf(BadInput.class)
                .hasMessage("environment variable BAD [many] is not a whole number; give one such as 3");
        assertThatThrownBy(() -> Notebook.parameter(environment, "BAD", 0.1)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> Notebook.parameter(environment, "HUGE", 3))
                .hasMessage("environment variable HUGE [3000000000] is not a whole number; give one such as 3");
        assertThatThrownBy(() -> Notebook.parameter(environment, "BAD", false))
                .hasMessage("environment variable BAD [many] is neither true nor false");
    }

    @Test
    void aCheckedNumberFailsTheCellWhereItLiesOutside() {
        Tolerance tolerance = Tolerance.relative(0.01, "made up");
        Notebook.check("answer", 42.2, 42, tolerance);
        assertThatThrownBy(() -> Notebook.check("answer", 43, 42, tolerance))
                .isInstanceOf(AssertionError.class)
                .hasMessage("FAILS answer: 43.0000, to be 42.0000 ±1 %");
        assertThatThrownBy(() -> Notebook.check("answer", Double.NaN, 42, tolerance))
                .isInstanceOf(AssertionError.class);
        assertThat(Bundle.check("answer", 42.2, 42, tolerance).metadata().get(Bundle.REPORT))
                .isEqualTo(Map.of("check", "answer", "holds", true, "text", "42.2000, to be 42.0000 ±1 %"));
    }
}
