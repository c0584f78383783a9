package throughline.papers.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.function.ToDoubleFunction;
import throughline.learning.Adam;
import throughline.learning.Torch;
import throughline.papers.training.RsaShape.Batch;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.Cancel;

/// A transformer trained for real, on devices in a ring and on one with the engine's backpropagation.
final class RsaTraining {
    static final RsaShape SHAPE = new RsaShape(2, 32, 2, 8, 16, 16);
    private static final double RATE = 3e-3;
    private static final double CLIP = 1;

    private RsaTraining() {}

    /// How far gradients are from those of plain backpropagation, over the largest of these.
    ///
    /// @param ring  summed over devices
    /// @param alone those of the first device, times as many as there are
    record Gradients(double ring, double alone) {}

    static Gradients compare(int devices) {
        try (NDManager manager = manager()) {
            NDList weights = weights(manager, SHAPE);
            Batch batch = SHAPE.draw(new Streams(1).named("batch"));
            RsaPlain.gradients(SHAPE, weights, batch);
            float[][] plain = weights.stream()
                    .map(weight -> weight.getGradient().toFloatArray())
                    .toArray(float[][]::new);
            try (RsaRing ring = new RsaRing(SHAPE, weights, batch, devices, false)) {
                ring.gradients();
                return new Gradients(distance(ring.summed(), 1, plain), distance(ring.gradients(0), devices, plain));
            }
        }
    }

    private static double distance(float[][] gradients, double factor, float[][] plain) {
        double largest = 0;
        double difference = 0;
        for (int w = 0; w < plain.length; w++) {
            for (int i = 0; i < plain[w].length; i++) {
                largest = Math.max(largest, Math.abs(plain[w][i]));
                difference = Math.max(difference, Math.abs(factor * gradients[w][i] - plain[w][i]));
            }
        }
        return difference / largest;
    }

    /// The losses of training on a ring.
    static double[] ring(int devices, int steps, Cancel cancel) {
        try (NDManager manager = manager()) {
            NDList weights = weights(manager, SHAPE);
            return train(weights, steps, cancel, batch -> {
                try (RsaRing ring = new RsaRing(SHAPE, weights, batch, devices, false)) {
                    double loss = ring.gradients();
                    leave(weights, ring.summed());
                    return loss;
                }
            });
        }
    }

    /// The losses of training on one device with the engine's backpropagation, from the same weights on the same
    /// batches.
    static double[] plain(int steps, Cancel cancel) {
        try (NDManager manager = manager()) {
            NDList weights = weights(manager, SHAPE);
            return train(weights, steps, cancel, batch -> RsaPlain.gradients(SHAPE, weights, batch));
        }
    }

    private static double[] train(NDList weights, int steps, Cancel cancel, ToDoubleFunction<Batch> gradients) {
        NDManager manager = weights.getFirst().getManager();
        Adam adam = new Adam(weights, RATE, CLIP, manager);
        Stream random = new Streams(1).named("training");
        double[] losses = new double[steps];
        for (int step = 0; step < steps && !cancel.requested(); step++) {
            losses[step] = gradients.applyAsDouble(SHAPE.draw(random));
            try (NDManager scratch = manager.newSubManager()) {
                adam.step(scratch);
            }
        }
        return losses;
    }

    /// Leaves gradients where the optimiser looks for them: those of the sum of weights times constants are these
    /// constants, to the bit.
    private static void leave(NDList weights, float[][] gradients) {
        try (NDManager scratch = weights.getFirst().getManager().newSubManager();
                GradientCollector collector = Torch.engine().newGradientCollector()) {
            NDArray sum = null;
            for (int w = 0; w < gradients.length; w++) {
                NDArray constant = scratch.create(gradients[w], weights.get(w).getShape());
                NDArray term = constant.mul(weights.get(w)).sum();
                sum = sum == null ? term : sum.add(term);
            }
            collector.backward(sum);
        }
    }

    /// The most bytes that a device holds in a step on longer sequences.
    static long most(int devices, int length) {
        RsaShape longer = SHAPE.length(length);
        try (NDManager manager = manager()) {
            NDList weights = weights(manager, longer);
            Batch batch = longer.draw(new Streams(1).named("batch"));
            try (RsaRing ring = new RsaRing(longer, weights, batch, devices, true)) {
                ring.gradients();
                return ring.most();
            }
        }
    }

    private static NDManager manager() {
        Torch.prepareThread();
        return Torch.engine().newBaseManager(Torch.device());
    }

    private static NDList weights(NDManager manager, RsaShape shape) {
        return shape.weights(manager, new Streams(1).named("weights"));
    }
}
