package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import throughline.cluster.ClusterRun;
import throughline.cluster.ClusterSpec;
import throughline.cluster.Effect;
import throughline.cluster.monitor.Alarm;
import throughline.cluster.monitor.CollectiveRows;
import throughline.cluster.monitor.Communicator;
import throughline.cluster.monitor.Detector;
import throughline.cluster.monitor.Finding;
import throughline.cluster.monitor.Rules;
import throughline.cluster.monitor.TransportRows;
import throughline.cluster.monitor.Window;
import throughline.cluster.monitor.Windows;
import throughline.data.Trace;

/// The detector on the telemetry of a simulated job, which it was not made for, against the labels of its faults.
///
/// Hangs and stragglers are looked for in the exchanges of replicas, slow paths in their messages. In these exchanges
/// all ranks of a slow replica come late together, so that a straggler is placed in its replica and no nearer.
public final class C4Telemetry {
    private static final List<Effect> CLASSES = List.of(Effect.HANG, Effect.SLOW, Effect.DEGRADED_LINK);
    private static final double DAY = 86_400;

    private final ClusterSpec spec;
    private final double window;
    private final Rules rules;

    /// @param spec   of the job, with the detail of ranks
    /// @param window length, s
    /// @param rules  of the detector
    public C4Telemetry(ClusterSpec spec, double window, Rules rules) {
        this.spec = spec;
        this.window = window;
        this.rules = rules;
    }

    /// @param faults  of a class that struck a node of the job
    /// @param told    of these, those for which a finding of the class came before they were over, or just after
    /// @param placed  of these, those where such a finding names a rank of the node's replicas
    /// @param seconds mean from the fault until it was told; NaN when none was
    public record Score(int faults, int told, int placed, double seconds) {}

    /// What became of a run.
    ///
    /// @param classes    by effect: hang, slow and degraded link
    /// @param alarms     told in all
    /// @param falseADay  alarms at a time when nothing of their class was wrong, a day
    public record Scores(Map<Effect, Score> classes, int alarms, double falseADay) {}

    private record Label(Effect effect, int node, double start, double end) {}

    /// Watches a run, then compares with the labels.
    public Scores score(ClusterRun run) {
        List<Alarm> alarms = alarms(run);
        List<Label> labels = labels(run);
        Map<Effect, Score> classes = new HashMap<>();
        for (Effect effect : CLASSES) {
            classes.put(
                    effect,
                    score(
                            labels.stream()
                                    .filter(label -> label.effect == effect)
                                    .toList(),
                            alarms));
        }
        long wrong = alarms.stream()
                .filter(alarm -> labels.stream().noneMatch(label -> tells(alarm, label)))
                .count();
        return new Scores(classes, alarms.size(), wrong / spec.days());
    }

    /// What the detector tells of a run.
    public List<Alarm> alarms(ClusterRun run) {
        Detector detector = new Detector(communicators(), rules);
        List<Alarm> alarms = new ArrayList<>();
        for (Window next :
                Windows.of(collectives(run), transports(run.table("transport")), window, spec.days() * DAY)) {
            alarms.addAll(detector.watch(next));
        }
        return alarms;
    }

    private int replicas() {
        return spec.gpus() / spec.tensor() / spec.pipeline();
    }

    /// One for each part of the model: the ranks that have it, a replica each.
    private List<Communicator> communicators() {
        return IntStream.range(0, spec.tensor() * spec.pipeline())
                .mapToObj(part -> new Communicator(
                        part,
                        IntStream.range(0, replicas())
                                .mapToObj(replica -> part % spec.tensor()
                                        + spec.tensor() * (replica + replicas() * (part / spec.tensor())))
                                .toList()))
                .toList();
    }

    private static CollectiveRows collectives(ClusterRun run) {
        Trace table = run.table("collectives");
        int op = column(table, "op");
        int[] rows = IntStream.range(0, table.rows())
                .filter(row -> table.text(op, row).equals("data"))
                .toArray();
        return new CollectiveRows(
                IntStream.of(rows)
                        .mapToLong(row -> table.whole(column(table, "comm_id"), row))
                        .toArray(),
                ints(table, "rank", rows),
                numbers(table, "launch", rows),
                IntStream.of(rows)
                        .mapToDouble(row -> table.whole(column(table, "wait_us"), row))
                        .toArray(),
                numbers(table, "end", rows));
    }

    private static TransportRows transports(Trace table) {
        int[] rows = IntStream.range(0, table.rows()).toArray();
        return new TransportRows(
                numbers(table, "t", rows),
                ints(table, "src", rows),
                ints(table, "dst", rows),
                IntStream.of(rows)
                        .mapToLong(row -> table.whole(column(table, "messages"), row))
                        .toArray(),
                IntStream.of(rows)
                        .mapToDouble(row -> table.whole(column(table, "bytes"), row))
                        .toArray(),
                numbers(table, "delay_us", rows));
    }

    private static int column(Trace table, String name) {
        return IntStream.range(0, table.schema().columns().size())
                .filter(i -> table.schema().columns().get(i).name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int[] ints(Trace table, String name, int[] rows) {
        int column = column(table, name);
        return IntStream.of(rows).map(row -> (int) table.whole(column, row)).toArray();
    }

    private static double[] numbers(Trace table, String name, int[] rows) {
        int column = column(table, name);
        return IntStream.of(rows).mapToDouble(row -> table.number(column, row)).toArray();
    }

    /// Faults of the job's nodes, of the classes that are looked for. A node that was swapped in stands where the
    /// labels do not say, so that place is scored for nodes of the start only.
    private static List<Label> labels(ClusterRun run) {
        Trace table = run.table("labels");
        List<Label> labels = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            Effect effect =
                    Effect.valueOf(table.text(column(table, "effect"), row).toUpperCase(Locale.ROOT));
            if (table.whole(column(table, "in_job"), row) == 1 && CLASSES.contains(effect)) {
                labels.add(new Label(
                        effect,
                        (int) table.whole(column(table, "node"), row),
                        table.number(column(table, "start"), row),
                        table.number(column(table, "end"), row)));
            }
        }
        return labels;
    }

    private Score score(List<Label> labels, List<Alarm> alarms) {
        int told = 0;
        int placed = 0;
        double seconds = 0;
        for (Label label : labels) {
            List<Alarm> right =
                    alarms.stream().filter(alarm -> tells(alarm, label)).toList();
            if (!right.isEmpty()) {
                told++;
                seconds += right.getFirst().at() * 1e-9 - label.start;
                placed += right.stream().anyMatch(alarm -> names(alarm.finding(), label.node)) ? 1 : 0;
            }
        }
        return new Score(labels.size(), told, placed, seconds / told);
    }

    /// Windows after the end of a fault that may still tell of it: those that have it in them.
    private boolean tells(Alarm alarm, Label label) {
        double at = alarm.at() * 1e-9;
        return effect(alarm.finding()) == label.effect
                && at >= label.start
                && at <= label.end + (rules.windows() + 1) * window;
    }

    private static Effect effect(Finding finding) {
        return switch (finding) {
            case Finding.CommunicationHang _, Finding.RankHang _ -> Effect.HANG;
            case Finding.Straggler _ -> Effect.SLOW;
            case Finding.SlowLink _, Finding.SlowSender _, Finding.SlowReceiver _ -> Effect.DEGRADED_LINK;
        };
    }

    private boolean names(Finding finding, int node) {
        return switch (finding) {
            case Finding.CommunicationHang _ -> false;
            case Finding.RankHang(long _, List<Integer> missing) ->
                missing.stream().anyMatch(r -> on(r, node));
            case Finding.Straggler(int rank) -> replicaOn(rank, node);
            case Finding.SlowLink(int src, int dst) -> on(src, node) || on(dst, node);
            case Finding.SlowSender(int rank) -> on(rank, node);
            case Finding.SlowReceiver(int rank) -> on(rank, node);
        };
    }

    private boolean on(int rank, int node) {
        return rank / spec.cluster().perNode() == node;
    }

    private boolean replicaOn(int rank, int node) {
        int replica = rank / spec.tensor() % replicas();
        return IntStream.range(0, spec.gpus())
                .anyMatch(other -> other / spec.tensor() % replicas() == replica && on(other, node));
    }
}
