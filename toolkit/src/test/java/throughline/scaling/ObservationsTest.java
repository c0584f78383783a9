package throughline.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.spec.BadInput;

/// Tables as people keep them.
class ObservationsTest {
    @TempDir
    private Path folder;

    private Observations csv(String text) {
        try {
            return Observations.csv(Files.writeString(folder.resolve("losses.csv"), text));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void headingsSuffixesCommentsAndOtherColumnsAreUnderstood() {
        Observations rows = csv("""
                # a family
                run;Loss;Model Size;Tokens (B)

                a;2.5;70M;1
                b;2.1;1.4B;25
                """);
        assertThat(rows.column("N")).containsExactly(7e7, 1.4e9);
        assertThat(rows.column("D")).containsExactly(1e9, 2.5e10);
        assertThat(rows.column("loss")).containsExactly(2.5, 2.1);
        assertThat(rows.where(row -> row.text("run").equals("b")).size()).isOne();
    }

    @Test
    void ofParametersTokensAndComputeTwoAreEnough() {
        Observations rows = csv("c,LOSS,n\n6e18,3.1,1e8\n");
        assertThat(rows.column("D")).containsExactly(1e10);
        assertThat(Observations.of(Map.of("N", new double[] {1e8}, "D", new double[] {1e10}))
                        .column("C"))
                .containsExactly(6e18);
    }

    @Test
    void unitsAreReadOrRefused() {
        for (String unit : new String[] {"1e18", "1e18 FLOP", "10^18"}) {
            assertThat(csv("C (" + unit + "),loss (nats)\n6,3\n").column("C")).containsExactly(6e18);
        }
        assertThat(csv("C (FLOP),loss (nats)\n6,3\n").column("loss")).containsExactly(3);
        for (String unit : new String[] {"PF-days", "petaFLOP/s-days", "EFLOP", "2e9"}) {
            assertThatThrownBy(() -> csv("C (" + unit + "),loss\n6,3\n").column("C"))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("[C (" + unit + ")]");
        }
    }

    @Test
    void aTableIsReadAlike() {
        Table table = Table.create(
                "mine",
                StringColumn.create("params", "10M", "1B"),
                DoubleColumn.create("val_loss", 3, 2),
                DoubleColumn.create("P", 1, 4));
        assertThat(Observations.of(table).column("N")).containsExactly(1e7, 1e9);
        assertThat(Observations.of(table).column("loss")).containsExactly(3, 2);
    }

    @Test
    void theLawFollowsFromTheColumns() {
        assertThat(Law.matching(csv("N,D,loss\n1,2,3\n2,3,2\n")).variables()).containsExactly("N", "D");
        assertThat(Law.matching(csv("N,P,loss\n1,1,3\n2,2,2\n")).variables()).containsExactly("N", "P");
        assertThat(Law.matching(csv("N,D,P,loss\n1,2,1,3\n2,3,2,2\n")).variables())
                .containsExactly("N", "D", "P");
        assertThat(Law.matching(csv("N,P,loss\n1,1,3\n2,1,2\n")).variables()).containsExactly("N");
        assertThat(Law.matching(csv("tokens,loss\n1,3\n2,2\n")).variables()).containsExactly("D");
        assertThat(Law.matching(csv("N,D,loss\n1,1,3\n1,2,2\n")).variables()).containsExactly("D");
        assertThatThrownBy(() -> Law.matching(csv("D,P,loss\n1,1,3\n2,2,2\n")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("P that vary");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "N,D,loss~1,2,3|[1] rows; the 5 coefficients",
                "N,D,loss~1,2,3~2,3,-4~3,3,3~4,5,6~5,6,7|line 3, loss [-4.0] must be above 0",
                "N,D,loss~1,2,3~2,x,4~3,3,3~4,5,6~5,6,7|line 3, D [x] must be a number",
                "N,D,loss~1,2,3~2,,4~3,3,3~4,5,6~5,6,7|line 3, D [] must be a number",
                "N,D,loss~1,2,3~2,2,4~3,2,3~4,2,6~5,2,7|D is [2.0] in all rows",
                "N,D,loss~1,2,3~1,2,4~1,3,3~2,3,6~1,2,7|[3] different points of [N, D] in 5 rows",
                "N,D,N,loss~1,2,3,4|two columns are named [N]",
                "N,loss~1,2|has no column [D], nor both of [C, N]",
                "N,D,loss~1,2|line 2 has [2] cells; the headings are 3",
            })
    void whatCannotBeFittedIsNamed(String text, String message) {
        assertThatThrownBy(() -> Law.chinchilla().fit(csv(text.replace('~', '\n'))))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(message);
    }

    @Test
    void oneNumberOfStreamsTellsNothingOfStreams() {
        assertThatThrownBy(() -> Law.parScale().fit(Published.stack().where(row -> row.get("P") == 1)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("P is [1.0] in all rows");
        assertThatThrownBy(() -> Law.parScale().holdOut(Published.stack(), row -> row.get("P") == 16))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[0] of 24 rows");
        assertThatThrownBy(() -> Observations.csv(folder.resolve("none.csv")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("none.csv");
    }
}
