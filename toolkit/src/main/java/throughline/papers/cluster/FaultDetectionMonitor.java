package throughline.papers.cluster;

import throughline.cluster.ClusterRun;
import throughline.cluster.ClusterSpec;
import throughline.cluster.monitor.Alarm;
import throughline.cluster.monitor.Rules;
import throughline.learning.detect.Watched;

/// C4D's rules (arXiv 2406.04594) on the exchanges and messages of a run, as somebody beside learnt detectors. It looks
/// at nothing else. An alarm of it is counted in the sampling time in which it is told, and not again while it lasts.
final class FaultDetectionMonitor {
    private FaultDetectionMonitor() {}

    /// Whether an alarm is told, sampling time by sampling time.
    ///
    /// @param window seconds
    static boolean[] alarms(ClusterRun run, ClusterSpec spec, Watched watched, Rules rules, double window) {
        boolean[] on = new boolean[watched.series().length()];
        for (Alarm alarm : new C4Telemetry(spec, window, rules).alarms(run)) {
            double samples = (alarm.at() * 1e-9 - watched.series().start())
                    / watched.series().step();
            on[Math.clamp((int) Math.ceil(samples), 0, on.length - 1)] = true;
        }
        return on;
    }
}
