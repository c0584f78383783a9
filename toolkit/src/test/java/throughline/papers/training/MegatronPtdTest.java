package throughline.papers.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;
import throughline.hardware.Cluster;
import throughline.hardware.Cost;
import throughline.hardware.Link;
import throughline.papers.Claim;
import throughline.papers.Ledger;
import throughline.papers.Verdict;
import throughline.papers.training.MegatronPtdFigures.Run;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.Pipeline;
import throughline.training.StepTime;
import throughline.training.Utilisation;

/// Megatron-LM in the ledger, and its figures.
class MegatronPtdTest {
    private static final MegatronPtd PAPER = new MegatronPtd();
    private static final Cluster SELENE = Cluster.named("selene");
    private static final MegatronPtdFigures FIGURES = new MegatronPtdFigures(SELENE);

    @Test
    void whatThePaperPrintsComesOutAndOfTheLargestModelBetterThanByALine() {
        Map<String, Claim> claims =
                Ledger.claims(PAPER).stream().collect(Collectors.toMap(Claim::what, Function.identity()));
        assertThat(claims.get("figure 12: gain of interleaving at batch 12, beyond 10 %")
                        .verdict())
                .isEqualTo(Verdict.INSIDE);
        assertThat(claims.get("abstract: PFLOP/s of 3072 GPUs on 1T").verdict()).isEqualTo(Verdict.INSIDE);
        assertThat(errors(claims, "factor from row 1").getAverage()).isLessThan(0.05);
        printErrors(claims, "factor from row 1");
        printErrors(claims, "factor from the other rows");
    }

    private static DoubleSummaryStatistics errors(Map<String, Claim> claims, String factor) {
        return claims.values().stream()
                .filter(claim -> claim.what().endsWith(factor))
                .mapToDouble(
                        claim -> Math.abs(claim.reproduced() / claim.reported().orElseThrow() - 1))
                .summaryStatistics();
    }

    private static void printErrors(Map<String, Claim> claims, String factor) {
        DoubleSummaryStatistics errors = errors(claims, factor);
        System.out.printf(
                "table 1, %s: mean error %.1f %%, worst %.1f %%%n",
                factor, 100 * errors.getAverage(), 100 * errors.getMax());
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 11, 12, 13, 14, 15, 16, 17, 18})
    void everyFigureIsATable(int figure) {
        Table table = FIGURES.table(figure);
        assertThat(table.rowCount()).isGreaterThanOrEqualTo(5);
        assertThat(table.doubleColumn("sequences/s").min()).isPositive();
    }

    @Test
    void aFigureThatThereIsNotIsRefused() {
        assertThatThrownBy(() -> FIGURES.table(9)).isInstanceOf(BadInput.class).hasMessageContaining("figure [9]");
    }

    /// 72 and 96 operations for each weight of a layer's matrices, without and with recomputation.
    @Test
    void throughputCountsAsTheAppendixDoes() {
        for (MegatronPtdTable1.Row row : MegatronPtdTable1.ROWS) {
            double h = row.model().width();
            double s = row.model().sequence();
            double l = row.model().layers();
            double v = row.model().vocabulary();
            double forward = row.plan().batch() * s * l * h * h;
            Utilisation use = Utilisation.of(row.model(), row.plan(), SELENE, 1);
            assertThat(use.operations())
                    .isCloseTo(72 * forward * (1 + s / (6 * h) + v / (12 * l * h)), within(1e-9 * use.operations()));
            assertThat(use.operations() + use.again())
                    .isCloseTo(96 * forward * (1 + s / (6 * h) + v / (16 * l * h)), within(1e-9 * use.operations()));
        }
    }

    /// Equation 2.
    @Test
    void parametersAreThoseOfTheEquation() {
        for (MegatronPtdTable1.Row row : MegatronPtdTable1.ROWS) {
            double h = row.model().width();
            double l = row.model().layers();
            double tables = row.model().vocabulary() + row.model().sequence();
            double equation = 12 * l * h * h * (1 + 13 / (12 * h) + tables / (12 * l * h));
            assertThat(row.model().parameters()).isCloseTo(equation, withinPercentage(0.01));
        }
    }

    /// Recomputation adds a third, but for the output, which is less of a larger model.
    @Test
    void recomputationAddsAThirdButForTheOutput() {
        double before = 0.02;
        for (MegatronPtdTable1.Row row : MegatronPtdTable1.ROWS) {
            Utilisation use = Utilisation.of(row.model(), row.plan(), SELENE, 1);
            double third = 4.0 / 3 * row.model().operations(row.plan().batch());
            double less = 1 - (use.operations() + use.again()) / third;
            assertThat(less).isBetween(0.0, before);
            before = less;
            if (row.model().parameters() > 5e9) {
                assertThat(less).isLessThan(0.01);
            }
        }
    }

    /// As long as a plan takes stages or ways out of its replicas, each GPU has more to wait for.
    @ParameterizedTest
    @ValueSource(ints = {64, 128, 512})
    void moreStagesOrWaysInPlaceOfReplicasSlowASmallModelDown(int batch) {
        assertFalling(MegatronPtdFigures.figure14(batch, 2, 4, 8, 16, 32));
        assertFalling(MegatronPtdFigures.figure15(batch, 2, 4, 8, 16, 32));
    }

    private static void assertFalling(List<Run> runs) {
        List<Double> rates = runs.stream().map(FIGURES::rate).toList();
        assertThat(rates).isSortedAccordingTo(Comparator.reverseOrder()).doesNotHaveDuplicates();
    }

    /// The bubble is a smaller part of more micro-batches, so that there is less to gain by interleaving.
    @Property(tries = 20)
    void interleavingGainsLessTheLargerTheBatch(
            @ForAll @IntRange(min = 1, max = 10) int rounds, @ForAll @IntRange(min = 1, max = 10) int more) {
        assertThat(gain(12 * (rounds + more))).isLessThan(gain(12 * rounds)).isPositive();
    }

    private static double gain(int batch) {
        return FIGURES.rate(MegatronPtdFigures.figure12(4, true, batch).getFirst())
                        / FIGURES.rate(
                                MegatronPtdFigures.figure12(1, true, batch).getFirst())
                - 1;
    }

    /// Faster cards never slow a plan that goes across nodes down.
    @Property(tries = 20)
    void throughputRisesWithTheCards(
            @ForAll @IntRange(min = 5, max = 100) int gigabytes, @ForAll @IntRange(min = 1, max = 100) int more) {
        for (Run run : MegatronPtdFigures.figure13(32, 2, 8, 16)) {
            assertThat(new MegatronPtdFigures(with(gigabytes + more)).rate(run))
                    .isGreaterThanOrEqualTo(new MegatronPtdFigures(with(gigabytes)).rate(run));
        }
    }

    private static Cluster with(double gigabytes) {
        return SELENE.with(new Cluster.Network(new Link("a card", gigabytes * 1e9, "made up"), 8));
    }

    @Test
    void schedulesTakeWhatTheirFormulasSay() {
        for (int pieces : List.of(1, 2, 4)) {
            Pipeline pipeline = MegatronPtdFigures.schedule(4, 8, pieces);
            assertThat(pipeline.run().seconds()).isCloseTo(pipeline.closedForm().value(), within(1e-9));
            assertThat(pipeline.run().table().rowCount()).isEqualTo(2 * 4 * 8 * pieces);
        }
    }

    /// The time of all micro-batches and of the bubble, which the cost model has by a formula.
    @Test
    void aStepSimulatedTakesAsLongAsByItsFormula() {
        for (int pieces : List.of(1, 4)) {
            for (Run run : MegatronPtdFigures.figure12(pieces, true, 12, 36)) {
                assertThat(FIGURES.pipeline(run).run().seconds()).isCloseTo(formula(run), withinPercentage(1e-5));
            }
        }
    }

    private static double formula(Run run) {
        List<Cost> terms = StepTime.of(run.model(), run.plan(), SELENE).terms();
        return terms.get(0).value() + terms.get(1).value();
    }

    @Test
    void theFigureHasItsPoint() {
        assertThat(Ledger.figure(PAPER, Cancel.NEVER, Progress.NONE).series())
                .hasSize(3)
                .anyMatch(series -> series.published());
    }
}
