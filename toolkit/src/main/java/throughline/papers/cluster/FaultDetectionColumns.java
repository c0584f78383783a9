package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import throughline.cluster.ClusterRun;
import throughline.cluster.ClusterSpec;
import throughline.data.Schema;
import throughline.data.Trace;
import throughline.learning.Series;
import throughline.learning.detect.Episode;
import throughline.learning.detect.Watched;

/// A run of a training job as a few series, each against what is usual in this run so far, so that they mean the same
/// on other machines; and the truth about it.
final class FaultDetectionColumns {
    static final List<String> SENSORS =
            List.of("power", "util", "sm_active", "power_low", "temp_high", "mem_temp_high", "clock_low", "xid", "ecc");
    static final List<String> STEPS =
            List.of("step_time", "step_age", "stall", "same_rank", "exposed", "busbw_low", "wait_gap");
    static final List<String> LINKS = List.of("link_errors", "link_queue", "delay_high");

    /// All columns.
    static final List<String> ALL =
            Stream.of(SENSORS, STEPS, LINKS).flatMap(List::stream).toList();

    /// Columns each of which tells a fault by itself: in the simulation they do not move, or hardly, while all is well.
    static final List<String> TELLING =
            List.of("clock_low", "xid", "exposed", "busbw_low", "link_errors", "link_queue");

    /// Seconds after a restart in which it is seen what is usual.
    private static final double SETTLING = 120;

    private FaultDetectionColumns() {}

    static Watched watched(String name, ClusterRun run, ClusterSpec spec) {
        int samples = (int) (86_400 * spec.days() / spec.sampling());
        SequencedMap<String, double[]> columns = new LinkedHashMap<>(FaultDetectionSensors.columns(run, spec, samples));
        columns.putAll(FaultDetectionSteps.columns(run, spec.sampling(), samples));
        columns.putAll(FaultDetectionLinks.columns(run, spec.sampling(), samples));
        Series series = new Series(
                name,
                spec.sampling(),
                spec.sampling(),
                List.copyOf(columns.keySet()),
                columns.values().toArray(double[][]::new),
                new LinkedHashMap<>());
        return new Watched(series, wrong(run.table("labels")), known(run));
    }

    private static List<Episode> wrong(Trace labels) {
        List<Episode> wrong = new ArrayList<>();
        double[] from = labels.column("start");
        double[] to = labels.column("end");
        double[] inJob = labels.column("in_job");
        double[] noticed = labels.column("noticed");
        int effect = place(labels, "effect");
        int category = place(labels, "category");
        for (int row = 0; row < from.length; row++) {
            FaultDetectionDrill.Kind kind =
                    FaultDetectionDrill.Kind.of(labels.text(effect, row), labels.text(category, row));
            if (kind != null && inJob[row] > 0) {
                double end = kind == FaultDetectionDrill.Kind.HANG && noticed[row] > 0 ? noticed[row] : to[row];
                wrong.add(new Episode(from[row], Math.max(from[row], end), kind.text()));
            }
        }
        return wrong;
    }

    /// From an alarm of the watchdog until the job has made steps again, and before its first steps.
    private static List<Episode> known(ClusterRun run) {
        Trace events = run.table("events");
        double[] time = events.column("t");
        double[] ends = run.table("steps").column("t_end");
        int kind = place(events, "kind");
        List<Episode> known = new ArrayList<>();
        known.add(new Episode(0, stepAfter(ends, 0) + SETTLING, "start"));
        double since = Double.NaN;
        for (int row = 0; row < time.length; row++) {
            String what = events.text(kind, row);
            if (what.equals("detect") && Double.isNaN(since)) {
                since = time[row];
            } else if (what.equals("resume") && !Double.isNaN(since)) {
                known.add(new Episode(since, stepAfter(ends, time[row]) + SETTLING, "stopped"));
                since = Double.NaN;
            }
        }
        if (!Double.isNaN(since)) {
            known.add(new Episode(since, Double.POSITIVE_INFINITY, "stopped"));
        }
        return known;
    }

    /// The place of a column of text.
    static int place(Trace trace, String column) {
        return trace.schema().columns().stream()
                .map(Schema.Column::name)
                .toList()
                .indexOf(column);
    }

    private static double stepAfter(double[] ends, double time) {
        for (double end : ends) {
            if (end > time) {
                return end;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    /// A run in which one kind of fault is neither right nor wrong, so that nothing is learnt of it.
    static Watched without(Watched run, String kind) {
        Map<Boolean, List<Episode>> parts = run.wrong().stream()
                .collect(Collectors.partitioningBy(one -> one.kind().equals(kind)));
        List<Episode> known = new ArrayList<>(run.known());
        known.addAll(parts.get(true));
        return new Watched(run.series(), parts.get(false), known);
    }
}
