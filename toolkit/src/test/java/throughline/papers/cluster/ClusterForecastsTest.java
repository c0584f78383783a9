package throughline.papers.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.cluster.ClusterRun;
import throughline.cluster.ClusterSpec;
import throughline.cluster.Effect;
import throughline.cluster.Fault;
import throughline.cluster.FaultProcess;
import throughline.learning.Series;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class ClusterForecastsTest {
    private static final ClusterSpec SMALL =
            ClusterForecasts.CALM.with("gpus", "16").with("days", "0.2");
    private static final FaultProcess HANG =
            (nodes, gpus, streams) -> List.of(new Fault((long) 6000e9, "nccl-timeout", 1, 3, Effect.HANG, 0, 0))
                    .iterator();

    private static Series series(ClusterSpec spec) {
        ClusterRun run = ClusterRun.of(spec, HANG, 1, Cancel.NEVER, Progress.NONE);
        return ClusterForecastsRuns.series("run", run, spec);
    }

    @Test
    void columnsKnowNothingOfTheFuture() {
        Series longer = series(SMALL);
        Series shorter = series(SMALL.with("days", "0.1"));
        for (String column : shorter.columns()) {
            double[] begin = Arrays.copyOf(longer.values(column), shorter.length());
            assertThat(Arrays.mismatch(begin, shorter.values(column)))
                    .as(column)
                    .isEqualTo(-1);
        }
    }

    /// Power falls with the hang; the log says so half an hour later, and the restart is announced before power
    /// rises.
    @Test
    void theLogAnnouncesARestartButNoHang() {
        Series run = series(SMALL);
        double[] stands = run.values("stands");
        double[] power = run.values("power_w");
        assertThat(Arrays.stream(stands)).allMatch(stand -> stand == 0 || stand == 1);
        assertThat(stands[95]).isZero();
        assertThat(power[105]).isLessThan(0.6 * power[95]);
        assertThat(stands[105]).isZero();
        int noticed = 105;
        while (stands[noticed] == 0) {
            noticed++;
        }
        assertThat(noticed).isBetween(129, 145);
        double[] starting = run.values("starting");
        int announced = noticed;
        while (starting[announced] == 0) {
            announced++;
        }
        assertThat(power[announced]).isLessThan(0.6 * power[95]);
        int resumed = announced;
        while (starting[resumed] == 1) {
            resumed++;
        }
        assertThat(power[resumed + 1]).isGreaterThan(0.8 * power[95]);
    }

    @Test
    void tooFewRunsAreRefused() {
        assertThatThrownBy(() -> ClusterForecasts.simulate(SMALL, 3, Cancel.NEVER, Progress.NONE))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[3]");
    }

    @Test
    void aTaskAsksForOneTargetAndSeesTheOthers() {
        for (String target : ClusterForecasts.TARGETS) {
            assertThat(ClusterForecasts.task(target).targets()).containsExactly(target);
            assertThat(ClusterForecasts.task(target).inputs())
                    .containsAll(ClusterForecasts.TARGETS)
                    .doesNotHaveDuplicates();
        }
    }
}
