package throughline.papers.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import throughline.cluster.ClusterRun;
import throughline.data.Trace;

/// What the job's own log says at each sampling time: how long the last step took against what is usual, how long ago
/// it ended, and how much the ranks waited for one of them.
final class FaultDetectionSteps {
    /// Steps over which it is found what is usual, and those over which waits are taken together.
    private static final double USUAL = 400;

    private static final double SMOOTH = 10;
    private static final int REMEMBERED = 16;
    private static final double OLDEST = 20;

    private final FaultDetectionUsual time = new FaultDetectionUsual(USUAL);
    private final FaultDetectionUsual exposed = new FaultDetectionUsual(USUAL);
    private final FaultDetectionUsual bus = new FaultDetectionUsual(USUAL);
    private final Deque<Integer> slowest = new ArrayDeque<>();
    private final Map<Integer, FaultDetectionUsual> gaps = new HashMap<>();
    private final SequencedMap<String, double[]> columns = new LinkedHashMap<>();
    /// Length of a step that was usual at each sampling time.
    private final double[] usual;

    private FaultDetectionSteps(int samples) {
        usual = new double[samples];
        for (String name : FaultDetectionColumns.STEPS) {
            columns.put(name, new double[samples]);
        }
    }

    /// Columns by name, one value a sampling time, from what was logged by its end.
    static SequencedMap<String, double[]> columns(ClusterRun run, double sampling, int samples) {
        FaultDetectionSteps signs = new FaultDetectionSteps(samples);
        signs.steps(run.table("steps"), sampling, samples);
        signs.exchanges(run.table("collectives"), sampling, samples);
        return signs.columns;
    }

    private void steps(Trace steps, double sampling, int samples) {
        double[] start = steps.column("t_start");
        double[] end = steps.column("t_end");
        double[] alone = steps.column("comm_exposed_ms");
        double[] stall = steps.column("ckpt_stall_ms");
        double[] rank = steps.column("slowest_rank");
        double longer = 0;
        double shown = 0;
        double stood = 0;
        int row = 0;
        for (int sample = 0; sample < samples; sample++) {
            double now = (sample + 1) * sampling;
            for (; row < end.length && end[row] <= now; row++) {
                time.see(end[row] - start[row]);
                exposed.see(alone[row]);
                longer = Math.log(time.ratio(end[row] - start[row]));
                shown = Math.log(Math.max(1e-3, exposed.ratio(alone[row])));
                stood = stall[row] / 1e3 / time.value();
                slowest.add((int) rank[row]);
                if (slowest.size() > REMEMBERED) {
                    slowest.poll();
                }
            }
            usual[sample] = time.value();
            columns.get("step_time")[sample] = longer;
            columns.get("exposed")[sample] = shown;
            columns.get("stall")[sample] = stood;
            columns.get("same_rank")[sample] = sameRank();
            columns.get("step_age")[sample] = row == 0 ? 0 : Math.min(OLDEST, (now - end[row - 1]) / time.value());
        }
    }

    /// The share of the last steps that waited for one and the same rank.
    private double sameRank() {
        Map<Integer, Integer> counts = new HashMap<>();
        int most = 0;
        for (int rank : slowest) {
            most = Math.max(most, counts.merge(rank, 1, Integer::sum));
        }
        return slowest.isEmpty() ? 0 : (double) most / REMEMBERED;
    }

    /// A rank for which its group waits does not wait itself: the largest difference between the mean wait of a group
    /// and that of one of its ranks, over some steps, by the length of a step.
    private void exchanges(Trace rows, double sampling, int samples) {
        double[] end = rows.column("t");
        double[] group = rows.column("comm_id");
        double[] rank = rows.column("rank");
        double[] wait = rows.column("wait_us");
        double[] speed = rows.column("busbw_gbps");
        int op = FaultDetectionColumns.place(rows, "op");
        Map<Integer, double[]> sums = new HashMap<>();
        Map<Integer, double[]> waits = new HashMap<>();
        double slower = 0;
        double gap = 0;
        int row = 0;
        for (int sample = 0; sample < samples; sample++) {
            double now = (sample + 1) * sampling;
            while (row < end.length && end[row] <= now) {
                double step = end[row];
                sums.clear();
                waits.clear();
                for (; row < end.length && end[row] == step; row++) {
                    if (rows.text(op, row).equals("tensor")) {
                        double[] sum = sums.computeIfAbsent((int) group[row], _ -> new double[2]);
                        sum[0] += wait[row];
                        sum[1]++;
                        waits.put((int) rank[row], new double[] {group[row], wait[row]});
                    } else if (rows.text(op, row).equals("data") && speed[row] > 0) {
                        bus.see(speed[row]);
                        slower = -Math.log(bus.ratio(speed[row]));
                    }
                }
                gap = waits.isEmpty() ? gap : gap(sums, waits, usual[sample]);
            }
            columns.get("busbw_low")[sample] = slower;
            columns.get("wait_gap")[sample] = gap;
        }
    }

    private double gap(Map<Integer, double[]> sums, Map<Integer, double[]> waits, double step) {
        double largest = 0;
        for (Map.Entry<Integer, double[]> one : waits.entrySet()) {
            double[] sum = sums.get((int) one.getValue()[0]);
            double others = sum[0] / sum[1] - one.getValue()[1];
            FaultDetectionUsual smooth = gaps.computeIfAbsent(one.getKey(), _ -> new FaultDetectionUsual(SMOOTH));
            smooth.see(others * 1e-6 / step);
            largest = Math.max(largest, smooth.value());
        }
        return largest;
    }
}
