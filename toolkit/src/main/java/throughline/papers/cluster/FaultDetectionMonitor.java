package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import throughline.cluster.ClusterRun;
import throughline.cluster.monitor.Alarm;
import throughline.cluster.monitor.CollectiveRows;
import throughline.cluster.monitor.Communicator;
import throughline.cluster.monitor.Detector;
import throughline.cluster.monitor.Rules;
import throughline.cluster.monitor.TransportRows;
import throughline.cluster.monitor.Window;
import throughline.cluster.monitor.Windows;
import throughline.data.Trace;
import throughline.learning.detect.Watched;

/// C4D's rules (arXiv 2406.04594) on the exchanges and messages of a run, as somebody beside learnt detectors. It looks
/// at nothing else. An alarm of it is counted in the sampling time in which it is told, and not again while it lasts.
final class FaultDetectionMonitor {
    /// Numbers of groups are their own for each kind of exchange.
    private static final long KINDS = 1_000_000;

    private FaultDetectionMonitor() {}

    /// Whether an alarm is told, sampling time by sampling time.
    ///
    /// @param window seconds
    static boolean[] alarms(ClusterRun run, Watched watched, Rules rules, double window) {
        Trace rows = run.table("collectives");
        CollectiveRows exchanges = exchanges(rows);
        boolean[] on = new boolean[watched.series().length()];
        double end = watched.series().time(on.length - 1);
        Detector detector = new Detector(communicators(exchanges), rules);
        for (Window one : Windows.of(exchanges, messages(run.table("transport")), window, end)) {
            for (Alarm alarm : detector.watch(one)) {
                int sample =
                        (int) Math.ceil((alarm.at() * 1e-9 - watched.series().start())
                                / watched.series().step());
                on[Math.clamp(sample, 0, on.length - 1)] = true;
            }
        }
        return on;
    }

    /// Those of replicas and of ranks that split a layer; stages wait for each other by design.
    private static CollectiveRows exchanges(Trace rows) {
        int op = FaultDetectionColumns.place(rows, "op");
        int[] some = IntStream.range(0, rows.rows())
                .filter(row -> !rows.text(op, row).equals("pipeline"))
                .toArray();
        double[] group = rows.column("comm_id");
        double[] rank = rows.column("rank");
        double[] launch = rows.column("launch");
        double[] wait = rows.column("wait_us");
        double[] end = rows.column("end");
        return new CollectiveRows(
                IntStream.of(some)
                        .mapToLong(row -> (rows.text(op, row).equals("data") ? 0 : KINDS) + (long) group[row])
                        .toArray(),
                IntStream.of(some).map(row -> (int) rank[row]).toArray(),
                IntStream.of(some).mapToDouble(row -> launch[row]).toArray(),
                IntStream.of(some).mapToDouble(row -> wait[row]).toArray(),
                IntStream.of(some).mapToDouble(row -> end[row]).toArray());
    }

    private static List<Communicator> communicators(CollectiveRows rows) {
        TreeMap<Long, TreeSet<Integer>> members = new TreeMap<>();
        for (int row = 0; row < rows.rank().length; row++) {
            members.computeIfAbsent(rows.communicator()[row], _ -> new TreeSet<>())
                    .add(rows.rank()[row]);
        }
        List<Communicator> communicators = new ArrayList<>();
        members.forEach((id, ranks) -> communicators.add(new Communicator(id, List.copyOf(ranks))));
        return communicators;
    }

    private static TransportRows messages(Trace rows) {
        double[] src = rows.column("src");
        double[] dst = rows.column("dst");
        double[] messages = rows.column("messages");
        return new TransportRows(
                rows.column("t"),
                IntStream.range(0, src.length).map(row -> (int) src[row]).toArray(),
                IntStream.range(0, dst.length).map(row -> (int) dst[row]).toArray(),
                IntStream.range(0, src.length)
                        .mapToLong(row -> (long) messages[row])
                        .toArray(),
                rows.column("bytes"),
                rows.column("delay_us"));
    }
}
