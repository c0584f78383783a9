package throughline.smile;

import java.util.Arrays;
import smile.data.DataFrame;
import smile.data.type.DataTypes;
import smile.data.type.StructField;
import smile.math.MathEx;
import smile.model.cart.CART;
import smile.model.cart.InternalNode;
import smile.model.cart.Loss;
import smile.model.cart.Node;
import smile.regression.RegressionTree;
import throughline.random.Stream;
import throughline.random.Streams;

/// Grows Smile's regression trees over the same rows again and again, and gives them leaves for several outputs.
///
/// Smile draws the features that a split may use from a generator of the thread. It is seeded before each tree, so that
/// a tree depends on its seed and not on the thread; Smile's own forests, which share threads between trees, do not
/// promise that.
final class Grower {
    private static final StructField RESPONSE = new StructField("response", DataTypes.DoubleType);

    private final double[][] rows;
    private final DataFrame frame;
    private final int[][] order;

    /// @param rows `[row][feature]`, at least one of each; kept
    Grower(double[][] rows) {
        this.rows = rows;
        frame = DataFrame.of(rows);
        order = CART.order(frame);
    }

    /// How far a tree may grow.
    ///
    /// @param share    of the features, drawn anew for each split, that it may use
    /// @param depth    most splits from the root to a leaf
    /// @param leaves   most leaves
    /// @param leafSize fewest rows in a leaf
    record Limits(double share, int depth, int leaves, int leafSize) {}

    /// Some neighbouring outputs.
    ///
    /// @param first of them
    /// @param end   the one after the last
    record Block(int first, int end) {
        /// A random mixture of these outputs of each row.
        ///
        /// @param outputs `[row][output]`
        double[] mixture(double[][] outputs, Stream random) {
            double[] weights = new double[end - first];
            Arrays.setAll(weights, output -> random.normal());
            double[] mixture = new double[outputs.length];
            for (int row = 0; row < mixture.length; row++) {
                for (int output = first; output < end; output++) {
                    mixture[row] += weights[output - first] * outputs[row][output];
                }
            }
            return mixture;
        }
    }

    /// A tree that tells rows apart by a random mixture of a block of outputs, and answers with the mean of each.
    ///
    /// @param outputs  `[row][output]`, all of them
    /// @param samples  `[row]`: how often each is taken; kept
    /// @param streams  of this tree
    Tree grow(double[][] outputs, Block block, int[] samples, Limits limits, Streams streams) {
        int features = rows[0].length;
        int tried = Math.clamp(Math.round(limits.share() * features), 1, features);
        MathEx.setSeed(1 + streams.named("features").below(Integer.MAX_VALUE));
        RegressionTree grown = new RegressionTree(
                frame,
                Loss.ls(block.mixture(outputs, streams.named("mixture"))),
                RESPONSE,
                limits.depth(),
                limits.leaves(),
                limits.leafSize(),
                tried,
                samples.clone(),
                order);
        Tree tree = new Copy(grown.root(), block.first()).tree();
        fill(tree, outputs, block, samples);
        return tree;
    }

    /// The mean of each output over the rows of each leaf.
    private void fill(Tree tree, double[][] outputs, Block block, int[] samples) {
        double[][] means = tree.values();
        for (int leaf = 0; leaf < means.length; leaf++) {
            means[leaf] = new double[block.end() - block.first()];
        }
        int[] counts = new int[means.length];
        for (int row = 0; row < rows.length; row++) {
            if (samples[row] > 0) {
                int leaf = tree.leaf(rows[row]);
                counts[leaf] += samples[row];
                for (int output = block.first(); output < block.end(); output++) {
                    means[leaf][output - block.first()] += samples[row] * outputs[row][output];
                }
            }
        }
        for (int leaf = 0; leaf < means.length; leaf++) {
            int count = Math.max(1, counts[leaf]);
            double[] sums = means[leaf];
            Arrays.setAll(sums, output -> sums[output] / count);
        }
    }

    /// Smile's nodes as arrays, its leaves numbered and empty.
    private final class Copy {
        private final int[] feature;
        private final double[] threshold;
        private final int[] left;
        private final int[] right;
        private final Node root;
        private final int first;
        private int nodes;
        private int leaves;

        Copy(Node root, int first) {
            this.root = root;
            this.first = first;
            int size = 2 * root.leaves() - 1;
            feature = new int[size];
            threshold = new double[size];
            left = new int[size];
            right = new int[size];
        }

        Tree tree() {
            add(root);
            return new Tree(first, feature, threshold, left, right, new double[leaves][]);
        }

        private int add(Node node) {
            int at = nodes++;
            if (node instanceof InternalNode split) {
                feature[at] = split.feature();
                threshold[at] = threshold(split);
                left[at] = add(split.trueChild());
                right[at] = add(split.falseChild());
            } else {
                feature[at] = -1;
                left[at] = leaves++;
            }
            return at;
        }
    }

    /// Half-way between the last row that goes one way and the first that goes the other: Smile tells which way a row
    /// goes, but not its threshold.
    private double threshold(InternalNode split) {
        int[] sorted = order[split.feature()];
        int low = 0;
        int high = sorted.length - 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (split.branch(frame.get(sorted[middle]))) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double below = rows[sorted[low]][split.feature()];
        double above = rows[sorted[high]][split.feature()];
        return below + (above - below) / 2;
    }
}
