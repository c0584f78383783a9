package throughline.learning.replicas;

import throughline.random.Stream;
import throughline.random.Streams;

/// A fixed set of samples, dealt out to replicas: each sees its own part at every step, one alone sees all.
final class LeastSquares implements Objective {
    private static final int SAMPLES = 24;
    private static final int WIDTH = 5;

    private final double[][] inputs = new double[SAMPLES][WIDTH];
    private final double[] targets = new double[SAMPLES];
    private final int replicas;

    LeastSquares(int replicas, long seed) {
        this.replicas = replicas;
        Stream random = new Streams(seed).named("samples");
        for (int s = 0; s < SAMPLES; s++) {
            for (int i = 0; i < WIDTH; i++) {
                inputs[s][i] = random.normal();
            }
            targets[s] = random.normal();
        }
    }

    @Override
    public double[] start() {
        return new double[WIDTH];
    }

    @Override
    public double gradient(int replica, long step, double[] at, double[] slope) {
        int each = SAMPLES / replicas;
        java.util.Arrays.fill(slope, 0);
        double loss = 0;
        for (int s = replica * each; s < (replica + 1) * each; s++) {
            double error = error(s, at);
            loss += error * error / 2 / each;
            for (int i = 0; i < WIDTH; i++) {
                slope[i] += error * inputs[s][i] / each;
            }
        }
        return loss;
    }

    private double error(int sample, double[] at) {
        double error = -targets[sample];
        for (int i = 0; i < WIDTH; i++) {
            error += at[i] * inputs[sample][i];
        }
        return error;
    }

    @Override
    public double loss(double[] at) {
        double loss = 0;
        for (int s = 0; s < SAMPLES; s++) {
            loss += error(s, at) * error(s, at) / 2 / SAMPLES;
        }
        return loss;
    }
}
