package throughline.papers.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.learning.replicas.ReplicaCurve;
import throughline.learning.replicas.ReplicaTraining;
import throughline.papers.Ledger;
import throughline.papers.cluster.HetLoCoTraining.Way;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// HetLoCo's paper, its cost model, and the table that its ledger reads.
class HetLoCoTest {
    private static final HetLoCo PAPER = new HetLoCo();

    @Test
    void theFiguresHaveALineForEachMethodAndRatio() {
        assertThat(Ledger.figure(PAPER, Cancel.NEVER, Progress.NONE).series()).hasSize(10);
        assertThat(HetLoCo.utilisationAgainstRate().series()).hasSize(3);
    }

    /// Stages and links in a row, as events.
    @Property(tries = 60)
    void aRowOfStagesAndLinksTakesAsLongAsItsEvents(
            @ForAll @IntRange(min = 1, max = 6) int stages,
            @ForAll @IntRange(min = 1, max = 12) int batch,
            @ForAll @IntRange(min = 1, max = 30) int stage,
            @ForAll @IntRange(min = 1, max = 30) int link) {
        assertThat(HetLoCoTimes.row(stages, batch, stage, link))
                .isCloseTo(Events.row(stages, batch, stage, link), within(1e-9));
    }

    @Property(tries = 30)
    void fasterLinksAndSmallerActivationsUseMore(@ForAll @IntRange(min = 1, max = 100) int ratio) {
        HetLoCoTimes times = HetLoCoTimes.BILLION.with("ratio", Integer.toString(ratio));
        double now = times.utilisation();
        assertThat(now).isBetween(0.0, 1.0);
        assertThat(times.busy()).isLessThanOrEqualTo(now);
        assertThat(times.with("ratio", Integer.toString(ratio + 1)).utilisation())
                .isGreaterThanOrEqualTo(now);
        assertThat(times.with("megabits", "200").utilisation()).isGreaterThan(now);
        assertThat(times.with("localSteps", "60").utilisation()).isGreaterThan(now);
    }

    /// A micro-batch of 2,048 tokens 2,048 wide is 8.4 MB, or 0.67 s at 100 Mbit/s; an update of a billion is 27 MB.
    @Test
    void bytesAndSecondsAreThoseOfTheDossier() {
        HetLoCoTimes times = HetLoCoTimes.BILLION;
        assertThat(times.with("ratio", "1").boundaryBytes()).isEqualTo(8_388_608);
        assertThat(times.with("ratio", "1").boundarySeconds()).isCloseTo(0.671, within(0.001));
        assertThat(times.boundarySeconds()).isCloseTo(0.0105, within(0.0001));
        assertThat(times.updateBytes()).isCloseTo(27.3e6, within(0.1e6));
        assertThatThrownBy(() -> times.with("ratio", "0.5")).isInstanceOf(BadInput.class);
    }

    @Test
    void everyTrainingHasItsCurveWithTheBytesOfTheCostModel() {
        for (Way way : HetLoCoTraining.ways()) {
            var curves = HetLoCo.losses().of(way.name());
            assertThat(curves).as(way.name()).hasSize(HetLoCoTraining.SEEDS);
            for (ReplicaCurve curve : curves.values()) {
                assertThat(curve.last().step()).isEqualTo(HetLoCoTraining.STEPS);
                assertThat(curve.last().within())
                        .isEqualTo(way.pipeline().bytes(HetLoCoTraining.REPLICAS, HetLoCoTraining.STEPS));
            }
        }
    }

    /// The first of its points: a whole training takes too long. Other processors add in another order.
    @Test
    void theSmallestPipelineBeginsThereAgain() {
        ReplicaCell cell = HetLoCoTraining.GRID.cells().stream()
                .filter(any -> any.name().equals(HetLoCoTraining.uniform(HetLoCoTraining.RANK)))
                .findFirst()
                .orElseThrow();
        ReplicaTraining whole = cell.training();
        ReplicaCell shorter = new ReplicaCell(
                cell.name(),
                cell.seed(),
                new ReplicaTraining(whole.replicas(), 40, whole.every(), whole.rule(), whole.schedule()),
                cell.objective());
        List<ReplicaCurve.Point> again = shorter.run(Cancel.NEVER).points();
        List<ReplicaCurve.Point> kept =
                HetLoCo.losses().of(cell.name()).get(cell.seed()).points();
        for (int i = 0; i < again.size(); i++) {
            assertThat(again.get(i).loss()).isCloseTo(kept.get(i).loss(), within(0.01));
            assertThat(again.get(i).sent()).isEqualTo(kept.get(i).sent());
        }
    }
}
