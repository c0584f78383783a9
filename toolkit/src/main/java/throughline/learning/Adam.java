package throughline.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.stream.Stream;
import throughline.spec.BadInput;

/// One optimiser for one set of weights: Adam (Kingma & Ba 2015, algorithm 1) after clipping the norm of all gradients
/// together. Its moments live and die with the manager; DJL's own optimiser leaves them behind.
public final class Adam {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final NDList weights;
    private final NDList means = new NDList();
    private final NDList squares = new NDList();
    private double rate;
    private double clip;
    private int steps;

    /// @param weights whose gradients are followed
    /// @param rate    step size
    /// @param clip    largest norm of all gradients together
    /// @param manager owns the moments
    public Adam(NDList weights, double rate, double clip, NDManager manager) {
        this.weights = weights;
        for (NDArray weight : weights) {
            means.add(manager.zeros(weight.getShape()));
            squares.add(manager.zeros(weight.getShape()));
        }
        settings(rate, clip);
    }

    /// Other settings for the steps to come.
    ///
    /// @param otherRate step size
    /// @param otherClip largest norm of all gradients together
    public void settings(double otherRate, double otherClip) {
        rate = otherRate;
        clip = otherClip;
    }

    /// How many steps were made.
    public int steps() {
        return steps;
    }

    /// The moments that steps are made of: the means of all weights, then the means of the squares.
    public float[][] moments() {
        return Stream.concat(means.stream(), squares.stream())
                .map(NDArray::toFloatArray)
                .toArray(float[][]::new);
    }

    /// Goes on from where another optimiser of the same weights stood.
    ///
    /// @param made    its [#steps()]
    /// @param moments its [#moments()]
    /// @throws BadInput when they are of other weights
    public void restore(int made, float[][] moments) {
        if (moments.length != 2 * weights.size()) {
            throw new BadInput("[%d] moments are not those of %d weights", moments.length, weights.size());
        }
        for (int i = 0; i < weights.size(); i++) {
            Weights.set(means.get(i), moments[i]);
            Weights.set(squares.get(i), moments[weights.size() + i]);
        }
        steps = made;
    }

    /// Moves each weight against its gradient, and sets the gradients back to zero: PyTorch adds to them otherwise.
    ///
    /// @param scratch owns what is only needed for this step
    /// @return whether the gradients were finite; otherwise nothing has moved, and further steps are of no use
    public boolean step(NDManager scratch) {
        NDList gradients = new NDList();
        for (NDArray weight : weights) {
            NDArray gradient = weight.getGradient();
            gradient.attach(scratch);
            gradients.add(gradient);
        }
        double norm = norm(gradients);
        if (!(norm < Double.POSITIVE_INFINITY)) {
            return false;
        }
        steps++;
        double scale = norm > clip ? clip / norm : 1;
        double unbiased = Math.sqrt(1 - Math.pow(BETA_2, steps));
        double stepSize = rate * unbiased / (1 - Math.pow(BETA_1, steps));
        for (int i = 0; i < weights.size(); i++) {
            move(i, gradients.get(i), scale, stepSize, EPSILON * unbiased);
        }
        return true;
    }

    private static double norm(NDList gradients) {
        double squares = 0;
        for (NDArray gradient : gradients) {
            for (float slope : gradient.toFloatArray()) {
                squares += (double) slope * slope;
            }
        }
        return Math.sqrt(squares);
    }

    /// The engine's own kernel: one call where single operations would be some thirty.
    private void move(int i, NDArray gradient, double scale, double stepSize, double epsilon) {
        NDArray weight = weights.get(i);
        weight.getNDArrayInternal()
                .adamUpdate(
                        new NDList(weight, gradient, means.get(i), squares.get(i)),
                        new NDList(weight),
                        (float) rate,
                        (float) stepSize,
                        0,
                        (float) scale,
                        -1,
                        (float) BETA_1,
                        (float) BETA_2,
                        (float) epsilon,
                        false,
                        false);
    }
}
