package throughline.papers.reasoning;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.papers.reasoning.ThreadWeaverTables.Bar;
import throughline.papers.reasoning.ThreadWeaverTables.Benchmark;
import throughline.spec.BadInput;

/// Speed-ups of the problems of a benchmark as ThreadWeaver's repository shows them, beside what fork and join and two
/// runs make of it.
final class ThreadWeaverHistogram {
    private static final int BINS = 50;

    private final Benchmark benchmark;
    private final double from;
    private final double width;

    private ThreadWeaverHistogram(Benchmark benchmark) {
        this.benchmark = benchmark;
        from = benchmark.bars().getFirst().from();
        width = (benchmark.bars().getLast().to() - from) / BINS;
    }

    static ThreadWeaverHistogram of(String name) {
        List<Benchmark> shown = ThreadWeaverTables.benchmarks().stream()
                .filter(each -> !each.bars().isEmpty())
                .toList();
        return shown.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .map(ThreadWeaverHistogram::new)
                .orElseThrow(() -> new BadInput(
                        "no histogram of [%s]; there are %s",
                        name,
                        String.join(", ", shown.stream().map(Benchmark::name).toList())));
    }

    Plot plot() {
        double[] edges = IntStream.rangeClosed(0, BINS).mapToDouble(this::edge).toArray();
        double[] centres =
                IntStream.range(0, BINS).mapToDouble(i -> edge(i) + width / 2).toArray();
        ThreadWeaverRuns runs = ThreadWeaverRuns.of(benchmark.quantile(0.25), benchmark.quantile(0.75));
        return Plot.of(
                        "Problems below 1 are no fork and join's: %s".formatted(benchmark.name()),
                        Axis.of("speed-up", ""),
                        Axis.of("problems", ""))
                .histogram("reported", edges, reported())
                .line("two runs", centres, expected(i -> runs.below(edge(i + 1)) - runs.below(edge(i))))
                .line("fork and join", centres, forked());
    }

    private double edge(int bin) {
        return from + bin * width;
    }

    private int bin(double speedUp) {
        return (int) Math.floor((speedUp - from) / width);
    }

    private double[] reported() {
        double[] counts = new double[BINS];
        for (Bar bar : benchmark.bars()) {
            counts[bin((bar.from() + bar.to()) / 2)] += bar.problems();
        }
        return counts;
    }

    private double[] forked() {
        ThreadWeaverThreads threads = new ThreadWeaverThreads();
        double[] speedUps = threads.speedUps(threads.share(benchmark.mean()));
        double[] shares = new double[BINS];
        for (double speedUp : speedUps) {
            int bin = bin(speedUp);
            if (bin >= 0 && bin < BINS) {
                shares[bin] += 1.0 / speedUps.length;
            }
        }
        return expected(i -> shares[i]);
    }

    private double[] expected(IntToDoubleFunction share) {
        return IntStream.range(0, BINS)
                .mapToDouble(i -> benchmark.problems() * share.applyAsDouble(i))
                .toArray();
    }
}
