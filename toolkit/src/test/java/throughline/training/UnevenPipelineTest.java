package throughline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;
import throughline.training.Pipeline.Order;
import throughline.training.Pipeline.Stage;

/// Pipelines whose stages or micro-batches differ.
class UnevenPipelineTest {
    @Provide
    Arbitrary<List<Stage>> stages() {
        Arbitrary<Integer> time = Arbitraries.integers().between(1, 9);
        return Combinators.combine(time, time, time, time)
                .as((f, b, w, s) -> Stage.of(f * 1e-3, b * 1e-3, w * 1e-3, (s - 1) * 1e-3))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    private static List<Stage> silent(List<Stage> stages) {
        return stages.stream()
                .map(stage -> Stage.of(stage.forward(), stage.inputs(), stage.weights(), 0))
                .toList();
    }

    @Property(tries = 100)
    void theFormulaOfGpipeIsExactForStagesThatDifferAndSend(
            @ForAll("stages") List<Stage> stages, @ForAll @IntRange(min = 1, max = 12) int microBatches) {
        Pipeline pipeline = Pipeline.of(Order.GPIPE, stages, microBatches);
        assertThat(pipeline.run().seconds()).isCloseTo(pipeline.closedForm().value(), within(1e-9));
    }

    /// The least that a stage needs: what comes before it, once there and back, and all its own work.
    private static double least(List<Stage> stages, int microBatches) {
        double most = 0;
        double before = 0;
        for (Stage stage : stages) {
            most = Math.max(most, before + microBatches * stage.all());
            before += stage.all();
        }
        return most;
    }

    /// The most that it can take: as if every stage were as slow as the slowest forward and the slowest back. In a
    /// fixed order a longer pass ends nothing sooner.
    private static double most(List<Stage> stages, int microBatches) {
        double forward = stages.stream().mapToDouble(Stage::forward).max().orElseThrow();
        double back = stages.stream()
                .mapToDouble(stage -> stage.inputs() + stage.weights())
                .max()
                .orElseThrow();
        return (microBatches + stages.size() - 1) * (forward + back);
    }

    @Property(tries = 300)
    void oneForwardOneBackIsNoFasterThanItsSlowestStageAndNoSlowerThanIfAllWereLikeIt(
            @ForAll("stages") List<Stage> stages, @ForAll @IntRange(min = 1, max = 12) int microBatches) {
        Pipeline pipeline = Pipeline.of(Order.ONE_F_ONE_B, silent(stages), microBatches);
        assertThat(pipeline.run().seconds())
                .isLessThanOrEqualTo(most(stages, microBatches) + 1e-9)
                .isGreaterThanOrEqualTo(least(stages, microBatches) - 1e-9);
    }

    /// Where a stage is slow forward and another back, each waits for the other: the formula can be short.
    @Test
    void stagesThatAreSlowInDifferentPassesWaitForEachOther() {
        List<Stage> stages =
                List.of(Stage.of(1e-3, 1e-3, 5e-3, 0), Stage.of(5e-3, 1e-3, 1e-3, 0), Stage.of(1e-3, 1e-3, 1e-3, 0));
        Pipeline pipeline = Pipeline.of(Order.ONE_F_ONE_B, stages, 2);
        assertThat(pipeline.closedForm().value()).isCloseTo(24e-3, within(1e-9));
        assertThat(pipeline.run().seconds()).isCloseTo(25e-3, within(1e-9));
    }

    @Property(tries = 100)
    void itIsExactWhereTheSlowestStageIsTheLast(
            @ForAll("stages") List<Stage> stages, @ForAll @IntRange(min = 1, max = 12) int microBatches) {
        List<Stage> sorted = silent(stages).stream()
                .sorted(Comparator.comparingDouble(Stage::all))
                .toList();
        Pipeline pipeline = Pipeline.of(Order.ONE_F_ONE_B, sorted, microBatches);
        assertThat(pipeline.run().seconds()).isCloseTo(pipeline.closedForm().value(), within(1e-9));
    }

    /// Two stages, the first three times as slow as the second, which works while the first goes on: the formula says
    /// 36 + 3 ms, the simulation 36, and the more micro-batches the less it matters.
    @Test
    void aSlowFirstStageHidesTheOthers() {
        List<Stage> stages = List.of(Stage.of(3e-3, 3e-3, 3e-3, 0), Stage.of(1e-3, 1e-3, 1e-3, 0));
        Pipeline few = Pipeline.of(Order.ONE_F_ONE_B, stages, 4);
        assertThat(few.run().seconds()).isCloseTo(36e-3, within(1e-9));
        assertThat(few.closedForm().value()).isCloseTo(39e-3, within(1e-9));
        Pipeline many = Pipeline.of(Order.ONE_F_ONE_B, stages, 64);
        assertThat(many.closedForm().value() / many.run().seconds()).isBetween(1.0, 1.01);
    }

    @Property(tries = 100)
    void everyMicroBatchIsWorkedOnForItsSize(
            @ForAll Order order, @ForAll("stages") List<Stage> stages, @ForAll("sizes") List<Double> sizes) {
        Pipeline pipeline = Pipeline.of(order, stages, 1).sized(sizes);
        Pipeline.Run run = pipeline.run();
        double size = sizes.stream().mapToDouble(Double::doubleValue).sum();
        for (int i = 0; i < stages.size(); i++) {
            int stage = i;
            double busy = run.work().stream()
                    .filter(work -> work.stage() == stage)
                    .mapToDouble(work -> (work.to() - work.from()) * 1e-9)
                    .sum();
            assertThat(busy).isCloseTo(size * stages.get(i).all(), within(1e-7));
        }
        assertThat(run.work()).hasSize((order == Order.ZERO_BUBBLE ? 3 : 2) * stages.size() * sizes.size());
        assertThat(run.seconds()).isGreaterThanOrEqualTo(size * slowest(stages) - 1e-7);
    }

    @Provide
    Arbitrary<List<Double>> sizes() {
        return Arbitraries.integers()
                .between(1, 8)
                .map(n -> n / 2.0)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    private static double slowest(List<Stage> stages) {
        return stages.stream().mapToDouble(Stage::all).max().orElseThrow();
    }

    @Property(tries = 100)
    void noStageHoldsMoreThanItsCredits(
            @ForAll("stages") List<Stage> stages,
            @ForAll @IntRange(min = 1, max = 12) int microBatches,
            @ForAll @IntRange(min = 1, max = 6) int credits,
            @ForAll @IntRange(min = 0, max = 5) int where) {
        List<Stage> limited = new ArrayList<>(stages);
        limited.set(where % stages.size(), stages.get(where % stages.size()).holding(credits));
        Pipeline.Run run = Pipeline.of(Order.ONE_F_ONE_B, limited, microBatches).run();
        assertThat(run.held(where % stages.size())).isLessThanOrEqualTo(credits);
        assertThat(run.work()).hasSize(2 * stages.size() * microBatches);
    }

    /// One micro-batch at a time is no pipeline at all; one credit less than stages costs time, as many cost none.
    @Test
    void creditsCostTime() {
        double before = 0;
        for (int credits = 4; credits >= 1; credits--) {
            List<Stage> stages =
                    Collections.nCopies(4, Stage.of(1e-3, 1e-3, 1e-3, 0).holding(credits));
            double seconds = Pipeline.of(Order.ONE_F_ONE_B, stages, 8).run().seconds();
            assertThat(seconds).isGreaterThan(before);
            before = seconds;
        }
        assertThat(before).isCloseTo(8 * 4 * 3e-3, within(1e-9));
    }

    @Test
    void whatCannotBeRunIsRefused() {
        List<Stage> stages = List.of(Stage.of(1, 1, 1, 0), Stage.of(1, 1, 1, 0).holding(3));
        assertThatThrownBy(() -> Pipeline.of(Order.GPIPE, stages, 4))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("credits [3]");
        assertThatThrownBy(() -> stages.getFirst().holding(0)).hasMessageContaining("credits [0]");
        assertThatThrownBy(() -> Stage.of(0, 1, 1, 0)).hasMessageContaining("forward [0.0 s]");
        assertThatThrownBy(
                        () -> Pipeline.of(Order.GPIPE, stages.subList(0, 1), 4).sized(List.of(1.0, -1.0)))
                .hasMessageContaining("[1.0, -1.0] must be positive");
    }
}
