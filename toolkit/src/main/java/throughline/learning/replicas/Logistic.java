package throughline.learning.replicas;

import java.util.Arrays;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// Logistic regression in double precision: convex, noisy, and so small that a comparison of schedules takes seconds.
///
/// Inputs are standard normal; the label of x is 1 with probability `1 / (1 + exp(-w x))` for a w drawn once, of norm
/// `signal`. A replica's step sees samples drawn from a fixed set; the loss that counts is the mean over held-out ones.
public final class Logistic implements Objective {
    private final int batch;
    private final Streams streams;
    private final double[] truth;
    private final Samples train;
    private final Samples heldOut;

    /// @param inputs `[sample][dimension]`
    /// @param labels 0 or 1 each
    private record Samples(double[][] inputs, double[] labels) {}

    /// @param dimensions of inputs, at least 1
    /// @param batch      samples of a replica's step, at least 1
    /// @param samples    to learn from, at least 1
    /// @param heldOut    samples that the loss is measured on, at least 1
    /// @param signal     norm of the true weights, positive
    /// @param seed       of all that is drawn
    public Logistic(int dimensions, int batch, int samples, int heldOut, double signal, long seed) {
        if (dimensions < 1 || batch < 1 || samples < 1 || heldOut < 1) {
            throw new BadInput(
                    "dimensions [%d], batch [%d], samples [%d] and held-out samples [%d] must be at least 1",
                    dimensions, batch, samples, heldOut);
        }
        if (!(signal > 0)) {
            throw new BadInput("signal [%s] must be positive", signal);
        }
        this.batch = batch;
        streams = new Streams(seed);
        Stream random = streams.named("truth");
        truth = new double[dimensions];
        Arrays.setAll(truth, _ -> random.normal());
        double norm = Vectors.norm(truth);
        Arrays.setAll(truth, i -> truth[i] * signal / norm);
        train = draw(samples, streams.named("samples"));
        this.heldOut = draw(heldOut, streams.named("held out"));
    }

    /// 50 dimensions, 16 of 16,384 samples a step, 2,000 held out, weights of norm 5.
    ///
    /// @param seed of all that is drawn
    public static Logistic standard(long seed) {
        return new Logistic(50, 16, 1 << 14, 2_000, 5, seed);
    }

    private Samples draw(int count, Stream random) {
        double[][] inputs = new double[count][truth.length];
        double[] labels = new double[count];
        for (int s = 0; s < count; s++) {
            Arrays.setAll(inputs[s], _ -> random.normal());
            labels[s] = random.uniform() < sigmoid(dot(truth, inputs[s])) ? 1 : 0;
        }
        return new Samples(inputs, labels);
    }

    @Override
    public double[] start() {
        return new double[truth.length];
    }

    @Override
    public double gradient(int replica, long step, double[] at, double[] slope) {
        Stream random = streams.named("replica " + replica + " step " + step);
        Arrays.fill(slope, 0);
        double loss = 0;
        for (int b = 0; b < batch; b++) {
            int sample = random.below(train.labels().length);
            double[] input = train.inputs()[sample];
            double label = train.labels()[sample];
            double score = dot(at, input);
            loss += loss(score, label);
            double error = (sigmoid(score) - label) / batch;
            for (int i = 0; i < slope.length; i++) {
                slope[i] += error * input[i];
            }
        }
        return loss / batch;
    }

    @Override
    public double loss(double[] at) {
        double sum = 0;
        for (int i = 0; i < heldOut.labels().length; i++) {
            sum += loss(dot(at, heldOut.inputs()[i]), heldOut.labels()[i]);
        }
        return sum / heldOut.labels().length;
    }

    /// The loss of the true weights: about the least that training can reach.
    public double lossOfTruth() {
        return loss(truth);
    }

    private static double loss(double score, double label) {
        double against = label > 0 ? -score : score;
        return Math.max(against, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(against)));
    }

    private static double sigmoid(double score) {
        return 1 / (1 + StrictMath.exp(-score));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
