package throughline.learning.replicas;

import java.util.Arrays;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// Logistic regression on samples drawn as they are needed, in double precision: convex, noisy, and so small that a
/// comparison of schedules takes seconds.
///
/// Inputs are standard normal, with spreads that fall from 1 to `1 / condition`; the label of x is 1 with probability
/// `1 / (1 + exp(-w x))` for a w drawn once, of norm `signal`. The loss that counts is the mean over held-out samples.
public final class Logistic implements Objective {
    private final int batch;
    private final Streams streams;
    private final double[] truth;
    private final double[] spreads;
    private final double[][] inputs;
    private final double[] labels;

    /// @param dimensions of inputs, at least 1
    /// @param batch      samples of a replica's step, at least 1
    /// @param heldOut    samples that the loss is measured on, at least 1
    /// @param signal     norm of the true weights, positive
    /// @param condition  largest spread of an input over the smallest, at least 1
    /// @param seed       of all that is drawn
    public Logistic(int dimensions, int batch, int heldOut, double signal, double condition, long seed) {
        if (dimensions < 1 || batch < 1 || heldOut < 1) {
            throw new BadInput(
                    "dimensions [%d], batch [%d] and held-out samples [%d] must be at least 1",
                    dimensions, batch, heldOut);
        }
        if (!(signal > 0) || !(condition >= 1)) {
            throw new BadInput("signal [%s] must be positive, condition [%s] at least 1", signal, condition);
        }
        this.batch = batch;
        streams = new Streams(seed);
        spreads = new double[dimensions];
        Arrays.setAll(spreads, i -> dimensions == 1 ? 1 : StrictMath.pow(condition, -(double) i / (dimensions - 1)));
        Stream random = streams.named("truth");
        truth = new double[dimensions];
        Arrays.setAll(truth, _ -> random.normal());
        double norm = Vectors.norm(truth);
        Arrays.setAll(truth, i -> truth[i] * signal / norm);
        inputs = new double[heldOut][dimensions];
        labels = new double[heldOut];
        Stream held = streams.named("held out");
        for (int i = 0; i < heldOut; i++) {
            labels[i] = draw(held, inputs[i]);
        }
    }

    /// 50 dimensions, 16 samples a step, weights of norm 5, inputs alike.
    ///
    /// @param seed of all that is drawn
    public static Logistic standard(long seed) {
        return new Logistic(50, 16, 2_000, 5, 1, seed);
    }

    /// Fills an input, and gives its label.
    private double draw(Stream random, double[] input) {
        for (int i = 0; i < input.length; i++) {
            input[i] = spreads[i] * random.normal();
        }
        return random.uniform() < sigmoid(dot(truth, input)) ? 1 : 0;
    }

    @Override
    public double[] start() {
        return new double[truth.length];
    }

    @Override
    public double gradient(int replica, long step, double[] at, double[] slope) {
        Stream random = streams.named("replica " + replica + " step " + step);
        double[] input = new double[truth.length];
        Arrays.fill(slope, 0);
        double loss = 0;
        for (int b = 0; b < batch; b++) {
            double label = draw(random, input);
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
        for (int i = 0; i < inputs.length; i++) {
            sum += loss(dot(at, inputs[i]), labels[i]);
        }
        return sum / inputs.length;
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
