package throughline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import throughline.hardware.Cluster;
import throughline.hardware.Cost;

/// Four models of Korthikanti et al. (2022): table 5's seconds a step, and figure 1's memory.
class KorthikantiTest {
    private static final double GIB = 0x1p30;
    private static final Cluster SELENE = Cluster.named("selene");

    /// @param full      seconds a step with full recomputation, printed
    /// @param selective with sequence parallelism and selective recomputation
    /// @param states    GiB of weights, gradients and optimizer of the layers
    /// @param none      GiB of activations, all kept
    /// @param less      GiB of activations with sequence parallelism and selective recomputation
    record Run(Transformer model, Plan plan, double full, double selective, double states, double none, double less) {
        Plan with(boolean sequenceParallel, Recompute recompute) {
            return plan.with("tensorOverlap", "true")
                    .with("sequenceParallel", String.valueOf(sequenceParallel))
                    .with("recompute", recompute.name().toLowerCase());
        }
    }

    static List<Run> runs() {
        return List.of(
                new Run(
                        Transformer.gpt("22B", 48, 6144, 64),
                        Plan.of(8, 1, 1, 4).with("microBatch", "4"),
                        1.42,
                        1.10,
                        45.5625,
                        59.25,
                        9.5625),
                new Run(
                        Transformer.gpt("175B", 96, 12288, 96),
                        Plan.of(8, 8, 1, 64).with("interleave", "3"),
                        18.13,
                        13.75,
                        45.5625,
                        66.84375,
                        12.35156),
                new Run(
                        Transformer.gpt("530B", 105, 20480, 128),
                        Plan.of(8, 35, 1, 280).with("interleave", "3"),
                        49.05,
                        37.83,
                        31.640625,
                        114.0234,
                        23.07617),
                new Run(
                        Transformer.gpt("1T", 128, 25600, 160),
                        Plan.of(8, 64, 1, 512),
                        94.42,
                        71.49,
                        32.958984,
                        131.25,
                        26.5625));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void memoryIsThatOfTheFigure(Run run) {
        Cost states = Memory.states(run.model, run.plan);
        assertThat(states.terms().getFirst().value() / GIB).isCloseTo(run.states, within(1e-5));
        assertThat(Memory.activations(run.model, run.with(false, Recompute.NONE))
                                .value()
                        / GIB)
                .isCloseTo(run.none, within(1e-3));
        assertThat(Memory.activations(run.model, run.with(true, Recompute.SELECTIVE))
                                .value()
                        / GIB)
                .isCloseTo(run.less, within(1e-4));
    }

    private static double error(double seconds, double printed) {
        return Math.abs(seconds / printed - 1);
    }

    /// No constant of the time is fitted to a training run: kernels and collectives were measured alone. Calculon, its
    /// constants unfitted, is off by 3.65 % in the mean of these rows and by 8.9 % at worst.
    @Test
    void timesAreNearerToTheTableThanCalculonsAre() {
        double sum = 0;
        double worst = 0;
        for (Run run : runs()) {
            double full = StepTime.of(run.model, run.with(false, Recompute.FULL), SELENE)
                    .value();
            double selective = StepTime.of(run.model, run.with(true, Recompute.SELECTIVE), SELENE)
                    .value();
            System.out.printf(
                    "%s: full %.2f s (%.2f printed), selective %.2f s (%.2f printed)%n",
                    run.model.name(), full, run.full, selective, run.selective);
            sum += error(full, run.full) + error(selective, run.selective);
            worst = Math.max(worst, Math.max(error(full, run.full), error(selective, run.selective)));
        }
        System.out.printf("mean error %.1f %%, worst %.1f %%%n", 100 * sum / 8, 100 * worst);
        assertThat(sum / 8).isLessThan(0.0365);
        assertThat(worst).isLessThan(0.089);
    }
}
