package throughline.papers.tokens;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import throughline.fab.MiniFab;
import throughline.fab.MiniFabSpec;
import throughline.learning.tokens.Tokens;
import throughline.learning.tokens.Vocabulary;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.spec.Workers;

/// Runs of Mini-Fab as text. Each hour is eight words: work in progress, the six queues, and the turnaround of the lot
/// that left last. How many lots are started, what is maintained and what breaks differs from run to run and is not
/// told: a model can find it out from what it reads. Breakdowns and what is not in the words keep the loss above zero.
final class FabTokens {
    /// What an hour says, in this order.
    static final List<String> COLUMNS =
            List.of("wip", "queue_S1", "queue_S2", "queue_S3", "queue_S4", "queue_S5", "queue_S6", "last_tat");
    /// Hours of a run that are read; those in which the fab fills up are not.
    static final int HOURS = 1_280;

    private static final int BINS = 16;
    private static final int FILLING = 240;
    /// Runs that the bins are taken from; they are the first to train on.
    private static final int BINNED = 40;
    private static final List<String> REPAIRS = List.of("none", "steps", "time", "pm", "time+pm");
    private static final MiniFabSpec SPEC = MiniFabSpec.KEMPF
            .with("lots", "1000000")
            .with("horizon", FILLING + HOURS + " h")
            .with("sampling", "1 h");

    private FabTokens() {}

    /// Simulates as many runs as a number of tokens needs.
    ///
    /// @param trained tokens to learn from, at least
    /// @param heldOut tokens to measure a loss on, at least
    /// @param seed    of all runs; training and held-out runs have streams of their own
    /// @param progress in runs, from several threads
    /// @return null when cancelled
    static Tokens simulate(long trained, long heldOut, long seed, Cancel cancel, Progress progress) {
        int train = Math.max(BINNED, runs(trained));
        int held = runs(heldOut);
        Streams streams = new Streams(seed);
        AtomicLong done = new AtomicLong();
        IntFunction<double[][]> simulated = run -> {
            String name = run < train ? "train-" + run : "held-out-" + (run - train);
            double[][] columns = run(streams.named(name), cancel);
            progress.report(done.incrementAndGet(), train + held);
            return columns;
        };
        List<double[][]> first = all(0, BINNED, simulated);
        if (cancel.requested()) {
            return null;
        }
        Vocabulary vocabulary = Vocabulary.fit(COLUMNS, first, BINS);
        List<short[]> texts =
                new ArrayList<>(first.stream().map(vocabulary::encode).toList());
        texts.addAll(all(BINNED, train + held, run -> {
            double[][] columns = simulated.apply(run);
            return columns == null ? null : vocabulary.encode(columns);
        }));
        if (cancel.requested()) {
            return null;
        }
        return new Tokens(vocabulary, texts.subList(0, train), texts.subList(train, train + held));
    }

    /// What runs give, in their order, on all processors.
    private static <T> List<T> all(int from, int to, IntFunction<T> run) {
        return Workers.all(IntStream.range(from, to)
                .mapToObj(i -> (Supplier<T>) () -> run.apply(i))
                .toList());
    }

    /// A run has a token more than are guessed in it.
    private static int runs(long tokens) {
        long each = (long) HOURS * COLUMNS.size();
        return Math.toIntExact((tokens + each - 1) / each);
    }

    /// `[column][hour]`, and an hour more, whose first word is the last that is guessed; null when cancelled.
    private static double[][] run(Stream random, Cancel cancel) {
        MiniFabSpec spec = SPEC.with("repair", REPAIRS.get(random.below(REPAIRS.size())))
                .with("startsPerWeek", String.valueOf(56 + random.below(29)))
                .with("dispatch", random.below(2) == 0 ? "fifo" : "setup-avoiding")
                .with("batch", random.below(2) == 0 ? "exact" : "two-or-three");
        var series = MiniFab.run(spec, random.below(Integer.MAX_VALUE), cancel, Progress.NONE)
                .get("series");
        if (cancel.requested()) {
            return null;
        }
        double[][] columns = new double[COLUMNS.size()][];
        for (int c = 0; c < columns.length; c++) {
            double[] all = series.column(COLUMNS.get(c));
            columns[c] = java.util.Arrays.copyOfRange(all, FILLING, all.length);
        }
        return columns;
    }
}
