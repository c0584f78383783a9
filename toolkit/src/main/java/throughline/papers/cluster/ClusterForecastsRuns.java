package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import throughline.cluster.ClusterRun;
import throughline.cluster.ClusterSpec;
import throughline.data.Trace;
import throughline.learning.Series;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Runs of a training job as regular series: what its steps and its nodes' sensors show, and what the operator's log
/// has announced.
final class ClusterForecastsRuns {
    static final String STEP = "step_s";
    static final String POWER = "power_w";
    static final String HEAT = "temp_c";
    /// Whether the log says that the job stands, and that it is being started again.
    static final List<String> ANNOUNCED = List.of("stands", "starting", "minutes_since");

    static final List<String> CLOCK = List.of("day_sin", "day_cos");

    private static final double DAY = 86_400;

    private final ClusterSpec spec;
    private final double sampling;
    private final SequencedMap<String, double[]> columns = new LinkedHashMap<>();

    private ClusterForecastsRuns(ClusterSpec spec, int samples) {
        this.spec = spec;
        sampling = spec.sampling();
        for (List<String> some : List.of(List.of(STEP, POWER, HEAT), ANNOUNCED, CLOCK)) {
            some.forEach(name -> columns.put(name, new double[samples]));
        }
    }

    /// Simulates runs with the seeds from `first` on; a cancel leaves those that are done.
    static List<Series> simulate(
            String name, ClusterSpec spec, long first, int count, Cancel cancel, Progress progress) {
        List<Series> runs = new ArrayList<>();
        for (long seed = first; seed < first + count && !cancel.requested(); seed++) {
            ClusterRun run = ClusterRun.of(spec, seed, cancel, Progress.NONE);
            if (!cancel.requested()) {
                runs.add(series("%s-%d".formatted(name, seed), run, spec));
            }
            progress.report(runs.size(), count);
        }
        return runs;
    }

    /// What was known at the end of each sampling time.
    static Series series(String name, ClusterRun run, ClusterSpec spec) {
        int samples = (int) (DAY * spec.days() / spec.sampling());
        ClusterForecastsRuns series = new ClusterForecastsRuns(spec, samples);
        series.steps(run.table("steps"), samples);
        series.sensors(run.table("gpu"), samples);
        series.log(run.table("events"), firstStep(run.table("steps")), samples);
        return new Series(
                name,
                spec.sampling(),
                spec.sampling(),
                List.copyOf(series.columns.keySet()),
                series.columns.values().toArray(double[][]::new),
                new LinkedHashMap<>());
    }

    /// The mean length of the steps that ended in a sampling time, or the last mean where none did. The time before the
    /// first step has the length of that: what else is there to say of it?
    private void steps(Trace steps, int samples) {
        double[] start = steps.column("t_start");
        double[] end = steps.column("t_end");
        double[] into = columns.get(STEP);
        double last = end.length == 0 ? 0 : end[0] - start[0];
        int row = 0;
        for (int sample = 0; sample < samples; sample++) {
            double sum = 0;
            int count = 0;
            for (; row < end.length && end[row] <= (sample + 1) * sampling; row++) {
                sum += end[row] - start[row];
                count++;
            }
            last = count == 0 ? last : sum / count;
            into[sample] = last;
        }
    }

    /// Means over the nodes that the job began with.
    private void sensors(Trace gpu, int samples) {
        double[] time = gpu.column("t");
        double[] node = gpu.column("node");
        double[] power = gpu.column("power_w");
        double[] heat = gpu.column("temp_c");
        int job = spec.nodes();
        double lastPower = 0;
        double lastHeat = 0;
        int row = 0;
        for (int sample = 0; sample < samples; sample++) {
            double watts = 0;
            double degrees = 0;
            int count = 0;
            for (; row < time.length && time[row] < (sample + 1) * sampling; row++) {
                if (node[row] < job) {
                    watts += power[row];
                    degrees += heat[row];
                    count++;
                }
            }
            lastPower = count == 0 ? lastPower : watts / count;
            lastHeat = count == 0 ? lastHeat : degrees / count;
            columns.get(POWER)[sample] = lastPower;
            columns.get(HEAT)[sample] = lastHeat;
        }
    }

    /// Seconds until the first step has ended; the first start of the job is in no log.
    private static double firstStep(Trace steps) {
        return steps.rows() == 0 ? Double.POSITIVE_INFINITY : steps.column("t_end")[0];
    }

    /// A hang stands in no log until it is noticed.
    private void log(Trace events, double begun, int samples) {
        double[] time = events.column("t");
        int kind = FaultDetectionColumns.place(events, "kind");
        boolean stands = false;
        boolean starting = false;
        double since = 0;
        int row = 0;
        for (int sample = 0; sample < samples; sample++) {
            double now = (sample + 1) * sampling;
            for (; row < time.length && time[row] <= now; row++) {
                switch (events.text(kind, row)) {
                    case "detect" -> {
                        stands = true;
                        since = time[row];
                    }
                    case "reinit" -> {
                        starting = true;
                        since = time[row];
                    }
                    case "resume" -> {
                        stands = false;
                        starting = false;
                        since = time[row];
                    }
                    default -> {}
                }
            }
            boolean first = now < begun;
            columns.get("stands")[sample] = first || stands ? 1 : 0;
            columns.get("starting")[sample] = first || stands && starting ? 1 : 0;
            columns.get("minutes_since")[sample] = Math.min(60, (now - since) / 60);
            columns.get("day_sin")[sample] = StrictMath.sin(2 * Math.PI * now / DAY);
            columns.get("day_cos")[sample] = StrictMath.cos(2 * Math.PI * now / DAY);
        }
    }
}
