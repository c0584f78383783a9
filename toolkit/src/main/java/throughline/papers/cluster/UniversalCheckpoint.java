package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import throughline.data.Estimate;
import throughline.data.Plot;
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
import throughline.papers.cluster.UniversalCheckpointStudy.Curves;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.spec.Workers;

/// Universal checkpointing (arXiv 2406.18820): what the ranks of a training save in one layout is put together, tensor
/// by tensor, and cut for any other layout.
///
/// All of it is run for real on small models: conversion must give every bit back, and a training that goes on in
/// another layout must not notice. Times come from a model of cards and a file system.
public final class UniversalCheckpoint implements Paper {
    private static final String BLOG = "DeepSpeed's blog on it, figure %d; the text says that curves match";
    private static final String PAIRS = "share of pairs of layouts that give all bits back";
    private static final String NAIVE =
            "rise of LLaMA's loss when fused parameters are put together as if they were one";
    private static final String SAVE = "time to save that is added";
    private static final String ONE_FILE = "time to save one file over that of shares, GPT-3 on 8 ranks";
    private static final String LEAST = "time to convert and load over a load, least";
    private static final String MOST = "time to convert and load over a load, most";
    private static final List<List<String>> LOST =
            List.of(List.of("exp_avg", "exp_avg_sq"), List.of("random.draws"), List.of("data.sequence"));
    private static final List<String> LOST_NAMES =
            List.of("Adam's moments", "the random state", "the place in the data");
    private static final int AFTER = 40;
    private static final double VISIBLE = 1e-5;

    /// A study, and where the authors show theirs.
    private record Case(String name, int figure, UniversalCheckpointStudy study, Provenance provenance) {
        String row(boolean fixed) {
            return "largest difference of loss after resuming, %s, sums in %s order"
                    .formatted(name, fixed ? "one" : "each layout's own");
        }
    }

    private static final List<Case> CASES = List.of(
            new Case("GPT-3 in four layouts", 3, UniversalCheckpointStudy.gpt3(), Provenance.AUTHORS_DATA),
            new Case(
                    "GPT-3 from another source",
                    4,
                    UniversalCheckpointStudy.gpt3FromAnotherSource(),
                    Provenance.AUTHORS_DATA),
            new Case("LLaMA in two layouts", 5, UniversalCheckpointStudy.llama(), Provenance.READ_OFF_FIGURE),
            new Case("BLOOM in 24 stages", 6, UniversalCheckpointStudy.bloom(), Provenance.READ_OFF_FIGURE),
            new Case("Mixtral", 7, UniversalCheckpointStudy.mixtral(), Provenance.READ_OFF_FIGURE));

    @Override
    public String id() {
        return "UCP";
    }

    private static String lost(int i) {
        return "difference of loss without %s, beyond %s".formatted(LOST_NAMES.get(i), VISIBLE);
    }

    @Override
    public List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        rows.add(Reported.of(PAIRS, 1, "", "abstract: from any layout to any", Provenance.PRINTED));
        for (boolean fixed : new boolean[] {true, false}) {
            for (Case one : CASES) {
                String where = BLOG.formatted(one.figure);
                rows.add(Reported.of(one.row(fixed), 0, "nats/token", where, one.provenance));
            }
        }
        for (int i = 0; i < LOST.size(); i++) {
            rows.add(Reported.rises(
                    lost(i),
                    "nats/token",
                    "implied: atoms hold it, or the curves would differ",
                    Provenance.SECONDHAND));
        }
        rows.add(Reported.rises(
                NAIVE,
                "nats/token",
                "implied: the authors' converter has a pattern for them",
                Provenance.AUTHORS_DATA));
        rows.add(Reported.of(SAVE, 0, "s", "abstract: saves as before", Provenance.PRINTED));
        rows.add(Reported.of(ONE_FILE, 8, "", "arithmetic; the paper need not say it", Provenance.SECONDHAND));
        rows.add(Reported.of(LEAST, 1.14, "", "results on efficiency", Provenance.RECALLED));
        rows.add(Reported.of(MOST, 1.37, "", "results on efficiency", Provenance.RECALLED));
        return rows;
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        Measured<UniversalCheckpointPairs> pairs =
                evidence.measure("conversion of random numbers", () -> UniversalCheckpointPairs.run(cancel));
        progress.report(1, 3);
        Measured<Runs> runs = evidence.measure("small transformers in many layouts", () -> runs(cancel));
        progress.report(2, 3);
        if (cancel.requested()) {
            return;
        }
        double tried = pairs.value().tried();
        evidence.claim(Recomputed.of(PAIRS, pairs.value().right() / tried)
                .within(Tolerance.absolute(0, "a share of a count"))
                .against(Null.of(pairs.value().naive() / tried, "a converter that does not know sub-parameters"))
                .from(pairs));
        resumed(evidence, runs);
        lost(evidence, runs);
        times(evidence);
        progress.report(3, 3);
    }

    /// @param curves of each case, in one order, then in each layout's own
    /// @param losing curve of what lost nothing, then one for each that lost something
    /// @param naive  right curve and wrong
    private record Runs(List<Curves> curves, List<double[]> losing, List<double[]> naive) {}

    private static Runs runs(Cancel cancel) {
        List<Supplier<Object>> tasks = new ArrayList<>();
        for (boolean fixed : new boolean[] {true, false}) {
            CASES.forEach(one -> tasks.add(() -> one.study.run(fixed, cancel)));
        }
        tasks.add(() -> UniversalCheckpointStudy.gpt3().losing(LOST, AFTER, cancel));
        tasks.add(() -> UniversalCheckpointStudy.llama().naive(AFTER, cancel));
        List<Object> done = Workers.all(tasks);
        int curves = 2 * CASES.size();
        return new Runs(
                done.subList(0, curves).stream().map(Curves.class::cast).toList(),
                doubles(done.get(curves)),
                doubles(done.get(curves + 1)));
    }

    private static List<double[]> doubles(Object curves) {
        return ((List<?>) curves).stream().map(double[].class::cast).toList();
    }

    private static void resumed(Evidence evidence, Measured<Runs> runs) {
        List<double[]> losing = runs.value().losing;
        Null weightsAlone = Null.of(
                UniversalCheckpointStudy.difference(losing.get(1), losing.get(0)),
                "GPT-3's, resumed with weights alone");
        int i = 0;
        for (boolean fixed : new boolean[] {true, false}) {
            for (Case one : CASES) {
                evidence.claim(Recomputed.of(
                                one.row(fixed), runs.value().curves.get(i++).difference())
                        .within(
                                fixed
                                        ? Tolerance.absolute(1e-9, "double precision, nothing in another order")
                                        : Tolerance.absolute(1e-5, "sums in another order"))
                        .against(weightsAlone)
                        .from(runs));
            }
        }
    }

    private static void lost(Evidence evidence, Measured<Runs> runs) {
        List<double[]> losing = runs.value().losing;
        for (int i = 0; i < LOST.size(); i++) {
            double difference = UniversalCheckpointStudy.difference(losing.get(i + 1), losing.getFirst());
            evidence.claim(Recomputed.of(lost(i), difference - VISIBLE)
                    .within(Tolerance.direction(0, "the same texts and weights"))
                    .from(runs));
        }
        double[] right = runs.value().naive.getFirst();
        double[] wrong = runs.value().naive.getLast();
        Estimate rise = Estimate.paired(wrong, right);
        evidence.claim(Recomputed.of(NAIVE, rise.mean())
                .within(Tolerance.direction(rise.standardError(), "of the mean over %d steps, paired".formatted(AFTER)))
                .from(runs));
    }

    private static void times(Evidence evidence) {
        UniversalCheckpointTimes gpt = UniversalCheckpointTimes.of(0.35e9, 8);
        evidence.claim(Recomputed.of(SAVE, gpt.save().value() - gpt.save().value())
                .within(Tolerance.absolute(0, "the same files"))
                .byArithmetic(
                        "the ranks' files are what they were; conversion comes when another layout is asked for"));
        evidence.claim(Recomputed.of(ONE_FILE, gpt.saveRatio())
                .within(Tolerance.relative(1e-9, "a ratio of sizes"))
                .byArithmetic("all bytes through one card, or a share through each, while the file system keeps up"));
        Constant[] speeds = {
            Constant.frozen(
                    "bytes a second of a card", gpt.card(), "InfiniBand HDR, by the standard", Provenance.SECONDHAND),
            Constant.frozen(
                    "bytes a second of the file system", gpt.storage(), "Polaris's Lustre", Provenance.RECALLED),
            Constant.frozen("bytes a second of a worker", gpt.worker(), "assumed", Provenance.RECALLED)
        };
        double llama = UniversalCheckpointTimes.of(6.74e9, 8).loadRatio();
        double bloom = UniversalCheckpointTimes.of(176e9, 384).loadRatio();
        String attempts = "With four workers of 1 GB/s, conversion takes tens of loads. Were conversion as wide as the"
                + " load, the ratio would still be 2 to 3, for every byte is read and written once more. 1.14 to 1.37"
                + " follows only if a load takes several times as long as its bytes do, so that they hardly count.";
        evidence.claim(ratio(LEAST, Math.min(llama, bloom), MOST, speeds).tried(attempts));
        evidence.claim(ratio(MOST, Math.max(llama, bloom), LEAST, speeds).tried(attempts));
    }

    private static Recomputed ratio(String row, double value, String other, Constant... speeds) {
        return Recomputed.of(row, value)
                .within(Tolerance.absolute(0.1, "half of what lies between least and most"))
                .against(Null.mean(other))
                .using(speeds);
    }

    /// Seconds to save, to convert and to load, as bars.
    public static Plot seconds(UniversalCheckpointTimes times) {
        return Plot.of(
                        "Saving shares costs no more than before; one file does",
                        Plot.Axis.of("", List.of("save shares", "save one file", "convert", "load")),
                        new Plot.Axis("time", "s", true))
                .bars("%d ranks".formatted(times.ranks()), new double[] {
                    times.save().value(),
                    times.consolidate().value(),
                    times.convert().value(),
                    times.load().value()
                });
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        Plot plot = UniversalCheckpointStudy.gpt3().run(true, cancel).plot();
        progress.report(1, 1);
        return Optional.of(plot);
    }
}
