package throughline.learning.detect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import throughline.learning.Adam;
import throughline.learning.Torch;
import throughline.learning.Weights;
import throughline.random.Stream;
import throughline.spec.Cancel;

/// One fit of a perceptron on PyTorch. Like networks of forecasters, it gives the same weights to the bit on the same
/// machine.
final class PerceptronTraining implements AutoCloseable {
    private static final double RATE = 3e-3;
    private static final double CLIP = 1;

    private final NDManager manager;
    /// Weights `[inputs, outputs]` and biases `[1, outputs]` in turn.
    private final NDList parameters = new NDList();
    private final Adam adam;
    private final Stream random;

    PerceptronTraining(int features, int[] hidden, Stream random) {
        this.random = random;
        Torch.prepareThread();
        manager = Torch.engine().newBaseManager(Torch.device());
        int inputs = features;
        for (int outputs :
                IntStream.concat(IntStream.of(hidden), IntStream.of(1)).toArray()) {
            parameters.add(Weights.glorot(manager, new Shape(inputs, outputs), random));
            parameters.add(manager.zeros(new Shape(1, outputs)));
            inputs = outputs;
        }
        parameters.forEach(parameter -> parameter.setRequiresGradient(true));
        adam = new Adam(parameters, RATE, CLIP, manager);
    }

    /// Goes through all windows once, in a new order.
    void epoch(double[][] x, boolean[] wrong, int batch, Cancel cancel) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, x.length).boxed().toList());
        random.shuffle(order);
        for (int from = 0; from < x.length && !cancel.requested(); from += batch) {
            List<Integer> some = order.subList(from, Math.min(from + batch, x.length));
            try (NDManager scratch = manager.newSubManager()) {
                step(some, x, wrong, scratch);
            }
        }
    }

    private void step(List<Integer> some, double[][] x, boolean[] wrong, NDManager scratch) {
        int features = x[0].length;
        float[] inputs = new float[some.size() * features];
        for (int i = 0; i < some.size(); i++) {
            for (int f = 0; f < features; f++) {
                inputs[i * features + f] = (float) x[some.get(i)][f];
            }
        }
        NDArray seen = scratch.create(inputs, new Shape(some.size(), features));
        Torch.recording(() -> {
            NDArray logits = forward(seen);
            Torch.backward(logits, scratch.create(slopes(logits.toFloatArray(), some, wrong), logits.getShape()));
            return logits;
        });
        adam.step(scratch);
    }

    private NDArray forward(NDArray inputs) {
        NDArray state = inputs;
        for (int p = 0; p < parameters.size(); p += 2) {
            state = state.matMul(parameters.get(p)).add(parameters.get(p + 1));
            if (p + 2 < parameters.size()) {
                state = state.tanh();
            }
        }
        return state;
    }

    /// Of the mean cross-entropy, by each logit.
    private static float[] slopes(float[] logits, List<Integer> some, boolean[] wrong) {
        float[] slopes = new float[logits.length];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = (float) ((Numbers.logistic(logits[i]) - (wrong[some.get(i)] ? 1 : 0)) / slopes.length);
        }
        return slopes;
    }

    /// As they are now.
    List<Perceptron.Layer> layers() {
        List<Perceptron.Layer> layers = new ArrayList<>();
        for (int p = 0; p < parameters.size(); p += 2) {
            layers.add(new Perceptron.Layer(numbers(parameters.get(p)), numbers(parameters.get(p + 1))));
        }
        return layers;
    }

    private static double[] numbers(NDArray array) {
        float[] values = array.toFloatArray();
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    @Override
    public void close() {
        manager.close();
    }
}
