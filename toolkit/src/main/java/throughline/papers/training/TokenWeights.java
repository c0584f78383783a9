package throughline.papers.training;

import java.util.Arrays;
import throughline.random.Stream;
import throughline.training.sequences.Assignment;
import throughline.training.sequences.Piece;

/// The gradient of a small network over a batch whose tokens are shared out among devices: summed over devices and
/// divided by all tokens it is that of the batch; the mean of the devices' means is not.
///
/// The network is `v · tanh(w x)` of a scalar token, its loss half the squared error.
final class TokenWeights {
    private static final int HIDDEN = 6;
    private final double[] weights = new double[2 * HIDDEN];
    private final double[][] tokens;
    private final double[][] targets;

    TokenWeights(int[] batch, Stream stream) {
        Arrays.setAll(weights, i -> stream.normal());
        tokens = new double[batch.length][];
        targets = new double[batch.length][];
        for (int place = 0; place < batch.length; place++) {
            double level = stream.normal();
            tokens[place] = new double[batch[place]];
            targets[place] = new double[batch[place]];
            Arrays.setAll(tokens[place], i -> stream.normal());
            Arrays.setAll(targets[place], i -> level);
        }
    }

    /// Adds the gradient of some tokens of a sequence.
    private void add(double[] sum, int place, int from, int to) {
        for (int i = from; i < to; i++) {
            double x = tokens[place][i];
            double error = -targets[place][i];
            for (int k = 0; k < HIDDEN; k++) {
                error += weights[HIDDEN + k] * StrictMath.tanh(weights[k] * x);
            }
            for (int k = 0; k < HIDDEN; k++) {
                double tanh = StrictMath.tanh(weights[k] * x);
                sum[k] += error * weights[HIDDEN + k] * (1 - tanh * tanh) * x;
                sum[HIDDEN + k] += error * tanh;
            }
        }
    }

    /// The gradient of the batch on one device.
    double[] whole() {
        double[] sum = new double[weights.length];
        long all = 0;
        for (int place = 0; place < tokens.length; place++) {
            add(sum, place, 0, tokens[place].length);
            all += tokens[place].length;
        }
        return over(sum, all);
    }

    /// The gradient from the devices of an assignment.
    ///
    /// @param weighted whether devices count by their tokens; else all alike
    double[] shared(Assignment assignment, boolean weighted) {
        double[][] sums = new double[assignment.devices()][weights.length];
        long[] held = new long[assignment.devices()];
        long all = 0;
        for (Piece piece : assignment.pieces()) {
            int degree = piece.devices().size();
            for (int place : piece.sequences()) {
                for (int i = 0; i < degree; i++) {
                    int from = (int) ((long) i * tokens[place].length / degree);
                    int to = (int) ((long) (i + 1) * tokens[place].length / degree);
                    int device = piece.devices().get(i);
                    add(sums[device], place, from, to);
                    held[device] += to - from;
                }
                all += tokens[place].length;
            }
        }
        double[] gradient = new double[weights.length];
        for (int device = 0; device < sums.length; device++) {
            double divisor = weighted ? all : (double) held[device] * sums.length;
            for (int k = 0; k < gradient.length && held[device] > 0; k++) {
                gradient[k] += sums[device][k] / divisor;
            }
        }
        return gradient;
    }

    private static double[] over(double[] sum, double divisor) {
        return Arrays.stream(sum).map(each -> each / divisor).toArray();
    }

    /// The largest difference of two gradients, over the largest entry of the first.
    static double difference(double[] one, double[] other) {
        double difference = 0;
        double size = 0;
        for (int k = 0; k < one.length; k++) {
            difference = Math.max(difference, Math.abs(one[k] - other[k]));
            size = Math.max(size, Math.abs(one[k]));
        }
        return difference / size;
    }
}
