package throughline.learning.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Logistic regression on features of one scale, with a small penalty on the squares of its weights, fitted by
/// accelerated gradient descent (Nesterov 1983) over all windows at once.
final class LogisticLearner implements DetectorLearner {
    private static final String NAME = "logistic";
    private static final int STEPS = 200;
    private static final double PENALTY = 1e-3;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Detector fit(Lesson lesson, Cancel cancel, Progress progress) {
        Examples examples = lesson.examples();
        Standard standard = Standard.byMean(examples.x());
        double[] weights = descend(standard.of(examples.x()), examples.wrong(), cancel, progress);
        return new Logistic(lesson.features(), standard, weights);
    }

    /// Steps of a length that can never overshoot: the slope changes by no more than a quarter of the largest norm.
    private static double[] descend(double[][] x, boolean[] wrong, Cancel cancel, Progress progress) {
        int features = x[0].length;
        double bend = PENALTY;
        for (double[] row : x) {
            bend += (1 + dot(row, row)) / (4.0 * x.length);
        }
        double[] weights = new double[features + 1];
        double[] ahead = weights.clone();
        for (int step = 0; step < STEPS && !cancel.requested(); step++) {
            double[] slope = slope(ahead, x, wrong);
            double push = step / (step + 3.0);
            for (int w = 0; w <= features; w++) {
                double next = ahead[w] - slope[w] / bend;
                ahead[w] = next + push * (next - weights[w]);
                weights[w] = next;
            }
            progress.report(step + 1, STEPS);
        }
        return weights;
    }

    private static double[] slope(double[] weights, double[][] x, boolean[] wrong) {
        int features = weights.length - 1;
        double[] slope = new double[weights.length];
        for (int i = 0; i < x.length; i++) {
            double off = (Numbers.logistic(logit(weights, x[i])) - (wrong[i] ? 1 : 0)) / x.length;
            for (int f = 0; f < features; f++) {
                slope[f] += off * x[i][f];
            }
            slope[features] += off;
        }
        for (int f = 0; f < features; f++) {
            slope[f] += PENALTY * weights[f];
        }
        return slope;
    }

    private static double logit(double[] weights, double[] x) {
        double sum = weights[x.length];
        for (int f = 0; f < x.length; f++) {
            sum += weights[f] * x[f];
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Override
    public Detector read(Features features, DataInput in) throws IOException {
        return new Logistic(features, Standard.read(in), Numbers.read(in));
    }

    private record Logistic(Features features, Standard standard, double[] weights) implements Detector {
        @Override
        public String kind() {
            return NAME;
        }

        @Override
        public double score(double[] window) {
            return Numbers.logistic(logit(weights, standard.of(window)));
        }

        @Override
        public void write(DataOutput out) throws IOException {
            standard.write(out);
            Numbers.write(weights, out);
        }
    }
}
