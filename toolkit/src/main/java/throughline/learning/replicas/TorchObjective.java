package throughline.learning.replicas;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import throughline.learning.Torch;

/// A loss that PyTorch differentiates, in float32 on the CPU. Parameters come and go as doubles, so that what replicas
/// exchange is computed in Java alone.
abstract class TorchObjective implements Objective {
    final NDManager manager;
    private final List<Shape> shapes;
    private final int[] tensors;

    /// @param shapes of the tensors that the parameters are made of, in order
    TorchObjective(List<Shape> shapes) {
        this.shapes = List.copyOf(shapes);
        tensors =
                shapes.stream().mapToInt(shape -> Math.toIntExact(shape.size())).toArray();
        Torch.prepareThread();
        manager = Torch.engine().newBaseManager(ai.djl.Device.cpu());
    }

    /// The mean loss, a scalar that belongs to the manager of the weights.
    @FunctionalInterface
    interface Loss {
        NDArray of(NDList weights);
    }

    @Override
    public int[] tensors() {
        return tensors.clone();
    }

    /// Weights of their own for one pass: a fresh array has no gradient yet that another would be added to.
    private NDList weights(NDManager scratch, double[] at) {
        Vectors.requireLength("parameters", at.length, tensors);
        NDList weights = new NDList();
        int from = 0;
        for (int w = 0; w < tensors.length; w++) {
            float[] values = new float[tensors[w]];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) at[from + i];
            }
            weights.add(scratch.create(values, shapes.get(w)));
            from += values.length;
        }
        return weights;
    }

    /// Loss and gradient.
    ///
    /// @param slope filled with the gradient
    double gradient(double[] at, double[] slope, Loss loss) {
        Torch.prepareThread();
        try (NDManager scratch = manager.newSubManager()) {
            NDList weights = weights(scratch, at);
            weights.forEach(weight -> weight.setRequiresGradient(true));
            double value = Torch.recording(() -> {
                NDArray mean = loss.of(weights);
                Torch.backward(mean, scratch.ones(mean.getShape()));
                return (double) mean.getFloat();
            });
            int place = 0;
            for (NDArray weight : weights) {
                try (NDArray gradient = weight.getGradient()) {
                    for (float number : gradient.toFloatArray()) {
                        slope[place++] = number;
                    }
                }
            }
            return value;
        }
    }

    /// The loss alone.
    double value(double[] at, Loss loss) {
        Torch.prepareThread();
        try (NDManager scratch = manager.newSubManager()) {
            return loss.of(weights(scratch, at)).getFloat();
        }
    }

    /// Frees what the engine holds.
    @Override
    public void close() {
        manager.close();
    }
}
