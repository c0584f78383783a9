package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
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
import throughline.papers.reasoning.MultiverseTables.SpeedUp;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Map, process and reduce within one text (Multiverse, arXiv 2506.09991): paths begin at one position and do not see
/// each other, and what reduces them reads their stored keys.
///
/// That nothing is lost by it is run for real. The latency of a token is what reading weights once for all paths and
/// keys for each gives, with keys read at half the bandwidth. Speed-ups at large batches exceed the parallelism, which
/// no step can; and the gain at equal length does not follow from the parallelism: GPQA gains more, MATH500 less.
public final class Multiverse implements Paper {
    static final String OVER_QWEN = "gain over Qwen2.5-32B-Instruct, mean";
    private static final String LATENCY = "project page, figure of latency: fitted lines as printed in it";
    private static final String WEIGHTS = "latency of a token, part over parallelism";
    private static final String TWICE = "speed-up, at most";
    private static final String REDUCED = "distance of reduced text from everything under one mask";
    private static final String PATHS = "share of the text in paths";
    private static final int[] LENGTHS = {8, 16, 32};

    @Override
    public String id() {
        return "Multiverse";
    }

    @Override
    public List<Reported> reported() {
        List<Reported> rows = new ArrayList<>(MultiverseTables.reported());
        rows.add(Reported.printed(MultiverseBudgets.GAIN, 1.87, "%", "abstract"));
        rows.add(MultiverseTables.authors(OVER_QWEN, 24.5, "%", "project page, text"));
        rows.add(MultiverseTables.authors(WEIGHTS, 15.43, "ms", LATENCY));
        rows.add(MultiverseTables.authors(keys(8), 0.60, "ms", LATENCY));
        rows.add(MultiverseTables.authors(keys(16), 1.06, "ms", LATENCY));
        rows.add(MultiverseTables.authors(keys(32), 2.14, "ms", LATENCY));
        rows.add(Reported.printed(TWICE, 2, "", "abstract"));
        rows.add(Reported.notKnown(PATHS, "%", "nowhere"));
        rows.add(Reported.of(REDUCED, 0, "", "abstract: lossless", Provenance.PRINTED));
        return rows;
    }

    private static String keys(int length) {
        return "latency of a token, other part, %d k".formatted(length);
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        List<Runnable> parts = List.of(
                () -> MultiverseBudgets.claims(evidence),
                () -> latency(evidence),
                () -> batches(evidence),
                () -> paths(evidence));
        for (int i = 0; i < parts.size() && !cancel.requested(); i++) {
            parts.get(i).run();
            progress.report(i + 1L, parts.size());
        }
    }

    private static void latency(Evidence evidence) {
        evidence.claim(Recomputed.of(WEIGHTS, MultiverseClock.weights())
                .within(Tolerance.relative(0.15, "between the usual share of the bandwidth and all of it"))
                .against(Null.of(MultiverseClock.fastest(), "weights over the datasheet's bandwidth")));
        Constant slower = evidence.fit(
                "bandwidth of the datasheet over that of weights",
                rows -> rows.value(WEIGHTS) / MultiverseClock.fastest());
        Constant keys = evidence.fit(
                "bandwidth of the datasheet over that of keys",
                rows -> rows.value(keys(32)) / MultiverseClock.keys(mean(32)));
        for (int i = 0; i < LENGTHS.length; i++) {
            int length = LENGTHS[i];
            Null line = line(length, LENGTHS[(i + 1) % 3], LENGTHS[(i + 2) % 3]);
            evidence.claim(Recomputed.of(keys(length), slower.value() * MultiverseClock.keys(mean(length)))
                    .as("reading keys as fast as weights, %d k".formatted(length))
                    .within(Tolerance.relative(0.15, "lines fitted by others to points that scatter by that"))
                    .against(line)
                    .using(slower)
                    .tried("The mean context is half the length. Twice the time is reported at each length: keys are"
                            + " read at half the speed, or the contexts are twice as long."));
            if (length < 32) {
                evidence.claim(Recomputed.of(keys(length), keys.value() * MultiverseClock.keys(mean(length)))
                        .within(Tolerance.relative(0.15, "as above"))
                        .against(Null.of(
                                "in proportion to the length, from 32 k", rows -> rows.value(keys(32)) * length / 32))
                        .using(keys)
                        .tried("Keys take time in proportion to the context: a line through 0 and 32 k is all that the"
                                + " one constant leaves of it."));
            }
        }
        Constant weights = evidence.fit("weights, ms", rows -> rows.value(WEIGHTS));
        double other = keys.value() * MultiverseClock.keys(mean(8));
        evidence.claim(Recomputed.of(TWICE, (weights.value() + other) / (weights.value() / 2 + other))
                .within(Tolerance.relative(0.1, "at most"))
                .using(weights, keys)
                .byArithmetic("a parallelism of 2 at 8 k, less what keys take"));
    }

    /// Tokens of the mean context while so many thousands are written.
    private static double mean(int length) {
        return 1024 * length / 2.0;
    }

    private static Null line(int at, int first, int second) {
        return Null.of("a line through the other two lengths", rows -> {
            double slope = (rows.value(keys(second)) - rows.value(keys(first))) / (second - first);
            return rows.value(keys(first)) + slope * (at - first);
        });
    }

    private static void batches(Evidence evidence) {
        Constant context = Constant.frozen("tokens of context", 1_000, "assumed", Provenance.RECALLED);
        for (SpeedUp each : MultiverseTables.speedUps()) {
            evidence.claim(Recomputed.of(
                            each.key(), MultiverseClock.speedUp(each.parallelism(), each.batch(), context.value()))
                    .within(Tolerance.absolute(0.05, "neighbouring points scatter by that"))
                    .against(Null.of(each.parallelism(), "the parallelism"))
                    .using(context)
                    .tried("All four speed-ups at a batch of 128 exceed the parallelism. A step of more sequences is"
                            + " never shorter, so the two engines must differ in more."));
        }
    }

    private static void paths(Evidence evidence) {
        Constant share = evidence.fit("share in paths, %", MultiverseBudgets::shareInPaths);
        evidence.claim(Recomputed.of(PATHS, share.value()).using(share));
        Measured<PathsRun> run = evidence.measure("paths and what reduces them", () -> PathsRun.run(false));
        evidence.claim(Recomputed.of(REDUCED, run.value().reduced())
                .within(Tolerance.absolute(1e-9, "rounding of doubles"))
                .against(Null.of(run.value().chained(), "paths one behind the other"))
                .from(run));
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        Plot plot = Plot.of(
                "More tokens in the same length: GPQA gains more than its parallelism says, MATH500 less",
                Axis.of("generation length", "k tokens"),
                Axis.of("accuracy", "%"));
        for (String benchmark : MultiverseBudgets.BENCHMARKS) {
            double[] lengths = MultiverseBudgets.lengths(benchmark);
            double[] alone = MultiverseTables.accuracies(published, benchmark, MultiverseTables.ONE_BY_ONE);
            double parallelism = published.value(MultiverseTables.key(benchmark, "parallelism"));
            double loss = MultiverseBudgets.loss(published, benchmark);
            double[] within = Arrays.stream(lengths)
                    .filter(length -> length * parallelism <= lengths[lengths.length - 1])
                    .toArray();
            plot = plot.line(
                            benchmark + ", predicted",
                            within,
                            Arrays.stream(within)
                                    .map(length -> MultiverseBudgets.at(lengths, alone, length * parallelism) - loss)
                                    .toArray())
                    .published(benchmark + ", one by one", lengths, alone)
                    .published(
                            benchmark + ", Multiverse",
                            MultiverseTables.budgets(benchmark, MultiverseTables.MULTIVERSE).stream()
                                    .mapToDouble(MultiverseTables.Budget::length)
                                    .toArray(),
                            MultiverseTables.accuracies(published, benchmark, MultiverseTables.MULTIVERSE));
        }
        progress.report(1, 1);
        return Optional.of(plot);
    }

    /// Tokens a second over those without parallelism, by the parallelism, for batches of 1 to 128 sequences of 1,000
    /// tokens each; and what is reported for batches of 4 and 128.
    ///
    /// ```java
    /// show(Figure.of(Multiverse.speedUps()));
    /// ```
    public static Plot speedUps() {
        double[] parallelism =
                IntStream.rangeClosed(0, 20).mapToDouble(i -> 1 + i / 10.0).toArray();
        Plot plot = Plot.of(
                "Reported speed-ups at large batches exceed what a step allows",
                Axis.of("tokens in all over those one after the other", ""),
                Axis.of("speed-up", ""));
        for (int batch : new int[] {1, 8, 32, 128}) {
            plot = plot.line(
                    "batch %d".formatted(batch),
                    parallelism,
                    Arrays.stream(parallelism)
                            .map(p -> MultiverseClock.speedUp(p, batch, 1_000))
                            .toArray());
        }
        for (int batch : new int[] {4, 128}) {
            List<SpeedUp> points = MultiverseTables.speedUps().stream()
                    .filter(each -> each.batch() == batch)
                    .toList();
            plot = plot.published(
                    "reported, batch %d".formatted(batch),
                    points.stream().mapToDouble(SpeedUp::parallelism).toArray(),
                    points.stream().mapToDouble(SpeedUp::value).toArray());
        }
        return plot;
    }
}
