package throughline.smile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.smile.Grower.Block;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.spec.Workers;

/// A random forest (Breiman 2001): the mean of many deep trees, each grown on rows drawn with replacement, each split
/// chosen among some of the features.
///
/// There is a forest of its own for each stretch of the horizon: the next step, the one after it, then 2, 4, 8 ...
/// steps together, for what decides the next hour is not what decides the next day. On Mini-Fab's work in progress,
/// 24 steps ahead and with a third of the features at each split, the RMSE is 1.15 lots; with one forest for all steps
/// 1.20; with one for each step, which takes several times as long, 1.12; with the step as a feature 1.32.
///
/// Trees grow on all processors, each from streams of its own: the forest is the same to the bit on any number of them.
public final class RandomForestForecaster extends TreesForecaster {
    private static final int DEPTH = 24;

    /// One with the usual settings: 40 trees a stretch, at least 5 rows in a leaf, 0.6 of the features at each split.
    public RandomForestForecaster() {
        super("random-forest", 40, 0.6, 5);
    }

    @Override
    public String name() {
        return "random forest";
    }

    /// {@inheritDoc} A cancelled fit keeps the trees that are done; a stretch without any is forecast to stay as it is.
    @Override
    Grown grow(Rows rows, Rows check, int targets, Streams streams, Cancel cancel, Progress progress) {
        List<Block> blocks = blocks(rows.outputs(), targets);
        int total = settings().whole("trees") * blocks.size();
        Grower grower = new Grower(rows.x());
        var limits = new Grower.Limits(
                settings().real("share"),
                DEPTH,
                Math.max(2, rows.size()),
                settings().whole("leaf"));
        AtomicInteger done = new AtomicInteger();
        List<Supplier<Tree>> tasks = IntStream.range(0, total)
                .mapToObj(number -> (Supplier<Tree>) () -> {
                    if (cancel.requested()) {
                        return null;
                    }
                    Streams own = streams.below("tree " + number);
                    Block block = blocks.get(number % blocks.size());
                    Tree tree = grower.grow(rows.y(), block, drawn(rows.size(), own.named("rows")), limits, own);
                    progress.report(done.incrementAndGet(), total);
                    return tree;
                })
                .toList();
        List<Tree> grown = Workers.all(tasks).stream().filter(Objects::nonNull).toList();
        return new Grown(new double[rows.outputs()], means(grown));
    }

    /// Steps 1, 2, 3 to 4, 5 to 8 and so on, all targets of each.
    private static List<Block> blocks(int outputs, int targets) {
        List<Block> blocks = new ArrayList<>();
        int from = 0;
        for (int step = 1; from < outputs; step *= 2) {
            int to = Math.min(outputs, step * targets);
            blocks.add(new Block(from, to));
            from = to;
        }
        return blocks;
    }

    /// As many rows as there are, drawn with replacement: how often each.
    private static int[] drawn(int rows, Stream random) {
        int[] samples = new int[rows];
        for (int i = 0; i < rows; i++) {
            samples[random.below(rows)]++;
        }
        return samples;
    }

    /// The trees, each over the number of those that answer for the same outputs: their sum is a mean.
    private static List<Tree> means(List<Tree> trees) {
        Map<Integer, Long> counts = trees.stream().collect(Collectors.groupingBy(Tree::first, Collectors.counting()));
        return trees.stream()
                .map(tree -> tree.times(1.0 / counts.get(tree.first())))
                .toList();
    }
}
