package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.learning.rl.Normalisation;
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
import throughline.papers.reasoning.NormalisationTrial.Trained;
import throughline.papers.reasoning.ThreadWeaverTables.Benchmark;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Threads of reasoning that fork and join (arXiv 2512.07843), from an 8-billion model trained to use them when they
/// pay.
///
/// Its mean speed-ups are means of ratios of two runs, one of the sequential model, one of the threaded: its own
/// histograms have 8 to 28 % of problems below 1, where no fork and join can be. So fork and join, with the share of
/// text in threads fitted to the mean, misses the largest speed-ups; two runs that vary as the middle half of the
/// histogram does come near them. Over all six benchmarks fork and join errs more, in the mean, than a line over the
/// means with one constant.
public final class ThreadWeaver implements Paper {
    private static final String ABLATION = "repository, README: reward normalization";
    private static final String CLOCK = "wall-clock speed-up, MATH500";
    private static final String BEFORE = "wall clock one by one, MATH500";
    private static final String AFTER = "wall clock with threads, MATH500";
    private static final String AVERAGE = "mean speed-up, average";
    private static final String ACTIVATION = "share of problems that use threads, AIME24";
    private static final String ACCURACY = "accuracy, AIME24";
    private static final String SPOILT = "accuracy with rewards divided by their deviation, less without";
    private static final String LONGER = "longest thread with rewards divided by their deviation, less without";
    private static final String MASK = "distance of one masked sequence from requests of their own";
    private static final String JENSEN = "mean of ratios less ratio of means, MATH500";

    private static final int TRIALS = 3;

    @Override
    public String id() {
        return "ThreadWeaver";
    }

    @Override
    public List<Reported> reported() {
        List<Reported> rows = new ArrayList<>(ThreadWeaverTables.reported());
        String clock = "repository, README: 50 problems of MATH500 on 4 GPUs";
        rows.addAll(List.of(
                Reported.of("latency one by one, average", 15.1, "k tokens", ThreadWeaverTables.TABLE, authors()),
                Reported.of("latency, average", 13.2, "k tokens", ThreadWeaverTables.TABLE, authors()),
                Reported.of(AVERAGE, 1.22, "", ThreadWeaverTables.TABLE, authors()),
                Reported.of(ACCURACY, 79.9, "%", ThreadWeaverTables.TABLE, authors()),
                Reported.of(ACTIVATION, 79.9, "%", "repository, README: comparison", authors()),
                Reported.of(BEFORE, 162.34, "s", clock, authors()),
                Reported.of(AFTER, 142.21, "s", clock, authors()),
                Reported.of(CLOCK, 1.14, "", clock, authors()),
                Reported.rises(JENSEN, "", "the same table: 1.23 against 7.2 k / 6.4 k", authors()),
                Reported.falls(SPOILT, "%", ABLATION + ": 74.79 against 79.90", authors()),
                Reported.rises(LONGER, "%", ABLATION + ": 18.7 k against 16.9 k", authors()),
                Reported.of(MASK, 0, "", "repository, README: only ancestors are attended to", authors())));
        return rows;
    }

    private static Provenance authors() {
        return Provenance.AUTHORS_DATA;
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        ThreadWeaverThreads threads = new ThreadWeaverThreads();
        List<Benchmark> benchmarks = ThreadWeaverTables.benchmarks();
        int steps = benchmarks.size() + 1;
        for (int i = 0; i < benchmarks.size() && !cancel.requested(); i++) {
            Benchmark each = benchmarks.get(i);
            ThreadWeaverSpeedUps.claims(evidence, each, threads);
            progress.report(i + 1L, steps);
        }
        if (!cancel.requested()) {
            ThreadWeaverSpeedUps.ratio(evidence, "average");
            others(evidence, threads, cancel);
            progress.report(steps, steps);
        }
    }

    private static void others(Evidence evidence, ThreadWeaverThreads threads, Cancel cancel) {
        Constant share = evidence.fit(
                "share of text in threads, MATH500",
                rows -> threads.share(rows.value(ThreadWeaverTables.MEAN + ", MATH500")));
        double[] excess = threads.spread(share.value());
        evidence.claim(Recomputed.of(JENSEN, excess[0])
                .within(Tolerance.direction(excess[1], "standard error over problems"))
                .using(share)
                .byArithmetic("Jensen's inequality: positive for any shares that vary; of the size, a third"));
        clock(evidence, share);
        rewards(evidence, cancel);
        Constant accuracy = evidence.fit("accuracy", rows -> rows.value(ACCURACY));
        evidence.claim(Recomputed.of(ACTIVATION, accuracy.value())
                .within(Tolerance.absolute(0, "printed to the same digit"))
                .using(accuracy)
                .byArithmetic("the accuracy once more: one of the two was copied, and format is right in 72.4 % only"));
        Measured<ThreadWeaverTrie> trie = evidence.measure("texts under a trie's mask", ThreadWeaverTrie::run);
        evidence.claim(Recomputed.of(MASK, trie.value().masked())
                .within(Tolerance.absolute(1e-9, "rounding of doubles"))
                .against(Null.of(trie.value().linear(), "each token sees all before it in the flat sequence"))
                .from(trie));
    }

    private static void clock(Evidence evidence, Constant share) {
        Constant seconds = evidence.fit("ratio of wall clocks", rows -> rows.value(BEFORE) / rows.value(AFTER));
        evidence.claim(Recomputed.of(CLOCK, seconds.value())
                .as("ratio of wall clocks, MATH500")
                .within(Tolerance.absolute(0.005, "rounding"))
                .using(seconds)
                .byArithmetic("the two times printed beside it"));
        evidence.claim(Recomputed.of(CLOCK, ThreadWeaverClock.speedUp(share.value()))
                .within(Tolerance.relative(0.1, "neither the GPUs nor the engine are known"))
                .against(Null.of("the ratio of mean latencies", rows -> ThreadWeaverSpeedUps.ratio(rows, "MATH500")))
                .using(share)
                .tried("Seconds add up, so the ratio of mean latencies says as much; there is no overhead to explain"
                        + " between 1.23 and 1.14."));
    }

    /// A small reward for speed, learnt with and without the division, some times.
    private static void rewards(Evidence evidence, Cancel cancel) {
        double[] accuracy = new double[TRIALS];
        double[] latency = new double[TRIALS];
        for (int seed = 0; seed < TRIALS; seed++) {
            Trained divided = NormalisationTrial.usual().trained(Normalisation.STANDARD_DEVIATION, seed, cancel);
            Trained centred = NormalisationTrial.usual().trained(Normalisation.MEAN_CENTRED, seed, cancel);
            accuracy[seed] = 100 * (divided.accuracy() - centred.accuracy());
            latency[seed] = 100 * (centred.acceleration() - divided.acceleration());
        }
        Constant[] assumed = assumed(NormalisationTrial.usual());
        evidence.claim(Recomputed.of(SPOILT, mean(accuracy))
                .within(Tolerance.direction(standardError(accuracy), "standard error over trainings"))
                .using(assumed)
                .tried("Assumes that a split costs more accuracy than its bonus is worth: at a seventh of the cost both"
                        + " models split, and next to nothing is lost."));
        evidence.claim(Recomputed.of(LONGER, mean(latency))
                .within(Tolerance.direction(standardError(latency), "standard error over trainings"))
                .using(assumed)
                .tried(
                        "Dividing makes speed count for more, so threads are used more and latency can only fall; that it"
                                + " rose with the repository's reward is not explained by what it says of it."));
    }

    private static Constant[] assumed(NormalisationTrial trial) {
        String why = "assumed: neither is told";
        return new Constant[] {
            Constant.frozen("cost of a split, log odds", trial.cost(), why, Provenance.RECALLED),
            Constant.frozen("weight of the bonus", trial.rho(), why, Provenance.RECALLED),
            Constant.frozen("acceleration of a split", trial.acceleration(), why, Provenance.RECALLED)
        };
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double standardError(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / (values.length - 1) / values.length);
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        ThreadWeaverThreads threads = new ThreadWeaverThreads();
        List<Benchmark> benchmarks = ThreadWeaverTables.benchmarks();
        double[] places =
                DoubleStream.iterate(0, i -> i + 1).limit(benchmarks.size()).toArray();
        Plot plot = Plot.of(
                "Fork and join misses the largest speed-ups, two runs that vary come near",
                Axis.of("benchmark", benchmarks.stream().map(Benchmark::name).toList()),
                Axis.of("largest speed-up", ""));
        double[] forked = benchmarks.stream()
                .mapToDouble(each -> threads.largest(
                        threads.share(published.value(each.key(ThreadWeaverTables.MEAN))), each.problems()))
                .toArray();
        double[] run = benchmarks.stream()
                .filter(each -> !each.bars().isEmpty())
                .mapToDouble(each -> ThreadWeaverSpeedUps.runs(published, each).largest(each.problems()))
                .toArray();
        double[] where = DoubleStream.of(places)
                .filter(i -> !benchmarks.get((int) i).bars().isEmpty())
                .toArray();
        double[] printed = benchmarks.stream()
                .mapToDouble(each -> published.value(each.key(ThreadWeaverTables.LARGEST)))
                .toArray();
        progress.report(1, 1);
        return Optional.of(plot.points("fork and join", places, forked)
                .points("two runs", where, run)
                .published("reported", places, printed));
    }

    /// The speed-ups of the problems of a benchmark as reported, beside what fork and join and two runs make of them.
    ///
    /// ```java
    /// show(Figure.of(ThreadWeaver.speedUps("MATH500")));
    /// ```
    ///
    /// @param benchmark `AIME24`, `AMC23`, `MATH500` or `Olympiad`
    /// @throws throughline.spec.BadInput for another one
    public static Plot speedUps(String benchmark) {
        return ThreadWeaverHistogram.of(benchmark).plot();
    }
}
