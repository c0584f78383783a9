package throughline.papers.training;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import throughline.hardware.Cluster;
import throughline.hardware.Cluster.Group;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;

/// Exchanges among A100s that Hetu-Galvatron measured, by constants that were fitted on other machines, and for large
/// arrays on its own all-reduces of fewer devices. All its times stand in `datasets/a100-collectives`; these are those
/// of eight devices, of the smallest size to the largest.
final class TrainingRunsExchanges {
    private static final String TIMES = "Hetu-Galvatron, tests";
    private static final String BANDWIDTHS = "Hetu-Galvatron, profile_hardware/hardware_configs";
    private static final int[] SIZES = {1, 16, 128, 1024};
    private static final double[] ALL_REDUCE = {0.07895, 0.2941, 1.2826, 8.1409};
    private static final double[] ALL_TO_ALL = {0.112, 0.200, 0.714, 4.815};
    private static final int[] EACH = {1, 2, 4, 8};
    private static final double[] ACROSS = {8.1, 16.2, 20.8, 44.7};
    private static final int[] MEBIBYTES = {16, 32, 64, 128, 256};
    private static final Tolerance TWELVE_PERCENT =
            Tolerance.relative(0.12, "what is asked of exchanges in the median");
    private static final String OTHER_MACHINE =
            "Constants are those of a library on another machine, but for large arrays; how the two nodes' cards"
                    + " are shared is not said. A fit to these rows is `lab fit` away, and would not be a prediction.";

    private TrainingRunsExchanges() {}

    static List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        for (int i = 0; i < SIZES.length; i++) {
            Provenance data = Provenance.AUTHORS_DATA;
            rows.add(Reported.of(key("all-reduce", i), ALL_REDUCE[i], "ms", TIMES, data));
            rows.add(Reported.of(key("all-to-all", i), ALL_TO_ALL[i], "ms", TIMES, data));
            rows.add(Reported.of(across(i), ACROSS[i], "GB/s", BANDWIDTHS, data));
        }
        return rows;
    }

    private static String key(String collective, int i) {
        return "%s of %d MiB among 8 A100s".formatted(collective, SIZES[i]);
    }

    private static String across(int i) {
        return "bandwidth of all-reduces across 2 nodes, %d A100s of each".formatted(EACH[i]);
    }

    static void claims(Evidence evidence, Cluster nodes) {
        Group node = new Group(8, 8);
        for (int i = 0; i < SIZES.length; i++) {
            double bytes = SIZES[i] * 0x1p20;
            time(evidence, "all-reduce", i, nodes.allReduce(node, bytes).value());
            time(evidence, "all-to-all", i, nodes.allToAll(node, bytes).value());
        }
        for (int i = 0; i < EACH.length; i++) {
            int at = i;
            Group group = new Group(2 * EACH[i], EACH[i]);
            evidence.claim(Recomputed.of(across(i), bandwidth(nodes, group) / 1e9)
                    .within(TWELVE_PERCENT)
                    .against(Null.mean(IntStream.range(0, EACH.length)
                            .filter(other -> other != at)
                            .mapToObj(TrainingRunsExchanges::across)
                            .toArray(String[]::new)))
                    .tried(i == 2 ? "" : OTHER_MACHINE));
        }
    }

    private static void time(Evidence evidence, String collective, int i, double seconds) {
        evidence.claim(Recomputed.of(key(collective, i), 1e3 * seconds)
                .within(TWELVE_PERCENT)
                .against(Null.of("a power law through the two nearest sizes", rows -> power(rows, collective, i)))
                .tried(i == 2 ? "" : OTHER_MACHINE));
    }

    private static double power(Published rows, String collective, int i) {
        int from = i == 0 ? 1 : i - 1;
        int to = i == 0 ? 2 : i == SIZES.length - 1 ? i - 2 : i + 1;
        double first = Math.log(rows.value(key(collective, from)));
        double second = Math.log(rows.value(key(collective, to)));
        double along = Math.log((double) SIZES[i] / SIZES[from]) / Math.log((double) SIZES[to] / SIZES[from]);
        return Math.exp(first + along * (second - first));
    }

    /// The mean over sizes of what a ring would have to carry, as nccl-tests prints it.
    private static double bandwidth(Cluster nodes, Group group) {
        return IntStream.of(MEBIBYTES)
                .mapToDouble(size -> size * 0x1p20)
                .map(bytes -> 2
                        * (group.ranks() - 1.0)
                        / group.ranks()
                        * bytes
                        / nodes.allReduce(group, bytes).value())
                .average()
                .orElseThrow();
    }
}
