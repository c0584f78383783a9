package throughline.papers.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import throughline.data.Plot;
import throughline.papers.Claim;
import throughline.papers.Ledger;
import throughline.papers.Verdict;
import throughline.papers.decoding.ParScaleLosses.Run;
import throughline.papers.decoding.ParScaleServing.Measure;
import throughline.scaling.HoldOut;
import throughline.scaling.Law;
import throughline.scaling.Naive;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The paper on parallel streams, its data and its figures.
class ParScaleTest {
    private static final ParScale PAPER = new ParScale();
    private static final double SHARE = 0.2857;

    @Test
    void whatIsOutsideSaysWhatWasTried() {
        for (Claim claim : Ledger.claims(PAPER)) {
            System.out.printf(
                    "ParScale %-75s %-13s %11.5g %11.5g null %11.5g skill %.2f%n",
                    claim.what(),
                    claim.verdict(),
                    claim.reproduced(),
                    claim.reported().orElse(Double.NaN),
                    claim.nullValue().orElse(Double.NaN),
                    claim.skill().orElse(Double.NaN));
            if (claim.verdict() == Verdict.OUTSIDE) {
                assertThat(claim.recomputed().tried()).as(claim.what()).isNotEmpty();
            }
        }
    }

    @Test
    void noReportedNumberLeaks() {
        assertThat(Ledger.shake(PAPER)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theDataHaveTheFamilysParameters(ParScaleCorpus corpus) {
        List<Run> runs = ParScaleLosses.runs(corpus);
        assertThat(runs).hasSize(24).allSatisfy(run -> assertThat(run.n())
                .isEqualTo(ParScaleFamily.named(run.model()).with(run.streams()).weights()));
    }

    /// The audit's finding: with eight streams the law is no better than who repeats the last doubling.
    @ParameterizedTest
    @EnumSource
    void repeatingTheLastDoublingIsAsGoodAsTheLaw(ParScaleCorpus corpus) {
        HoldOut held = Law.parScale().holdOut(ParScaleLosses.of(corpus), run -> run.get("P") == 8);
        assertThat(held.largestError()).isLessThan(0.012);
        assertThat(held.skill(Naive.LAST_DOUBLING, "P").orElseThrow()).isLessThan(Claim.SKILL);
        boolean code = corpus == ParScaleCorpus.STACK;
        assertThat(held.largestError()).isCloseTo(code ? 0.0045 : 0.0107, within(0.0001));
    }

    /// What parameters add over what streams add, as the authors' program has it.
    @Test
    void theAdvantageOfStreamsFallsWithTheBatch() {
        double[][] expected = {{1, 22.5, 6.4}, {2, 12.8, 3.2}, {4, 6.9, 1.7}, {8, 3.6, 0.88}};
        for (double[] row : expected) {
            ParScaleServing serving = ParScaleServing.of((int) row[0]);
            assertThat(serving.advantage(Measure.MEMORY, SHARE)).isCloseTo(row[1], within(0.05));
            assertThat(serving.advantage(Measure.LATENCY, SHARE)).isCloseTo(row[2], within(0.05));
        }
    }

    @Test
    void theFiguresHaveWhatTheyShow() {
        Plot plot = Ledger.figure(PAPER, Cancel.NEVER, Progress.NONE);
        assertThat(plot.series()).hasSize(8);
        assertThat(plot.title()).contains("0.39");
        for (Measure measure : Measure.values()) {
            Plot costs = ParScaleFigures.lossOverCost(ParScaleCorpus.PILE, measure, ParScaleServing.of(4));
            assertThat(costs.series()).hasSize(8);
            assertThat(costs.series().getFirst().x()).isSorted().hasSize(16);
        }
    }
}
