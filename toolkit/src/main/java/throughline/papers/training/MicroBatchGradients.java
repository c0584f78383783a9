package throughline.papers.training;

import java.util.Arrays;
import throughline.random.Stream;
import throughline.random.Streams;

/// A small network in two cells, with real gradients: of a mini-batch at once, or of its micro-batches one after the
/// other, where only what crosses from cell to cell is kept and the rest is computed again on the way back.
///
/// Two layers with tanh and a squared error: `y = W2 tanh(W1 x)`, a cell each.
final class MicroBatchGradients {
    private static final int INPUTS = 5;
    private static final int HIDDEN = 7;
    private static final int SAMPLES = 24;

    private final double[][] first = new double[HIDDEN][INPUTS];
    private final double[] second = new double[HIDDEN];
    private final double[][] inputs = new double[SAMPLES][INPUTS];
    private final double[] targets = new double[SAMPLES];

    MicroBatchGradients(long seed) {
        Stream stream = new Streams(seed).named("network and samples");
        for (double[] row : first) {
            Arrays.setAll(row, _ -> stream.normal());
        }
        Arrays.setAll(second, _ -> stream.normal());
        for (double[] row : inputs) {
            Arrays.setAll(row, _ -> stream.normal());
        }
        Arrays.setAll(targets, _ -> stream.normal());
    }

    /// Gradients of all weights, those of the first layer first, summed over the samples `from` to `to`.
    private double[] gradients(int from, int to) {
        double[][] sent = new double[to - from][];
        for (int i = from; i < to; i++) {
            sent[i - from] = hidden(inputs[i]);
        }
        double[] gradients = new double[HIDDEN * INPUTS + HIDDEN];
        for (int i = from; i < to; i++) {
            double[] back = secondCellBack(sent[i - from], targets[i], gradients);
            firstCellBack(inputs[i], back, gradients);
        }
        return gradients;
    }

    private double[] hidden(double[] input) {
        double[] hidden = new double[HIDDEN];
        for (int h = 0; h < HIDDEN; h++) {
            double sum = 0;
            for (int i = 0; i < INPUTS; i++) {
                sum += first[h][i] * input[i];
            }
            hidden[h] = Math.tanh(sum);
        }
        return hidden;
    }

    private double[] secondCellBack(double[] hidden, double target, double[] gradients) {
        double output = 0;
        for (int h = 0; h < HIDDEN; h++) {
            output += second[h] * hidden[h];
        }
        double[] back = new double[HIDDEN];
        for (int h = 0; h < HIDDEN; h++) {
            gradients[HIDDEN * INPUTS + h] += 2 * (output - target) * hidden[h];
            back[h] = 2 * (output - target) * second[h];
        }
        return back;
    }

    /// Of the first cell only the input was kept.
    private void firstCellBack(double[] input, double[] back, double[] gradients) {
        double[] again = hidden(input);
        for (int h = 0; h < HIDDEN; h++) {
            for (int i = 0; i < INPUTS; i++) {
                gradients[h * INPUTS + i] += back[h] * (1 - again[h] * again[h]) * input[i];
            }
        }
    }

    /// The largest difference of a gradient from that of the whole mini-batch, over the largest gradient.
    ///
    /// @param microBatches divides 24
    /// @param counted      of them whose gradients are summed; all, unless some are lost
    double difference(int microBatches, int counted) {
        double[] whole = gradients(0, SAMPLES);
        int size = SAMPLES / microBatches;
        double[] summed = new double[whole.length];
        for (int m = 0; m < counted; m++) {
            double[] part = gradients(m * size, (m + 1) * size);
            for (int i = 0; i < part.length; i++) {
                summed[i] += part[i];
            }
        }
        double most = 0;
        double largest = 0;
        for (int i = 0; i < whole.length; i++) {
            most = Math.max(most, Math.abs(summed[i] - whole[i]));
            largest = Math.max(largest, Math.abs(whole[i]));
        }
        return most / largest;
    }
}
