package throughline.papers.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.cluster.ClusterRun;
import throughline.cluster.ClusterSpec;
import throughline.cluster.Effect;
import throughline.cluster.Fault;
import throughline.cluster.FaultProcess;
import throughline.cluster.monitor.Rules;
import throughline.papers.cluster.C4Telemetry.Score;
import throughline.papers.cluster.C4Telemetry.Scores;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The detector on the telemetry of the cluster's model, one fault of each class at a known place.
class C4TelemetryTest {
    private static final long MINUTE = 60_000_000_000L;
    private static final ClusterSpec SPEC =
            ClusterSpec.SMALL.with("detail", "rank").with("days", "2 h").with("stragglers", "none");

    private static Scores scores(Fault... faults) {
        FaultProcess process = (_, _, _) -> List.of(faults).iterator();
        ClusterRun run = ClusterRun.of(SPEC, process, 1, Cancel.NEVER, Progress.NONE);
        return new C4Telemetry(SPEC, 60, Rules.USUAL).score(run);
    }

    @Test
    void aHealthyJobIsLeftAlone() {
        assertThat(scores().alarms()).isZero();
    }

    @Test
    void eachClassIsTold() {
        assertTold(Effect.HANG, new Fault(30 * MINUTE, "gpu", 3, 2, Effect.HANG, 0, 60 * MINUTE));
        assertTold(Effect.SLOW, new Fault(30 * MINUTE, "gpu", 2, 1, Effect.SLOW, 1.5, 30 * MINUTE));
        assertTold(Effect.DEGRADED_LINK, new Fault(30 * MINUTE, "nic", 5, 4, Effect.DEGRADED_LINK, 0.4, 30 * MINUTE));
    }

    private static void assertTold(Effect effect, Fault fault) {
        Scores scores = scores(fault);
        Score score = scores.classes().get(effect);
        assertThat(score.faults()).as(effect.name()).isEqualTo(1);
        assertThat(score.told()).as(effect.name()).isEqualTo(1);
        assertThat(score.placed()).as(effect.name()).isEqualTo(1);
        assertThat(scores.falseADay()).as(effect.name()).isZero();
    }
}
