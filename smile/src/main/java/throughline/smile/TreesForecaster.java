package throughline.smile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import throughline.learning.PointForecaster;
import throughline.learning.Scaling;
import throughline.learning.Settings;
import throughline.learning.Task;
import throughline.learning.Window;
import throughline.learning.Windows;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A forecaster that adds up trees. A leaf holds the changes of all targets at several steps of the horizon, so that
/// a forecast walks few trees, however far it looks.
///
/// A tree tells rows apart by one number only. Here it is a random mixture of the changes it answers for, drawn anew
/// for each tree (Joly, Geurts & Wehenkel 2014): in the mean over mixtures the best split is the one that is best for
/// all of them together.
///
/// Settings of both kinds: `trees`; `rows`, the most windows that are learnt from, drawn by lot where there are more,
/// which bounds time and memory (a row takes about 20 bytes for each feature, and 8 for each target and step); `share`
/// of the features that a split may choose from; `leaf`, the fewest rows in a leaf; `seed`.
public abstract class TreesForecaster extends PointForecaster {
    /// Settings are doubles, which hold every whole number up to this.
    private static final long MOST_SEED = 1L << 53;

    private final String kind;
    private final Settings settings;
    private WindowFeatures features;
    private double[] base;
    private List<Tree> trees = List.of();

    TreesForecaster(String kind, int trees, double share, int leaf) {
        this.kind = kind;
        settings = new Settings(kind)
                .whole("trees", trees, 1, 100_000)
                .whole("rows", 10_000, 1, 10_000_000)
                .real("share", share, 0.001, 1)
                .whole("leaf", leaf, 1, 1_000_000)
                .whole("seed", 1, -MOST_SEED, MOST_SEED);
    }

    @Override
    public final String kind() {
        return kind;
    }

    @Override
    public final Settings settings() {
        return settings;
    }

    /// What is learnt from or checked on.
    ///
    /// @param x `[row][feature]`
    /// @param y `[row][output]`: scaled changes from now; all targets of the next step, then of the one after it
    record Rows(double[][] x, double[][] y) {
        int size() {
            return x.length;
        }

        int outputs() {
            return y[0].length;
        }
    }

    /// What a fit found.
    ///
    /// @param base  `[output]`: what is forecast before any tree
    /// @param trees whose answers are added
    record Grown(double[] base, List<Tree> trees) {}

    /// Grows trees.
    ///
    /// @param check   other rows, to stop by; may be empty
    /// @param targets of each step
    abstract Grown grow(Rows rows, Rows check, int targets, Streams streams, Cancel cancel, Progress progress);

    @Override
    protected final void learn(Windows train, Windows validation, Cancel cancel, Progress progress) {
        if (train.isEmpty()) {
            throw new BadInput("%s: training holds [0] windows; it needs at least one", kind());
        }
        features = new WindowFeatures(Scaling.of(train));
        Streams streams = new Streams((long) settings.real("seed")).below(kind());
        Rows rows = rows(train, streams.named("rows"));
        Rows check = rows(validation, streams.named("check"));
        int targets = train.task().targets().size();
        Grown grown = grow(rows, check, targets, streams, cancel, progress);
        base = grown.base();
        trees = grown.trees();
    }

    private Rows rows(Windows windows, Stream random) {
        List<Window> some = drawn(windows, settings.whole("rows"), random);
        double[][] x = some.stream().map(features::of).toArray(double[][]::new);
        double[][] y = some.stream()
                .map(window -> byStep(features.scaling().changes(window)))
                .toArray(double[][]::new);
        return new Rows(x, y);
    }

    /// @param changes `[target][step]`
    private static double[] byStep(double[][] changes) {
        double[] outputs = new double[changes.length * changes[0].length];
        Arrays.setAll(outputs, output -> changes[output % changes.length][output / changes.length]);
        return outputs;
    }

    /// All, or some by lot, in their order.
    private static List<Window> drawn(Windows windows, int most, Stream random) {
        if (windows.size() <= most) {
            return windows;
        }
        List<Window> drawn = new ArrayList<>(most);
        for (int w = 0; w < windows.size() && drawn.size() < most; w++) {
            if (random.below(windows.size() - w) < most - drawn.size()) {
                drawn.add(windows.get(w));
            }
        }
        return drawn;
    }

    @Override
    protected final double[][] point(Window window) {
        double[] x = features.of(window);
        double[] sum = base.clone();
        for (Tree tree : trees) {
            tree.addTo(sum, 1, x);
        }
        int targets = window.task().targets().size();
        double[][] changes = new double[targets][window.task().horizon()];
        for (int output = 0; output < sum.length; output++) {
            changes[output % targets][output / targets] = sum[output];
        }
        return features.scaling().values(window, changes);
    }

    /// How many trees are in force; fewer than asked for where a fit was stopped.
    public final int trees() {
        return trees.size();
    }

    @Override
    protected final void writeLearnt(DataOutput out) throws IOException {
        features.scaling().write(out);
        for (double output : base) {
            out.writeDouble(output);
        }
        out.writeInt(trees.size());
        for (Tree tree : trees) {
            tree.write(out);
        }
    }

    @Override
    protected final void readLearnt(Task of, DataInput in) throws IOException {
        features = new WindowFeatures(Scaling.read(in));
        base = new double[of.targets().size() * of.horizon()];
        for (int output = 0; output < base.length; output++) {
            base[output] = in.readDouble();
        }
        List<Tree> read = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            read.add(Tree.read(in));
        }
        trees = List.copyOf(read);
    }
}
