package throughline.cluster.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.data.Plot;
import throughline.hardware.Device;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.Transformer;

class BalanceTest {
    private static final RolloutSpec SMALL =
            RolloutSpec.TYPICAL.with("prompts", "32").with("iterations", "5");

    @Property(tries = 100)
    void everyDeviceIsDealtOut(
            @ForAll @IntRange(min = 10, max = 2000) int devices,
            @ForAll @IntRange(min = 1, max = 8) int instance,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double share) {
        RolloutSpec spec =
                Balance.split(SMALL.with("rolloutDevices", "8").with("instanceDevices", "" + instance), devices, share);
        assertThat(spec.devices()).isEqualTo(devices);
        assertThat(spec.rolloutDevices() % instance).isZero();
    }

    /// Too few devices for either side make it the bottleneck.
    @Test
    void theBestSplitLiesInside() {
        double[] shares = {0.1, 0.25, 0.4, 0.55, 0.7, 0.85};
        Balance balance = Balance.search(SMALL, 12, shares, 1, Cancel.NEVER, Progress.NONE);
        assertThat(balance.best().share()).isGreaterThan(0.1).isLessThan(0.85);
        double[] rates = balance.table().doubleColumn("samples_per_s").asDoubleArray();
        assertThat(balance.best().samplesPerSecond())
                .isGreaterThan(1.3 * rates[0])
                .isGreaterThan(1.3 * rates[5]);
    }

    @Test
    void timesFollowFromOperationsAndBytes() {
        Transformer model = Transformer.named("qwen3-8b");
        Speeds speeds = new Speeds(model, Device.named("ascend-npu"), 0.4, 0.5);
        RolloutSpec spec = speeds.in(SMALL.with("meanTokens", "1000"));
        assertThat(speeds.instanceDevices()).isEqualTo(1);
        assertThat(spec.step()).isCloseTo(1e3 * 2 * model.parameters() / 0.8e12, within(1e-9));
        assertThat(spec.stepOfSequence()).isCloseTo(1e3 * 500 * 2 * 2 * 36 * 1024 / 0.8e12, within(1e-9));
        assertThat(spec.trainingToken()).isCloseTo(1e6 * 8 * model.parameters() / 112e12, within(1e-9));
        assertThat(spec.referenceToken()).isCloseTo(spec.trainingToken() / 4, within(1e-9));
        assertThat(new Speeds(Transformer.named("qwen3-32b"), Device.named("ascend-npu"), 0.4, 0.5).instanceDevices())
                .isEqualTo(4);
    }

    @Test
    void aGanttChartHasASeriesForEachIteration() {
        RolloutRun run = Rollout.run(SMALL.with("iterations", "3"), 1);
        Plot plot = run.gantt();
        assertThat(plot.series()).hasSize(3);
        assertThat(plot.y().names()).hasSize(18).startsWith("training 0").endsWith("rollout 0");
        assertThat(plot.series().stream().mapToInt(series -> series.x().length).sum())
                .isEqualTo(run.lanes().rowCount());
    }

    @Test
    void errorsSayWhatIsAllowed() {
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> Balance.split(SMALL, 2, 0.5))
                .withMessage("[2] devices are too few: an instance takes 1, the others one each");
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> Balance.split(SMALL, 20, 1))
                .withMessageContaining("share [1.0]");
    }
}
