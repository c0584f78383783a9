package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.List;
import throughline.cluster.ClusterRun;
import throughline.cluster.ClusterSpec;
import throughline.cluster.monitor.Rules;
import throughline.learning.detect.Watched;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Runs of one kind, and what C4D's rules say of each.
///
/// @param runs    each with the truth
/// @param monitor for each run, whether the rules tell something, step by step; empty where they were not asked
record FaultDetectionRuns(List<Watched> runs, List<boolean[]> monitor) {
    private static final double WINDOW = 60;

    FaultDetectionRuns {
        runs = List.copyOf(runs);
        monitor = List.copyOf(monitor);
    }

    /// Simulates runs with one fault of each kind; a cancel leaves those that are done.
    ///
    /// @param harm    of the faults
    /// @param first   seed; the others follow
    /// @param watched whether the rules are asked
    static FaultDetectionRuns simulate(
            String name,
            ClusterSpec spec,
            FaultDetectionHarm harm,
            long first,
            int count,
            boolean watched,
            Cancel cancel,
            Progress progress) {
        List<Watched> runs = new ArrayList<>();
        List<boolean[]> monitor = new ArrayList<>();
        for (long seed = first; seed < first + count && !cancel.requested(); seed++) {
            ClusterRun run =
                    ClusterRun.of(spec, new FaultDetectionDrill(spec.days(), harm), seed, cancel, Progress.NONE);
            Watched one = FaultDetectionColumns.watched("%s-%d".formatted(name, seed), run, spec);
            runs.add(one);
            if (watched) {
                monitor.add(FaultDetectionMonitor.alarms(run, spec, one, Rules.USUAL, WINDOW));
            }
            progress.report(runs.size(), count);
        }
        return new FaultDetectionRuns(runs, monitor);
    }
}
