package throughline.smile;

import java.io.DataInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import throughline.learning.detect.Detector;
import throughline.learning.detect.DetectorLearner;
import throughline.learning.detect.Examples;
import throughline.learning.detect.Features;
import throughline.learning.detect.Lesson;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Gradient boosting of the log-odds (Friedman 2001, algorithm 5): small trees one after the other, each grown towards
/// what the trees before it leave over, with one step of Newton's method in each leaf. With validation runs, it keeps
/// the number of trees at which their cross-entropy is least.
public final class BoostedDetectorLearner implements DetectorLearner {
    static final String NAME = "gradient-boosting";
    private static final int TREES = 200;
    private static final int PATIENCE = 20;
    private static final double STEP = 0.1;
    private static final double ROWS_PER_TREE = 0.5;
    /// A leaf of certain windows would take an endless step.
    private static final double LEAST_BEND = 1e-3;
    private static final double FARTHEST = 4;
    private static final Grower.Limits LIMITS = new Grower.Limits(1 / 3.0, 6, 16, 20);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Detector fit(Lesson lesson, Cancel cancel, Progress progress) {
        Examples examples = lesson.examples();
        double base = Math.log(examples.share() / (1 - examples.share()));
        Sum train = new Sum(examples, base);
        Sum check = new Sum(lesson.check(), base);
        Grower grower = new Grower(examples.x());
        Streams streams = new Streams(lesson.seed()).below(NAME);
        List<Tree> trees = new ArrayList<>();
        int best = 0;
        double least = check.loss();
        while (trees.size() < TREES && trees.size() - best < PATIENCE && !cancel.requested()) {
            Tree tree = tree(grower, train, streams.below("tree " + trees.size()));
            trees.add(tree);
            train.add(tree);
            check.add(tree);
            double loss = check.loss();
            if (check.examples.size() == 0 || loss < least) {
                least = loss;
                best = trees.size();
            }
            progress.report(trees.size(), TREES);
        }
        return new BoostedDetector(lesson.features(), base, trees.subList(0, best));
    }

    /// The trees so far on some windows.
    private static final class Sum {
        private final Examples examples;
        private final double[][] logits;

        Sum(Examples examples, double base) {
            this.examples = examples;
            logits = new double[examples.size()][1];
            for (double[] logit : logits) {
                logit[0] = base;
            }
        }

        void add(Tree tree) {
            for (int row = 0; row < logits.length; row++) {
                tree.addTo(logits[row], 1, examples.x()[row]);
            }
        }

        /// `[row][1]`.
        double[][] left() {
            double[][] left = new double[logits.length][1];
            for (int row = 0; row < left.length; row++) {
                left[row][0] = (examples.wrong()[row] ? 1 : 0) - logistic(logits[row][0]);
            }
            return left;
        }

        /// Cross-entropy, the mean of windows; 0 of none.
        double loss() {
            double sum = 0;
            for (int row = 0; row < logits.length; row++) {
                double against = examples.wrong()[row] ? -logits[row][0] : logits[row][0];
                sum += Math.max(0, against) + StrictMath.log1p(StrictMath.exp(-Math.abs(against)));
            }
            return logits.length == 0 ? 0 : sum / logits.length;
        }
    }

    private static Tree tree(Grower grower, Sum sum, Streams streams) {
        double[][] left = sum.left();
        Stream random = streams.named("rows");
        int[] samples = new int[left.length];
        Arrays.setAll(samples, _ -> random.uniform() < ROWS_PER_TREE ? 1 : 0);
        samples[random.below(samples.length)] = 1;
        Tree tree = grower.grow(left, new Grower.Block(0, 1), samples, LIMITS, streams);
        newton(tree, sum, left, samples);
        return tree.times(STEP);
    }

    /// Puts into each leaf the sum of what is left over, by how far a step there would bend it.
    private static void newton(Tree tree, Sum sum, double[][] left, int[] samples) {
        double[] slopes = new double[tree.values().length];
        double[] bends = new double[tree.values().length];
        for (int row = 0; row < samples.length; row++) {
            if (samples[row] > 0) {
                int leaf = tree.leaf(sum.examples.x()[row]);
                double share = logistic(sum.logits[row][0]);
                slopes[leaf] += left[row][0];
                bends[leaf] += share * (1 - share);
            }
        }
        for (int leaf = 0; leaf < slopes.length; leaf++) {
            double step = slopes[leaf] / Math.max(LEAST_BEND, bends[leaf]);
            tree.values()[leaf][0] = Math.clamp(step, -FARTHEST, FARTHEST);
        }
    }

    static double logistic(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    @Override
    public Detector read(Features features, DataInput in) throws IOException {
        return BoostedDetector.read(features, in);
    }
}
