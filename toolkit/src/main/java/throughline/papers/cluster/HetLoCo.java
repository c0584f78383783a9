package throughline.papers.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import throughline.data.Estimate;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.learning.replicas.Dense;
import throughline.learning.replicas.ReplicaCurve;
import throughline.learning.replicas.TopK;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Measured;
import throughline.papers.Null;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.papers.cluster.HetLoCoTraining.Way;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Sparse updates between replicas, and subspaces between the stages of those on slow links (Heterogeneous
/// Low-Bandwidth Pre-Training of LLMs, 2026, arXiv 2601.02360).
///
/// Bytes are counted and times follow from links. What compression does to the loss is trained beforehand, at 102,400
/// parameters; the losses are in `datasets/hetloco-losses`. Its tables are not known here, only what its abstract says.
public final class HetLoCo implements Paper {
    private static final String UTILISATION = "compute utilisation in low bandwidth";
    private static final String RATIO = "bytes of dense updates over sparse ones";
    private static final String COST = "loss added by compressing activations";
    private static final String SELECTIVE = "loss of compressing some replicas less that of compressing all";
    private static final String AGGRESSIVE = "growth of that gap with the ratio";
    private static final String SPARSER = "loss of SparseLoCo less that of DiLoCo";
    private static final String LOSSES = "losses of 178M to 1B models";
    private static final String PROJECTED = "utilisation by size, ratio and rate, up to 70B";
    private static final int VALUES = 1 << 20;

    @Override
    public String id() {
        return "HetLoCo";
    }

    @Override
    public List<Reported> reported() {
        return List.of(
                Reported.of(UTILISATION, 0.97, "", "over 97 %, a summary of the paper", Provenance.SECONDHAND),
                Reported.of(RATIO, 146, "", "over 146 times, notes on a run of SparseLoCo", Provenance.SECONDHAND),
                Reported.rises(COST, "nats", "abstract: composes at modest cost", Provenance.PRINTED),
                Reported.falls(SELECTIVE, "nats", "abstract: consistently improves", Provenance.PRINTED),
                Reported.rises(AGGRESSIVE, "nats", "abstract: especially at aggressive ratios", Provenance.PRINTED),
                Reported.falls(SPARSER, "nats", "SparseLoCo's abstract: outperforming DiLoCo", Provenance.PRINTED),
                Reported.notKnown(LOSSES, "", "tables of the paper"),
                Reported.notKnown(PROJECTED, "", "tables of the paper"));
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        utilisation(evidence);
        bytes(evidence);
        progress.report(1, 2);
        if (cancel.requested()) {
            return;
        }
        Measured<ReplicaTable> table =
                evidence.measure("four replicas of a transformer, trained beforehand", HetLoCo::losses);
        cost(evidence, table);
        selective(evidence, table);
        equalBytes(evidence, table);
        sparse(evidence, table);
        progress.report(2, 2);
    }

    /// The losses that are trained beforehand: every method's curve, by seed.
    public static ReplicaTable losses() {
        return ReplicaTable.resource("hetloco-losses/losses.csv");
    }

    private static void utilisation(Evidence evidence) {
        HetLoCoTimes times = HetLoCoTimes.BILLION;
        evidence.claim(Recomputed.of(UTILISATION, times.utilisation())
                .within(Tolerance.absolute(0.03, "over 97 %: up to 100 %"))
                .against(Null.of(1, "links cost nothing"))
                .using(
                        assumed("sequences of a local step", times.batch()),
                        assumed("local steps of a round", times.localSteps()),
                        assumed("replicas", times.replicas()),
                        assumed("TFLOP/s of a replica", times.teraflops()),
                        assumed("Mbit/s of a link", times.megabits())));
        for (int ratio : new int[] {1, 8, 64}) {
            evidence.claim(Recomputed.of(
                            PROJECTED,
                            times.with("ratio", Integer.toString(ratio)).utilisation())
                    .as("utilisation, 1B on 4 stages, 100 Mbit/s, activations %d times smaller".formatted(ratio)));
        }
        HetLoCoTimes large = times.with("parameters", "70")
                .with("width", "8192")
                .with("stages", "16")
                .with("teraflops", "2400");
        evidence.claim(Recomputed.of(PROJECTED, large.utilisation())
                .as("utilisation, 70B on 16 stages, 100 Mbit/s, activations 64 times smaller"));
    }

    private static Constant assumed(String name, double value) {
        return Constant.frozen(name, value, "the setting of that sentence is not known", Provenance.RECALLED);
    }

    private static void bytes(Evidence evidence) {
        Measured<Double> ratio = evidence.measure("a million values written with 64 of 4,096", () -> {
            Stream random = new Streams(1).named("update");
            double[] update = new double[VALUES];
            Arrays.setAll(update, _ -> random.normal());
            int[] tensors = {VALUES};
            return (double) new Dense().bytes(tensors)
                    / new TopK(4096, 64).encode(update, tensors).size();
        });
        evidence.claim(Recomputed.of(RATIO, ratio.value())
                .within(Tolerance.absolute(1, "two levels and what a payload begins with"))
                .byArithmetic("4,096 values of 32 bits against 64 of 12 + 2")
                .from(ratio));
    }

    private static void cost(Evidence evidence, Measured<ReplicaTable> table) {
        for (int rank : HetLoCoTraining.RANKS) {
            Estimate added = difference(table, HetLoCoTraining.heterogeneous(rank), HetLoCoTraining.SPARSE);
            evidence.claim(direction(COST, added, table).as(COST + ratio(rank)));
            evidence.claim(Recomputed.of(LOSSES, added.mean() / mean(table, HetLoCoTraining.SPARSE))
                    .as("share of the loss that it adds" + ratio(rank))
                    .from(table));
        }
    }

    private static String ratio(int rank) {
        return ", d/k = %d".formatted(HetLoCoTraining.WIDTH / rank);
    }

    private static void selective(Evidence evidence, Measured<ReplicaTable> table) {
        int[] ranks = HetLoCoTraining.RANKS;
        for (int rank : ranks) {
            evidence.claim(
                    direction(SELECTIVE, Estimate.of(gap(table, rank)), table).as(SELECTIVE + ratio(rank)));
        }
        for (int r = 1; r < ranks.length; r++) {
            double[] milder = gap(table, ranks[r - 1]);
            double[] harder = gap(table, ranks[r]);
            evidence.claim(direction(AGGRESSIVE, Estimate.paired(milder, harder), table)
                    .as("%s, d/k = %d to %d"
                            .formatted(
                                    AGGRESSIVE,
                                    HetLoCoTraining.WIDTH / ranks[r - 1],
                                    HetLoCoTraining.WIDTH / ranks[r])));
        }
        double all = mean(table, HetLoCoTraining.projectingAll(HetLoCoTraining.RANK))
                - mean(table, HetLoCoTraining.heterogeneous(HetLoCoTraining.RANK));
        evidence.claim(Recomputed.of(LOSSES, all)
                .as("loss added by projecting what all share" + ratio(HetLoCoTraining.RANK))
                .from(table));
    }

    /// Loss of compressing slow replicas alone less that of compressing all, a seed each, after as many steps and so as
    /// many bytes over slow links.
    private static double[] gap(Measured<ReplicaTable> table, int rank) {
        double[] some = table.value().lastLosses(HetLoCoTraining.heterogeneous(rank));
        double[] all = table.value().lastLosses(HetLoCoTraining.uniform(rank));
        return IntStream.range(0, some.length)
                .mapToDouble(s -> some[s] - all[s])
                .toArray();
    }

    /// Loss at equal bytes: over slow links against whole activations, and counting bytes within a datacentre as well,
    /// where replicas on fast links pay for what they need not save.
    private static void equalBytes(Evidence evidence, Measured<ReplicaTable> table) {
        int rank = HetLoCoTraining.RANK;
        String some = HetLoCoTraining.heterogeneous(rank);
        Way whole = HetLoCoTraining.way(HetLoCoTraining.SPARSE);
        double[] saved =
                atBytesOf(table, HetLoCoTraining.way(some)::slowBytes, some, whole::slowBytes, HetLoCoTraining.SPARSE);
        evidence.claim(Recomputed.of(LOSSES, Estimate.of(saved).mean())
                .as("loss of whole activations less that of compressing some, at equal bytes over slow links"
                        + ratio(rank))
                .from(table));
        double[] all = atBytesOf(
                table, ReplicaCurve.Point::sent, HetLoCoTraining.uniform(rank), ReplicaCurve.Point::sent, some);
        evidence.claim(direction(SELECTIVE, Estimate.of(all), table)
                .as(SELECTIVE + ", every byte counted, also within datacentres" + ratio(rank))
                .tried("Replicas on fast links send whole activations, which costs them nothing. Were each byte to"
                        + " cost the same, compressing all would buy four times as many steps."));
    }

    /// Loss of one way when it has sent as much as another has at its end, less the loss of that end, a seed each.
    private static double[] atBytesOf(
            Measured<ReplicaTable> table,
            ToLongFunction<ReplicaCurve.Point> bytes,
            String name,
            ToLongFunction<ReplicaCurve.Point> otherBytes,
            String other) {
        var curves = table.value().of(name);
        var others = table.value().of(other);
        return curves.keySet().stream()
                .mapToDouble(seed -> {
                    ReplicaCurve.Point end = curves.get(seed).last();
                    return lossAt(others.get(seed), otherBytes, bytes.applyAsLong(end)) - end.loss();
                })
                .toArray();
    }

    /// The loss when so many bytes were sent, on straight lines between points.
    static double lossAt(ReplicaCurve curve, ToLongFunction<ReplicaCurve.Point> sent, long bytes) {
        List<ReplicaCurve.Point> points = curve.points();
        for (int i = 1; i < points.size(); i++) {
            ReplicaCurve.Point before = points.get(i - 1);
            ReplicaCurve.Point after = points.get(i);
            long from = sent.applyAsLong(before);
            long to = sent.applyAsLong(after);
            if (to >= bytes) {
                double share = (double) (bytes - from) / (to - from);
                return before.loss() + share * (after.loss() - before.loss());
            }
        }
        return curve.last().loss();
    }

    private static void sparse(Evidence evidence, Measured<ReplicaTable> table) {
        evidence.claim(direction(SPARSER, difference(table, HetLoCoTraining.SPARSE, HetLoCoTraining.DILOCO), table));
    }

    private static Recomputed direction(String row, Estimate effect, Measured<?> run) {
        return Recomputed.of(row, effect.mean())
                .within(Tolerance.direction(effect.standardError(), "paired over %d seeds".formatted(effect.samples())))
                .from(run);
    }

    private static Estimate difference(Measured<ReplicaTable> table, String one, String other) {
        return Estimate.paired(table.value().lastLosses(one), table.value().lastLosses(other));
    }

    private static double mean(Measured<ReplicaTable> table, String name) {
        return Arrays.stream(table.value().lastLosses(name)).average().orElseThrow();
    }

    /// Loss against what went over slow links, a line a method, means over seeds.
    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        return Optional.of(lossAgainstBytes());
    }

    /// Held-out loss against the bytes that have gone over slow links: updates of all four replicas, and activations
    /// between the stages of the two on slow links. The last points are after as many steps for all methods.
    public static Plot lossAgainstBytes() {
        ReplicaTable table = losses();
        Plot plot = Plot.of(
                "Loss for what went over slow links",
                Axis.of("sent over slow links", "GB").logarithmic(),
                Axis.of("held-out loss", "nats"));
        for (Way way : HetLoCoTraining.ways()) {
            List<ReplicaCurve.Point> points = table.mean(way.name()).points();
            List<ReplicaCurve.Point> shown = points.subList(1, points.size());
            plot = plot.line(
                    way.name(),
                    shown.stream().mapToDouble(p -> way.slowBytes(p) * 1e-9).toArray(),
                    shown.stream().mapToDouble(ReplicaCurve.Point::loss).toArray());
        }
        return plot;
    }

    /// Utilisation against the rate of links, a line a ratio of compression.
    public static Plot utilisationAgainstRate() {
        double[] megabits = {10, 30, 100, 300, 1_000, 3_000, 10_000, 100_000};
        Plot plot = Plot.of(
                "What slow links leave of four stages, a billion parameters",
                Axis.of("rate of a link", "Mbit/s").logarithmic(),
                Axis.of("utilisation", ""));
        for (int ratio : new int[] {1, 8, 64}) {
            HetLoCoTimes times = HetLoCoTimes.BILLION.with("ratio", Integer.toString(ratio));
            plot = plot.line(
                    "activations / " + ratio,
                    megabits,
                    Arrays.stream(megabits)
                            .map(rate -> times.with("megabits", Double.toString(rate))
                                    .utilisation())
                            .toArray());
        }
        return plot;
    }
}
