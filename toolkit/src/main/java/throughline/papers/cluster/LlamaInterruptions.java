package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.cluster.faults.Category;
import throughline.cluster.faults.FaultRates;
import throughline.cluster.faults.Scope;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// How often the training of Llama 3 405B is interrupted, predicted from the rates of other clusters. Not a paper of
/// the catalogue: a validation, which needs no data.
///
/// The finding is the spread: clusters of the same kind of node differ by a factor of seven, so that a rate taken from
/// one says little of another. Contradictions of the sources are held as well: a time between failures that does not
/// follow from the rate beside it, and shares that do not follow from their counts.
public final class LlamaInterruptions implements Paper {
    /// Its name in the list of validations.
    public static final String ID = "llama-interruptions";

    private static final int NODES = 2048;
    private static final int GPUS = 8;
    private static final double DAYS = 54;
    private static final int RUNS = 100;

    private static final String COUNT = "unexpected interruptions of Llama 3 in 54 days";
    private static final String SPREAD = "largest of the predictions over the smallest";
    private static final String FAULTY = "share of faulty GPUs in Llama 3's interruptions";
    private static final String GPU = "share of all GPU faults in Llama 3's interruptions";

    /// A cluster that counts what strikes its nodes, and how its rates came to us.
    private record Other(String profile, Provenance provenance) {
        FaultRates rates() {
            return FaultRates.named(profile);
        }

        double prediction() {
            return rates().expected(NODES, GPUS, DAYS);
        }

        Constant rate() {
            return Constant.frozen(
                    "faults of a node-day, " + profile,
                    rates().perDay(1000, GPUS) / 1000,
                    rates().source(),
                    provenance);
        }
    }

    private static final List<Other> OTHERS = List.of(
            new Other("faults-infinitehbd", Provenance.AUTHORS_DATA),
            new Other("faults-rsc-1", Provenance.RECALLED),
            new Other("faults-rsc-2", Provenance.RECALLED),
            new Other("faults-opt", Provenance.SECONDHAND),
            new Other("faults-c4-june", Provenance.RECALLED),
            new Other("faults-acme", Provenance.RECALLED));

    /// A time between failures that a paper gives beside its rate.
    private record Between(int nodes, double hours) {
        String row() {
            return "time between failures of %d nodes of RSC-1".formatted(nodes);
        }
    }

    private static final List<Between> BETWEEN =
            List.of(new Between(128, 7.9), new Between(2048, 1.8), new Between(16_384, 0.23));

    @Override
    public String id() {
        return ID;
    }

    @Override
    public List<Reported> reported() {
        String table = "arXiv 2407.21783, table 5, as others have it";
        List<Reported> rows = new ArrayList<>(List.of(
                Reported.of(COUNT, 419, "", table, Provenance.SECONDHAND),
                Reported.notKnown(SPREAD, "", "nobody puts these clusters beside each other"),
                Reported.of(FAULTY, 30.1, "%", table, Provenance.SECONDHAND),
                Reported.of(GPU, 58.7, "%", table, Provenance.SECONDHAND)));
        BETWEEN.forEach(between ->
                rows.add(Reported.of(between.row(), between.hours, "h", "arXiv 2410.21680", Provenance.RECALLED)));
        return rows;
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        double pooled = pooled();
        for (Other other : OTHERS) {
            evidence.claim(count(other.prediction())
                    .as(COUNT + ", from " + other.profile)
                    .against(Null.of(pooled, "the geometric mean of all clusters, as if they did not differ"))
                    .using(other.rate()));
        }
        double unscaled = DAYS * OTHERS.getFirst().rates().perDay(400, GPUS);
        evidence.claim(count(pooled)
                .as(COUNT + ", from the geometric mean of all clusters")
                .against(Null.of(unscaled, "as many as InfiniteHBD's 400 nodes have, whatever the number of nodes"))
                .using(OTHERS.stream().map(Other::rate).toArray(Constant[]::new)));
        double[] predictions =
                OTHERS.stream().mapToDouble(Other::prediction).sorted().toArray();
        evidence.claim(Recomputed.of(SPREAD, predictions[predictions.length - 1] / predictions[0]));
        between(evidence);
        shares(evidence);
        progress.report(1, 1);
    }

    private static Recomputed count(double value) {
        return Recomputed.of(COUNT, value)
                .within(Tolerance.absolute(41, "two standard deviations of 419 faults at a constant rate"))
                .tried("Nothing that would know Llama 3: each rate is another cluster's, per node and day.");
    }

    private static double pooled() {
        return StrictMath.exp(OTHERS.stream()
                .mapToDouble(other -> StrictMath.log(other.prediction()))
                .average()
                .orElseThrow());
    }

    private static void between(Evidence evidence) {
        Other rsc = OTHERS.get(1);
        for (Between between : BETWEEN) {
            boolean projected = between.nodes > 128;
            evidence.claim(Recomputed.of(between.row(), 24 / rsc.rates().perDay(between.nodes, GPUS))
                    .within(Tolerance.relative(0.03, "the rate is given with three digits, the times with two"))
                    .against(Null.of(
                            24 / OTHERS.get(2).rates().perDay(between.nodes, GPUS), "the rate of RSC-2, beside it"))
                    .using(rsc.rate())
                    .byArithmetic(projected ? "their projection divides their rate" : "")
                    .tried("Nothing: 7.9 h among 128 nodes are 23.7 failures in 1000 node-days, and not 6.5."));
        }
    }

    private static void shares(Evidence evidence) {
        FaultRates llama = FaultRates.named("faults-llama-3");
        share(evidence, FAULTY, llama, List.of("gpu"), "126 of 419 would be 30.1 %; the table has 148.");
        share(
                evidence,
                GPU,
                llama,
                List.of("gpu", "gpu-hbm", "gpu-sram", "gpu-system-processor", "gpu-thermal", "silent-data-corruption"),
                "246 of 419 would be 58.7 %; the table has 268. With 126 faulty GPUs for 148 both shares follow, but the"
                        + " counts then add to 397.");
    }

    private static void share(Evidence evidence, String row, FaultRates llama, List<String> names, String tried) {
        double counted = llama.categories().stream()
                .filter(category -> names.contains(category.name()))
                .mapToDouble(LlamaInterruptions::count)
                .sum();
        evidence.claim(Recomputed.of(row, 100 * counted / llama.expected(NODES, GPUS, DAYS))
                .within(Tolerance.absolute(0.05, "shares are printed with one digit"))
                .against(Null.of(
                        100.0 * names.size() / llama.categories().size(), "every category as often as every other"))
                .using(Constant.frozen("faults counted", counted, "the same table", Provenance.SECONDHAND))
                .tried(tried));
    }

    private static double count(Category category) {
        return DAYS * (category.scope() == Scope.JOB ? category.perDay() : NODES * category.perNodeDay(GPUS));
    }

    /// A row a cluster: `cluster`, the `expected` interruptions of 2,048 nodes in 54 days at its rates, and between
    /// what `low` and `high` nine in ten simulated runs lie, with the bursts and repeat offenders of those profiles
    /// that have some. The last row is Llama 3's own table.
    public static Table predictions() {
        List<String> names = new ArrayList<>(OTHERS.stream().map(Other::profile).toList());
        names.add("faults-llama-3");
        List<double[]> runs = names.stream().map(LlamaInterruptions::runs).toList();
        return Table.create(
                "interruptions of Llama 3",
                StringColumn.create("cluster", names),
                DoubleColumn.create("expected", names.stream().mapToDouble(name -> FaultRates.named(name)
                        .expected(NODES, GPUS, DAYS))),
                DoubleColumn.create("low", runs.stream().mapToDouble(counts -> counts[RUNS / 20])),
                DoubleColumn.create("high", runs.stream().mapToDouble(counts -> counts[RUNS - 1 - RUNS / 20])));
    }

    private static double[] runs(String profile) {
        FaultRates rates = FaultRates.named(profile);
        return IntStream.range(0, RUNS)
                .mapToDouble(
                        run -> rates.within(DAYS, NODES, GPUS, new Streams(run)).size())
                .sorted()
                .toArray();
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        Table table = predictions();
        List<String> names = table.stringColumn("cluster").asList().stream()
                .map(name -> name.replace("faults-", ""))
                .toList();
        double[] counted = new double[names.size()];
        Arrays.fill(counted, published.value(COUNT));
        double[] places = IntStream.range(0, names.size()).asDoubleStream().toArray();
        progress.report(1, 1);
        return Optional.of(Plot.of(
                        "Llama 3's interruptions at the rates of other clusters",
                        Axis.of("", names),
                        Axis.of("interruptions in 54 days", "").logarithmic())
                .intervals(
                        "expected, and nine runs in ten",
                        table.doubleColumn("expected").asDoubleArray(),
                        table.doubleColumn("low").asDoubleArray(),
                        table.doubleColumn("high").asDoubleArray())
                .published("Llama 3", places, counted));
    }
}
