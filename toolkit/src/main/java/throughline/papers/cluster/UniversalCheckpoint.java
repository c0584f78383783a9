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
    private static final String BLOG = "DeepSpeed's blog on it, figures 3 to 7; the text says that curves match";
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

    /// What the authors show: figures 3 to 7, in this order.
    private static final List<UniversalCheckpointStudy> STUDIES = List.of(
            UniversalCheckpointStudy.gpt3(),
            UniversalCheckpointStudy.gpt3FromAnotherSource(),
            UniversalCheckpointStudy.llama(),
            UniversalCheckpointStudy.bloom(),
            UniversalCheckpointStudy.mixtral());

    private static String resumed(boolean fixed) {
        return "largest difference of loss after resuming, five models in nine layouts, sums in %s order"
                .formatted(fixed ? "one" : "each layout's own");
    }

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
            rows.add(Reported.of(resumed(fixed), 0, "nats/token", BLOG, Provenance.READ_OFF_FIGURE));
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

    /// @param curves of each study, in one order, then in each layout's own
    /// @param losing curve of what lost nothing, then one for each that lost something
    /// @param naive  right curve and wrong
    private record Runs(List<Curves> curves, List<double[]> losing, List<double[]> naive) {}

    private static Runs runs(Cancel cancel) {
        List<Supplier<Object>> tasks = new ArrayList<>();
        for (boolean fixed : new boolean[] {true, false}) {
            STUDIES.forEach(study -> tasks.add(() -> study.run(fixed, cancel)));
        }
        tasks.add(() -> UniversalCheckpointStudy.gpt3().losing(LOST, AFTER, cancel));
        tasks.add(() -> UniversalCheckpointStudy.llama().naive(AFTER, cancel));
        List<Object> done = Workers.all(tasks);
        int curves = 2 * STUDIES.size();
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
        int each = STUDIES.size();
        for (boolean fixed : new boolean[] {true, false}) {
            List<Curves> curves = runs.value().curves.subList(fixed ? 0 : each, fixed ? each : 2 * each);
            evidence.claim(Recomputed.of(
                            resumed(fixed),
                            curves.stream()
                                    .mapToDouble(Curves::difference)
                                    .max()
                                    .orElseThrow())
                    .within(
                            fixed
                                    ? Tolerance.absolute(1e-9, "double precision, nothing in another order")
                                    : Tolerance.absolute(1e-5, "sums in another order"))
                    .against(weightsAlone)
                    .from(runs));
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
        UniversalCheckpointTimes gpt = UniversalCheckpointTimes.of(0.35e9, 8, 2);
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
            Constant.frozen("bytes a second of a process", gpt.process(), "as for DataStates", Provenance.RECALLED)
        };
        UniversalCheckpointTimes llama = UniversalCheckpointTimes.of(6.74e9, 8, 2);
        UniversalCheckpointTimes bloom = UniversalCheckpointTimes.of(176e9, 384, 8);
        double least = Math.min(llama.loadRatio(), bloom.loadRatio());
        double most = Math.max(llama.loadRatio(), bloom.loadRatio());
        String attempts =
                ("All ranks convert: states are read and written once more, 24 bytes a parameter beside the load's"
                                + " 12 and 2 for each replica, whatever processes carry. With four workers for all it is %.1f for"
                                + " LLaMA and %.0f for BLOOM. 1.14 to 1.37 needs a load that spends most of its time on something"
                                + " else than bytes, which conversion would not spend again.")
                        .formatted(llama.by(4).loadRatio(), bloom.by(4).loadRatio());
        evidence.claim(ratio(LEAST, least, MOST, speeds).tried(attempts));
        evidence.claim(ratio(MOST, most, LEAST, speeds).tried(attempts));
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
                        Plot.Axis.of("time", "s"))
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
