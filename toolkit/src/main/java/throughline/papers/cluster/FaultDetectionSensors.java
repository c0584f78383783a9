package throughline.papers.cluster;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import throughline.cluster.ClusterRun;
import throughline.cluster.ClusterSpec;
import throughline.data.Trace;

/// What the sensors of a job's GPUs say at each sampling time: the median of all, and the one GPU that is farthest from
/// the others, measured by how far it usually is from them, as cards differ. A sample that is lost is taken to be as
/// the one before.
final class FaultDetectionSensors {
    /// Samples over which readings are smoothed, and those over which it is found what is usual.
    private static final double SMOOTH = 4;

    private static final double USUAL = 240;
    private static final int WORKING = 50;
    private static final String[] READ = {"power_w", "temp_c", "mem_temp_c", "sm_clock_mhz", "util", "sm_active"};

    private final int perNode;
    private final int units;
    private final double[][] last;
    private final FaultDetectionUsual[][] smooth;
    private final FaultDetectionUsual[][] usual;
    private final FaultDetectionUsual power = new FaultDetectionUsual(USUAL);
    private final double[] counted;

    private FaultDetectionSensors(ClusterSpec spec) {
        perNode = spec.detail() == ClusterSpec.Detail.NODE ? 1 : spec.cluster().perNode();
        units = spec.nodes() * perNode;
        last = new double[READ.length][units];
        smooth = new FaultDetectionUsual[3][units];
        usual = new FaultDetectionUsual[3][units];
        for (int sensor = 0; sensor < 3; sensor++) {
            Arrays.setAll(smooth[sensor], _ -> new FaultDetectionUsual(SMOOTH));
            Arrays.setAll(usual[sensor], _ -> new FaultDetectionUsual(USUAL));
        }
        counted = new double[units];
    }

    /// Columns by name, one value a sampling time.
    static SequencedMap<String, double[]> columns(ClusterRun run, ClusterSpec spec, int samples) {
        SequencedMap<String, double[]> columns = new LinkedHashMap<>();
        for (String name : FaultDetectionColumns.SENSORS) {
            columns.put(name, new double[samples]);
        }
        new FaultDetectionSensors(spec).read(run.table("gpu"), spec.sampling(), columns);
        return columns;
    }

    private void read(Trace gpu, double sampling, SequencedMap<String, double[]> columns) {
        double[] time = gpu.column("t");
        double[] node = gpu.column("node");
        double[] unit = gpu.column("gpu");
        double[] xid = gpu.column("xid");
        double[] ecc = gpu.column("ecc_sbe");
        double[][] read = new double[READ.length][];
        Arrays.setAll(read, sensor -> gpu.column(READ[sensor]));
        int row = 0;
        for (int sample = 0; sample < columns.firstEntry().getValue().length; sample++) {
            double messages = 0;
            double errors = 0;
            for (; row < time.length && time[row] < (sample + 1) * sampling; row++) {
                int i = (int) (perNode == 1 ? node[row] : node[row] * perNode + unit[row]);
                if (i < units) {
                    for (int sensor = 0; sensor < READ.length; sensor++) {
                        last[sensor][i] = read[sensor][row];
                    }
                    messages += xid[row] > 0 ? 1 : 0;
                    errors += ecc[row] - counted[i];
                    counted[i] = ecc[row];
                }
            }
            columns.get("xid")[sample] = messages;
            columns.get("ecc")[sample] = errors;
            put(sample, columns);
        }
    }

    private void put(int sample, SequencedMap<String, double[]> columns) {
        boolean works = median(last[5]) > WORKING;
        double watts = median(last[0]);
        if (works) {
            power.see(watts);
        }
        columns.get("power")[sample] = power.ratio(watts);
        columns.get("util")[sample] = median(last[4]) / 100;
        columns.get("sm_active")[sample] = median(last[5]) / 100;
        columns.get("power_low")[sample] = farthest(0, works, -1) / Math.max(1, watts);
        columns.get("temp_high")[sample] = farthest(1, works, 1);
        columns.get("mem_temp_high")[sample] = farthest(2, works, 1);
        double clock = median(last[3]);
        columns.get("clock_low")[sample] =
                clock == 0 ? 0 : 1 - Arrays.stream(last[3]).min().orElseThrow() / clock;
    }

    /// How far the one is away that is farthest.
    ///
    /// @param sign 1 for above, -1 for below
    private double farthest(int sensor, boolean works, int sign) {
        double middle = median(last[sensor]);
        double farthest = 0;
        for (int i = 0; i < units; i++) {
            double away = last[sensor][i] - middle;
            smooth[sensor][i].see(away);
            if (works) {
                usual[sensor][i].see(away);
            }
            farthest = Math.max(farthest, sign * (smooth[sensor][i].value() - usual[sensor][i].value()));
        }
        return farthest;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
