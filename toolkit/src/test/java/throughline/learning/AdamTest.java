package throughline.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.Test;

class AdamTest {
    private static final double RATE = 0.1;

    @Test
    void itsStepsAreThoseOfThePaperAfterClipping() {
        double[] goal = {3, -1};
        double[] w = {0, 0};
        double[] m = {0, 0};
        double[] v = {0, 0};
        try (NDManager manager = Torch.engine().newBaseManager(Device.cpu())) {
            NDArray weight = manager.create(new float[] {0, 0});
            NDArray target = manager.create(new float[] {3, -1});
            weight.setRequiresGradient(true);
            Adam adam = new Adam(new NDList(weight), RATE, 5, manager);
            for (int t = 1; t <= 40; t++) {
                step(manager, weight, target, adam);
                double[] g = {2 * (w[0] - goal[0]), 2 * (w[1] - goal[1])};
                double scale = Math.min(1, 5 / Math.hypot(g[0], g[1]));
                for (int i = 0; i < 2; i++) {
                    m[i] = 0.9 * m[i] + 0.1 * g[i] * scale;
                    v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i] * scale * scale;
                    double mean = m[i] / (1 - Math.pow(0.9, t));
                    double square = v[i] / (1 - Math.pow(0.999, t));
                    w[i] -= RATE * mean / (Math.sqrt(square) + 1e-8);
                    assertThat((double) weight.getFloat(i)).isCloseTo(w[i], within(1e-4));
                }
            }
        }
    }

    private static void step(NDManager manager, NDArray weight, NDArray target, Adam adam) {
        try (NDManager scratch = manager.newSubManager()) {
            target.attach(scratch);
            try (GradientCollector collector = Torch.engine().newGradientCollector()) {
                collector.backward(weight.sub(target).square().sum());
            }
            adam.step(scratch);
            target.attach(manager);
        }
    }
}
