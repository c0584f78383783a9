package throughline.papers.reasoning;

import java.util.List;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Tolerance;
import throughline.papers.reasoning.ThreadWeaverTables.Benchmark;

/// ThreadWeaver's speed-ups of a benchmark: what the table says of itself, what fork and join gives, and what two runs
/// that vary give.
final class ThreadWeaverSpeedUps {
    private ThreadWeaverSpeedUps() {}

    static void claims(Evidence evidence, Benchmark each, ThreadWeaverThreads threads) {
        ratio(evidence, each.name());
        byThreads(evidence, each, threads);
        if (!each.bars().isEmpty()) {
            byRuns(evidence, each);
        }
    }

    /// What the table says of itself.
    static void ratio(Evidence evidence, String benchmark) {
        Constant ratio = evidence.fit("ratio of mean latencies", rows -> ratio(rows, benchmark));
        evidence.claim(Recomputed.of(ThreadWeaverTables.MEAN + ", " + benchmark, ratio.value())
                .as("ratio of mean latencies, " + benchmark)
                .within(Tolerance.absolute(0.02, "latencies are printed to 0.1 k"))
                .using(ratio)
                .byArithmetic("two means of the same table; where it is outside, the printed speed-up is another mean")
                .tried("A mean of ratios is no ratio of means: see the spread of the histograms."));
    }

    static double ratio(Published rows, String benchmark) {
        return rows.value(ThreadWeaverTables.SEQUENTIAL + ", " + benchmark)
                / rows.value(ThreadWeaverTables.LATENCY + ", " + benchmark);
    }

    private static void byThreads(Evidence evidence, Benchmark each, ThreadWeaverThreads threads) {
        Constant share = evidence.fit(
                "share of text in threads, " + each.name(),
                rows -> threads.share(rows.value(each.key(ThreadWeaverTables.MEAN))));
        evidence.claim(
                Recomputed.of(each.key(ThreadWeaverTables.LARGEST), threads.largest(share.value(), each.problems()))
                        .as(each.key("largest speed-up by fork and join"))
                        .within(Tolerance.relative(0.3, "the largest of so many varies by that"))
                        .against(overMeans(each))
                        .using(share)
                        .tried("Over the six benchmarks it errs by 13.5 % in the mean, the null by 11.7 %: where it is"
                                + " nearer it is so by luck."));
        if (!each.bars().isEmpty()) {
            evidence.claim(
                    Recomputed.of(each.key(ThreadWeaverTables.SLOWER), 0)
                            .as(each.key("share of problems that are slower, by fork and join"))
                            .within(Tolerance.absolute(5, "a fifth of the largest, or two problems of 30"))
                            .against(slowerElsewhere(each))
                            .tried(
                                    "No share in threads makes a trace longer: the printed speed-ups compare two models' runs."));
        }
    }

    private static void byRuns(Evidence evidence, Benchmark each) {
        List<Constant> fitted = evidence.fit(
                List.of("median of ln speed-up, " + each.name(), "spread of ln speed-up, " + each.name()), rows -> {
                    ThreadWeaverRuns runs = runs(rows, each);
                    return new double[] {runs.median(), runs.spread()};
                });
        Constant[] used = fitted.toArray(Constant[]::new);
        ThreadWeaverRuns runs = new ThreadWeaverRuns(used[0].value(), used[1].value());
        evidence.claim(Recomputed.of(each.key(ThreadWeaverTables.LARGEST), runs.largest(each.problems()))
                .as(each.key("largest speed-up by two runs"))
                .within(Tolerance.relative(0.15, "a standard deviation of the largest, at the widest spread"))
                .against(overMeans(each))
                .using(used));
        evidence.claim(Recomputed.of(each.key(ThreadWeaverTables.SLOWER), 100 * runs.slower())
                .as(each.key("share of problems that are slower, by two runs"))
                .within(Tolerance.absolute(5, "a fifth of the largest, or two problems of 30"))
                .against(throughQuartiles(each))
                .using(used)
                .tried(
                        "Two lognormal runs through the quartiles. On AMC23 the histogram rises at once at 1: some nine of"
                                + " 81 problems lie below it and 22 in the next tenth, which no smooth law follows."));
        Constant ratio = evidence.fit("ratio of mean latencies", rows -> ratio(rows, each.name()));
        evidence.claim(Recomputed.of(each.key(ThreadWeaverTables.MEAN), ratio.value() * runs.meanOverRatio())
                .within(Tolerance.absolute(0.02, "latencies are printed to 0.1 k"))
                .against(Null.of("the ratio of mean latencies", rows -> ratio(rows, each.name())))
                .using(ratio, used[1])
                .tried("The spread of ratios explains half of the excess on MATH500; that short problems gain more,"
                        + " which no number tells, must be the rest."));
    }

    static ThreadWeaverRuns runs(Published rows, Benchmark each) {
        return ThreadWeaverRuns.of(
                rows.value(each.key(ThreadWeaverTables.LOWER)), rows.value(each.key(ThreadWeaverTables.UPPER)));
    }

    /// `1 + k (mean - 1) ln n`, with the k of the other benchmarks.
    private static Null overMeans(Benchmark each) {
        return Null.of("1 + k (mean - 1) ln n, k from the other benchmarks", rows -> {
            double products = 0;
            double squares = 0;
            for (Benchmark other : ThreadWeaverTables.benchmarks()) {
                if (!other.name().equals(each.name())) {
                    double largest = rows.value(other.key(ThreadWeaverTables.LARGEST));
                    double x = overMean(rows, other) / largest;
                    products += x * (largest - 1) / largest;
                    squares += x * x;
                }
            }
            return 1 + products / squares * overMean(rows, each);
        });
    }

    private static double overMean(Published rows, Benchmark of) {
        return (rows.value(of.key(ThreadWeaverTables.MEAN)) - 1) * Math.log(of.problems());
    }

    /// Problems spread evenly, as between the quartiles.
    private static Null throughQuartiles(Benchmark each) {
        return Null.of("a line through both quartiles", rows -> {
            double lower = rows.value(each.key(ThreadWeaverTables.LOWER));
            double upper = rows.value(each.key(ThreadWeaverTables.UPPER));
            return 100 * Math.clamp(0.25 + 0.5 * (1 - lower) / (upper - lower), 0, 1);
        });
    }

    private static Null slowerElsewhere(Benchmark each) {
        return Null.mean(ThreadWeaverTables.benchmarks().stream()
                .filter(other -> !other.bars().isEmpty() && !other.name().equals(each.name()))
                .map(other -> other.key(ThreadWeaverTables.SLOWER))
                .toArray(String[]::new));
    }
}
