package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import throughline.cluster.ClusterRun;
import throughline.cluster.ClusterSpec;
import throughline.cluster.Effect;
import throughline.cluster.Fault;
import throughline.cluster.FaultProcess;
import throughline.data.Estimate;
import throughline.data.Trace;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Generated sensors of a cluster, held against what was published of real ones. Not a paper of the catalogue: a
/// validation.
///
/// What is compared: percentiles of power, temperature and utilisation of all GPUs of Acme's clusters (AcmeTrace, A100,
/// August 2023), to which the shares of busy and idle GPUs were set by hand; how a hang and an ill link look; and the
/// share of time that a job of 16,384 GPUs spends on progress. How readings follow each other in time was not
/// published: our values stand in the ledger beside an unknown.
public final class ClusterTelemetry implements Paper {
    /// Its name in the list of validations.
    public static final String ID = "cluster-telemetry";

    private static final String KALOS = "Kalos";
    private static final String SEREN = "Seren";
    private static final String ACME = "AcmeTrace, August 2023, distribution over all GPUs";
    private static final double[] LEVELS = {0.1, 0.5, 0.9};
    private static final Map<String, double[]> POWER =
            Map.of(KALOS, new double[] {63, 101, 404}, SEREN, new double[] {63, 96, 395});
    private static final Map<String, double[]> CHIP =
            Map.of(KALOS, new double[] {27, 40, 58}, SEREN, new double[] {28, 39, 61});
    private static final double[] MEMORY = {42, 51, 61};

    private static final String HANG = "a hang takes less power than training";
    private static final String BUSY_HANG = "utilisation in a hang";
    private static final String BUS = "bus bandwidth falls before an ill link is noticed";
    private static final String EFFECTIVE = "time spent on progress is above 90 %";
    private static final String SWING = "throughput falls in the heat of the day";
    private static final String LAG = "autocorrelation of power over a minute";
    private static final String HEAT = "correlation of power and temperature";
    private static final String WORK = "correlation of power and multiprocessors at work";

    private static final double STRUCK = 20_000;
    private static final double LASTS = 7200;

    private static final Constant[] FROM_ACME = {
        byHand("power at rest, W", 64),
        byHand("power of training over the cap", 1),
        byHand("share of other people's jobs that work hard", 0.25),
        byHand("share of their GPUs that would be kept busy", 0.6),
        Constant.frozen("inlet, degrees", 24, "Acme, derived from the coldest GPUs", Provenance.AUTHORS_DATA),
        Constant.frozen("degrees a watt", 0.086, "Acme, derived: 0.083 to 0.09", Provenance.AUTHORS_DATA)
    };

    private static Constant byHand(String what, double value) {
        Set<String> rows = IntStream.range(0, LEVELS.length)
                .mapToObj(level -> row("power", KALOS, level))
                .collect(Collectors.toSet());
        return new Constant(what, value, rows, "set by hand to these percentiles", Optional.empty());
    }

    /// A third of the GPUs in one job, the others with other people's.
    private static final ClusterSpec MIXED = ClusterSpec.SMALL
            .with("days", "2")
            .with("sampling", "60")
            .with("spares", "1")
            .with("tenantLoad", "0.6")
            .with("tenants", "15");

    private static final ClusterSpec CALM =
            ClusterSpec.SMALL.with("days", "0.3").with("tenants", "0").with("faults", "none");

    @Override
    public String id() {
        return ID;
    }

    @Override
    public List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        for (String cluster : List.of(KALOS, SEREN)) {
            for (int i = 0; i < LEVELS.length; i++) {
                rows.add(known(row("power", cluster, i), POWER.get(cluster)[i], "W"));
                rows.add(known(row("temperature", cluster, i), CHIP.get(cluster)[i], "degC"));
            }
        }
        for (int i = 0; i < LEVELS.length; i++) {
            rows.add(known(row("memory temperature", KALOS, i), MEMORY[i], "degC"));
        }
        rows.add(known("utilisation, median, Kalos", 97, "%"));
        rows.add(known("utilisation, 25th percentile, Kalos", 0, "%"));
        rows.add(Reported.falls(HANG, "W", "operators of clusters; a kernel that spins", Provenance.RECALLED));
        rows.add(Reported.of(BUSY_HANG, 100, "%", "operators of clusters; a kernel that spins", Provenance.RECALLED));
        rows.add(Reported.falls(BUS, "Gbit/s", "C4 (arXiv 2406.04594)", Provenance.RECALLED));
        rows.add(Reported.rises(EFFECTIVE, "", "Llama 3 (arXiv 2407.21783), section 3.3.4", Provenance.SECONDHAND));
        rows.add(Reported.falls(SWING, "", "Llama 3: 1 to 2 % at midday", Provenance.RECALLED));
        for (String unknown : List.of(LAG, HEAT, WORK)) {
            rows.add(Reported.notKnown(unknown, "", "the series are public, their correlations are not printed"));
        }
        return rows;
    }

    private static Reported known(String row, double value, String unit) {
        return Reported.of(row, value, unit, ACME, Provenance.AUTHORS_DATA);
    }

    private static String row(String what, String cluster, int level) {
        return "%s, %d %%, %s".formatted(what, Math.round(100 * LEVELS[level]), cluster);
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        ClusterRun mixed = ClusterRun.of(MIXED, 1, cancel, Progress.NONE);
        progress.report(1, 4);
        if (cancel.requested()) {
            return;
        }
        percentiles(evidence, mixed.table("gpu"));
        together(evidence, mixed.table("gpu"));
        hang(evidence, cancel);
        progress.report(2, 4);
        link(evidence, cancel);
        progress.report(3, 4);
        progressMade(evidence, cancel);
        progress.report(4, 4);
    }

    private static void percentiles(Evidence evidence, Trace gpu) {
        double[] power = sorted(gpu.column("power_w"));
        double[] chip = sorted(gpu.column("temp_c"));
        double[] memory = sorted(gpu.column("mem_temp_c"));
        for (int i = 0; i < LEVELS.length; i++) {
            int level = i;
            evidence.claim(percentile(power, i, "power", Tolerance.absolute(5, "as sensors differ"))
                    .against(Null.of("the sister cluster's", rows -> rows.value(row("power", SEREN, level)))));
            evidence.claim(percentile(chip, i, "temperature", Tolerance.absolute(3, "as sensors differ"))
                    .against(Null.of("the sister cluster's", rows -> rows.value(row("temperature", SEREN, level)))));
            evidence.claim(percentile(memory, i, "memory temperature", Tolerance.absolute(3, "as sensors differ"))
                    .against(Null.of(
                            "the sister cluster's chips, warmer by what memories are at rest",
                            rows -> 13 + rows.value(row("temperature", SEREN, level)))));
        }
        double[] use = sorted(gpu.column("util"));
        evidence.claim(Recomputed.of("utilisation, median, Kalos", at(use, 0.5))
                .within(Tolerance.absolute(5, "five points"))
                .against(Null.of(50, "half")));
        evidence.claim(Recomputed.of("utilisation, 25th percentile, Kalos", at(use, 0.25))
                .within(Tolerance.absolute(5, "five points"))
                .against(Null.of(50, "half")));
    }

    private static Recomputed percentile(double[] sorted, int level, String what, Tolerance tolerance) {
        return Recomputed.of(row(what, KALOS, level), at(sorted, LEVELS[level]))
                .within(tolerance)
                .using(FROM_ACME);
    }

    private static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static double at(double[] sorted, double level) {
        return sorted[(int) Math.min(sorted.length - 1.0, Math.floor(level * sorted.length))];
    }

    /// How the readings of one GPU follow each other, mean over the GPUs of the job.
    private static void together(Evidence evidence, Trace gpu) {
        Map<Long, List<Integer>> cards = new LinkedHashMap<>();
        int job = MIXED.nodes();
        for (int row = 0; row < gpu.rows(); row++) {
            if (gpu.whole(2, row) < job) {
                cards.computeIfAbsent(gpu.whole(2, row) * 8 + gpu.whole(3, row), card -> new ArrayList<>())
                        .add(row);
            }
        }
        double[] power = gpu.column("power_w");
        double[] chip = gpu.column("temp_c");
        double[] sm = gpu.column("sm_active");
        double lag = 0;
        double heat = 0;
        double work = 0;
        for (List<Integer> rows : cards.values()) {
            int[] of = rows.stream().mapToInt(Integer::intValue).toArray();
            double[] watts = pick(power, of);
            int n = watts.length;
            lag += correlation(Arrays.copyOf(watts, n - 1), Arrays.copyOfRange(watts, 1, n)) / cards.size();
            heat += correlation(watts, pick(chip, of)) / cards.size();
            work += correlation(watts, pick(sm, of)) / cards.size();
        }
        evidence.claim(Recomputed.of(LAG, lag));
        evidence.claim(Recomputed.of(HEAT, heat));
        evidence.claim(Recomputed.of(WORK, work));
    }

    private static double[] pick(double[] values, int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
    }

    private static double correlation(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        return xy / Math.sqrt(xx * yy);
    }

    private static FaultProcess only(Effect effect, double severity) {
        Fault fault = new Fault((long) (STRUCK * 1e9), "network", 3, 0, effect, severity, (long) (LASTS * 1e9));
        return (nodes, perNode, streams) -> List.of(fault).iterator();
    }

    private static void hang(Evidence evidence, Cancel cancel) {
        ClusterRun run = ClusterRun.of(
                CALM.with("recovery", "recovery-watchdog"), only(Effect.HANG, 0), 1, cancel, Progress.NONE);
        Trace gpu = run.table("gpu");
        double training = mean(gpu, "power_w", STRUCK - 1800, STRUCK);
        double hanging = mean(gpu, "power_w", STRUCK + 60, STRUCK + 1500);
        evidence.claim(Recomputed.of(HANG, hanging - training)
                .within(Tolerance.direction(0, "means over minutes of all GPUs of the job")));
        evidence.claim(Recomputed.of(BUSY_HANG, mean(gpu, "util", STRUCK + 60, STRUCK + 1500))
                .within(Tolerance.absolute(1, "a counter in percent"))
                .byArithmetic("the profile of the sensors says what a spinning kernel shows"));
    }

    /// Mean over the job's nodes, which are the first, between two instants.
    private static double mean(Trace table, String column, double from, double to) {
        double[] values = table.column(column);
        double[] times = table.column("t");
        double[] nodes = table.column("node");
        int job = CALM.nodes();
        double sum = 0;
        int count = 0;
        for (int row = 0; row < values.length; row++) {
            if (times[row] >= from && times[row] < to && nodes[row] < job) {
                sum += values[row];
                count++;
            }
        }
        return sum / count;
    }

    private static void link(Evidence evidence, Cancel cancel) {
        ClusterRun run = ClusterRun.of(CALM, only(Effect.DEGRADED_LINK, 0.4), 1, cancel, Progress.NONE);
        double[] bus = run.table("collectives").column("busbw_gbps");
        double[] times = run.table("collectives").column("t");
        double noticed = run.table("labels").number(10, 0);
        double sound = mean(bus, times, STRUCK - 1800, STRUCK);
        double ill = mean(bus, times, STRUCK + 30, noticed);
        evidence.claim(Recomputed.of(BUS, ill - sound)
                .within(Tolerance.direction(0, "means over all steps before the alarm, and before the fault")));
    }

    private static double mean(double[] values, double[] times, double from, double to) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            if (times[i] >= from && times[i] < to) {
                sum += values[i];
                count++;
            }
        }
        return sum / count;
    }

    /// Two days of 16,384 GPUs, three times, with checkpoints each minute.
    private static void progressMade(Evidence evidence, Cancel cancel) {
        ClusterSpec fast = ClusterSpec.LLAMA_3.with("checkpointEvery", "1").with("days", "2");
        double[] shares = new double[3];
        for (int seed = 0; seed < shares.length; seed++) {
            shares[seed] = ClusterRun.goodput(fast, seed + 1L, cancel).effective();
        }
        Estimate share = Estimate.of(shares);
        evidence.claim(Recomputed.of(EFFECTIVE, share.mean() - 0.9)
                .within(Tolerance.direction(share.standardError(), "three runs of two days")));
        ClusterRun day = ClusterRun.of(
                CALM.with("days", "1").with("sampling", "3600"), FaultProcess.NONE, 1, cancel, Progress.NONE);
        double[] rate = day.table("steps").column("tflops");
        double[] times = day.table("steps").column("t_start");
        double noon = mean(rate, times, 13 * 3600, 15 * 3600);
        double night = mean(rate, times, 3600, 3 * 3600);
        evidence.claim(Recomputed.of(SWING, noon / night - 1)
                .within(Tolerance.direction(0, "means over two hours"))
                .byArithmetic("the profile says by how much heat slows the work"));
    }
}
