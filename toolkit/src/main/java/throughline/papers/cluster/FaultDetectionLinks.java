package throughline.papers.cluster;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import throughline.cluster.ClusterRun;
import throughline.data.Trace;

/// What the network says at each sampling time: the worst card, and the slowest path.
final class FaultDetectionLinks {
    private FaultDetectionLinks() {}

    /// Columns by name, one value a sampling time.
    static SequencedMap<String, double[]> columns(ClusterRun run, double sampling, int samples) {
        SequencedMap<String, double[]> columns = new LinkedHashMap<>();
        for (String name : FaultDetectionColumns.LINKS) {
            columns.put(name, new double[samples]);
        }
        Trace links = run.table("links");
        most(links, "errors", columns.get("link_errors"), sampling);
        most(links, "queue_kb", columns.get("link_queue"), sampling);
        slowest(run.table("transport"), columns.get("delay_high"), sampling);
        return columns;
    }

    private static void most(Trace links, String column, double[] into, double sampling) {
        double[] time = links.column("t");
        double[] values = links.column(column);
        for (int row = 0; row < time.length; row++) {
            int sample = (int) (time[row] / sampling);
            if (sample < into.length) {
                into[sample] = Math.max(into[sample], Math.log1p(Math.max(0, values[row])));
            }
        }
    }

    /// The delay of the slowest path over the median of all.
    private static void slowest(Trace transport, double[] into, double sampling) {
        double[] time = transport.column("t");
        double[] delay = transport.column("delay_us");
        int from = 0;
        while (from < time.length) {
            int to = from;
            while (to < time.length && time[to] == time[from]) {
                to++;
            }
            double[] some = Arrays.copyOfRange(delay, from, to);
            Arrays.sort(some);
            int sample = (int) (time[from] / sampling);
            if (sample < into.length) {
                into[sample] = Math.log(some[some.length - 1] / some[some.length / 2]);
            }
            from = to;
        }
    }
}
