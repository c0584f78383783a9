package throughline.papers.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;
import throughline.hardware.Cluster;
import throughline.papers.Claim;
import throughline.papers.Ledger;
import throughline.papers.Verdict;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.Pipeline;
import throughline.training.Utilisation;

/// Megatron-LM in the ledger, and its figures.
class MegatronPtdTest {
    private static final MegatronPtd PAPER = new MegatronPtd();

    @Test
    void noReportedNumberLeaksIntoWhatRecomputesIt() {
        assertThat(Ledger.shake(PAPER)).isEmpty();
    }

    @Test
    void itsClaimsStandAsInTheLedger() {
        Map<String, Claim> claims =
                Ledger.claims(PAPER).stream().collect(Collectors.toMap(Claim::what, Function.identity()));
        claims.values()
                .forEach(claim -> System.out.printf(
                        "%-75s %8.4g %8.4g %s%n",
                        claim.what(), claim.reported().orElse(Double.NaN), claim.reproduced(), claim.verdict()));
        assertThat(claims.get("figure 12: gain of interleaving at batch 12, beyond 10 %")
                        .verdict())
                .isEqualTo(Verdict.INSIDE);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 11, 12, 13, 14, 15, 16, 17, 18})
    void everyFigureIsATable(int figure) {
        Table table = new MegatronPtdFigures(Cluster.named("selene")).table(figure);
        assertThat(table.rowCount()).isGreaterThanOrEqualTo(5);
        assertThat(table.doubleColumn("sequences/s").min()).isPositive();
    }

    @Test
    void aFigureThatThereIsNotIsRefused() {
        assertThatThrownBy(() -> new MegatronPtdFigures(Cluster.named("selene")).table(9))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("figure [9]");
    }

    /// Of a model without a table of tokens, on one device, the two ways to count agree with the paper's formulas.
    @Test
    void throughputCountsAsTheAppendixDoes() {
        for (MegatronPtdTable1.Row row : MegatronPtdTable1.ROWS) {
            double h = row.model().width();
            double s = row.model().sequence();
            double l = row.model().layers();
            double v = row.model().vocabulary();
            double forward = row.plan().batch() * s * l * h * h;
            Utilisation use = Utilisation.of(row.model(), row.plan(), Cluster.named("selene"), 1);
            assertThat(use.operations())
                    .isCloseTo(72 * forward * (1 + s / (6 * h) + v / (12 * l * h)), within(1e-9 * use.operations()));
            assertThat(use.operations() + use.again())
                    .isCloseTo(96 * forward * (1 + s / (6 * h) + v / (16 * l * h)), within(1e-9 * use.operations()));
        }
    }

    @Test
    void schedulesTakeWhatTheirFormulasSay() {
        for (int pieces : List.of(1, 2, 4)) {
            Pipeline pipeline = MegatronPtdFigures.schedule(4, 8, pieces);
            assertThat(pipeline.run().seconds()).isCloseTo(pipeline.closedForm().value(), within(1e-9));
            assertThat(pipeline.run().table().rowCount()).isEqualTo(2 * 4 * 8 * pieces);
        }
    }

    @Test
    void theFigureHasItsPoint() {
        assertThat(Ledger.figure(PAPER, Cancel.NEVER, Progress.NONE).series())
                .hasSize(3)
                .anyMatch(series -> series.published());
    }
}
