package throughline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;
import throughline.training.Pipeline.Order;
import throughline.training.Pipeline.Pass;
import throughline.training.Pipeline.Work;

/// Pipelines, simulated and by their formulas.
class PipelineTest {
    private static Pipeline pipeline(Order order, int stages, int microBatches, int pieces) {
        return new Pipeline(order, stages, microBatches, pieces, 6e-3, 6e-3, 6e-3, 0);
    }

    private static void agrees(Pipeline pipeline) {
        assertThat(pipeline.run().seconds()).isCloseTo(pipeline.closedForm().value(), within(1e-9));
    }

    @Property(tries = 60)
    void theFormulasOfGpipeAndOneForwardOneBackAreExact(
            @ForAll @IntRange(min = 1, max = 9) int stages,
            @ForAll @IntRange(min = 1, max = 24) int microBatches,
            @ForAll @IntRange(min = 1, max = 9) int forward) {
        for (Order order : List.of(Order.GPIPE, Order.ONE_F_ONE_B)) {
            agrees(new Pipeline(order, stages, microBatches, 1, forward * 1e-3, 4e-3, 3e-3, 0));
        }
    }

    @Property(tries = 60)
    void theFormulaOfInterleavingIsExact(
            @ForAll @IntRange(min = 2, max = 8) int stages,
            @ForAll @IntRange(min = 1, max = 5) int rounds,
            @ForAll @IntRange(min = 2, max = 4) int pieces) {
        agrees(new Pipeline(Order.ONE_F_ONE_B, stages, stages * rounds, pieces, 12e-3, 12e-3, 12e-3, 0));
    }

    @Property(tries = 40)
    void theFormulaOfZeroBubbleIsExactForEqualPasses(
            @ForAll @IntRange(min = 1, max = 8) int stages, @ForAll @IntRange(min = 0, max = 16) int more) {
        agrees(pipeline(Order.ZERO_BUBBLE, stages, 2 * stages + more, 1));
    }

    /// Every pass of every micro-batch on every piece once, one at a time, after what it needs.
    @Property(tries = 60)
    void everythingIsDoneOnceAndInOrder(
            @ForAll Order order,
            @ForAll @IntRange(min = 1, max = 6) int stages,
            @ForAll @IntRange(min = 1, max = 4) int rounds,
            @ForAll @IntRange(min = 1, max = 3) int pieces,
            @ForAll @IntRange(min = 0, max = 2) int send) {
        int each = order == Order.ONE_F_ONE_B ? pieces : 1;
        Pipeline pipeline = new Pipeline(order, stages, stages * rounds, each, 6e-3, 7e-3, 3e-3, send * 1e-3);
        List<Work> work = pipeline.run().work();
        int passes = order == Order.ZERO_BUBBLE ? 3 : 2;
        assertThat(work).hasSize(passes * stages * stages * rounds * each);
        assertThat(work.stream()
                        .map(one -> List.of(one.stage(), one.pass(), one.microBatch(), one.piece()))
                        .distinct())
                .hasSize(work.size());
        work.stream().collect(Collectors.groupingBy(Work::stage)).values().forEach(PipelineTest::oneAtATime);
        long sending = Math.round(send * 1e6);
        for (Work one : work) {
            for (Work other : work) {
                if (one.microBatch() == other.microBatch() && follows(one, other, stages)) {
                    assertThat(other.from()).isGreaterThanOrEqualTo(one.to() + (stages > 1 ? sending : 0));
                }
            }
        }
    }

    private static void oneAtATime(List<Work> work) {
        for (int i = 1; i < work.size(); i++) {
            assertThat(work.get(i).from())
                    .isGreaterThanOrEqualTo(work.get(i - 1).to());
        }
    }

    /// Whether one sends what another needs: the next layers forward, the ones before them back.
    private static boolean follows(Work one, Work other, int stages) {
        int place = one.piece() * stages + one.stage();
        int next = other.piece() * stages + other.stage();
        return one.pass() == Pass.FORWARD && other.pass() == Pass.FORWARD && next == place + 1
                || one.pass() == Pass.BACKWARD && other.pass() == Pass.BACKWARD && next == place - 1;
    }

    @Test
    void oneForwardOneBackHoldsNoMoreMicroBatchesThanStages() {
        Pipeline.Run gpipe = pipeline(Order.GPIPE, 4, 16, 1).run();
        Pipeline.Run alternating = pipeline(Order.ONE_F_ONE_B, 4, 16, 1).run();
        Pipeline.Run filled = pipeline(Order.ZERO_BUBBLE, 4, 16, 1).run();
        for (int stage = 0; stage < 4; stage++) {
            assertThat(gpipe.held(stage)).isEqualTo(16);
            assertThat(alternating.held(stage)).isEqualTo(4 - stage);
            assertThat(filled.held(stage)).isLessThanOrEqualTo(4);
        }
    }

    /// Interleaved, the first stage holds (p v + p - 1) pieces where it would hold p v of the whole: the formula of the
    /// memory.
    @Test
    void interleavingHoldsAsManyPiecesAsTheMemorySays() {
        for (int pieces = 2; pieces <= 4; pieces++) {
            assertThat(pipeline(Order.ONE_F_ONE_B, 4, 16, pieces).run().held(0)).isEqualTo(4 * pieces + 3);
        }
    }

    @Test
    void sendingCostsTimeThatTheFormulaLeavesOut() {
        Pipeline pipeline = new Pipeline(Order.ONE_F_ONE_B, 4, 16, 1, 6e-3, 6e-3, 6e-3, 1e-3);
        assertThat(pipeline.run().seconds())
                .isGreaterThanOrEqualTo(pipeline.closedForm().value() + 6e-3);
    }

    @Test
    void theBubbleIsWhatTheStagesDoNotWork() {
        Pipeline.Run run = pipeline(Order.ONE_F_ONE_B, 4, 8, 1).run();
        assertThat(run.bubble()).isCloseTo(3.0 / 11, within(1e-9));
        assertThat(run.table().rowCount()).isEqualTo(64);
    }

    @Test
    void whatCannotBeInterleavedIsRefused() {
        assertThatThrownBy(() -> pipeline(Order.ONE_F_ONE_B, 4, 6, 2))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("micro-batches [6]");
        assertThatThrownBy(() -> pipeline(Order.GPIPE, 4, 8, 2)).hasMessageContaining("[GPIPE]");
        assertThatThrownBy(() -> pipeline(Order.GPIPE, 0, 8, 1)).hasMessageContaining("stages [0]");
    }

    @Test
    void timesMustFitTheClock() {
        for (double bad : new double[] {1e-12, 1e11, Double.POSITIVE_INFINITY, Double.NaN, -1}) {
            assertThatThrownBy(() -> new Pipeline(Order.GPIPE, 2, 4, 1, bad, 1, 1, 0))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("pipeline: ");
        }
        assertThatThrownBy(() -> new Pipeline(Order.GPIPE, 2, 4, 1, 1, 1, 1, 1e11))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("at most 1.0E9 s");
        Pipeline shortest = new Pipeline(Order.ONE_F_ONE_B, 2, 4, 1, 1e-9, 1e-9, 0, 0);
        assertThat(shortest.run().seconds()).isCloseTo(10e-9, within(1e-15));
        assertThatThrownBy(() -> new Pipeline(Order.ONE_F_ONE_B, 2, 4, 2, 1e-9, 1e-9, 0, 0))
                .hasMessageContaining("at least 1.0E-9 s");
        assertThatThrownBy(() -> shortest.sized(List.of(1.0, 0.5))).hasMessageContaining("[5.0E-10 s]");
    }
}
