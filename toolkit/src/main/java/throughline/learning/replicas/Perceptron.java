package throughline.learning.replicas;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// A perceptron with two hidden layers that learns the classes a random one of one hidden layer gives: not convex, with
/// gradients by PyTorch.
///
/// Inputs are standard normal; the class is the largest output of the teacher. Without noise in the labels the least
/// loss is 0, which is not reached in the steps that a comparison takes.
public final class Perceptron extends TorchObjective {
    private final int inputs;
    private final int hidden;
    private final int classes;
    private final int batch;
    private final Streams streams;
    private final double[] teacherIn;
    private final double[] teacherOut;
    private final Samples heldOut;

    /// @param inputs  `[sample, input]`, flat
    /// @param classes of each sample
    private record Samples(float[] inputs, int[] classes) {}

    /// @param inputs  of a sample, at least 1
    /// @param hidden  units of each hidden layer, at least 1
    /// @param classes at least 2
    /// @param batch   samples of a replica's step, at least 1
    /// @param heldOut samples that the loss is measured on, at least 1
    /// @param seed    of all that is drawn
    public Perceptron(int inputs, int hidden, int classes, int batch, int heldOut, long seed) {
        if (batch < 1 || heldOut < 1) {
            throw new BadInput("batch [%d] and held-out samples [%d] must be at least 1", batch, heldOut);
        }
        super(shapes(inputs, hidden, classes));
        this.inputs = inputs;
        this.hidden = hidden;
        this.classes = classes;
        this.batch = batch;
        streams = new Streams(seed);
        teacherIn = normal(inputs * hidden, 1, streams.named("teacher in"));
        teacherOut = normal(hidden * classes, 1, streams.named("teacher out"));
        this.heldOut = draw(heldOut, streams.named("held out"));
    }

    /// 16 inputs, 32 units, 8 classes, 16 samples a step, 2,000 held out.
    ///
    /// @param seed of all that is drawn
    public static Perceptron standard(long seed) {
        return new Perceptron(16, 32, 8, 16, 2_000, seed);
    }

    private static List<Shape> shapes(int inputs, int hidden, int classes) {
        if (inputs < 1 || hidden < 1 || classes < 2) {
            throw new BadInput(
                    "inputs [%d] and hidden units [%d] must be at least 1, classes [%d] at least 2",
                    inputs, hidden, classes);
        }
        return List.of(new Shape(inputs, hidden), new Shape(hidden, hidden), new Shape(hidden, classes));
    }

    private static double[] normal(int count, double spread, Stream random) {
        double[] numbers = new double[count];
        Arrays.setAll(numbers, _ -> spread * random.normal());
        return numbers;
    }

    private Samples draw(int count, Stream random) {
        float[] all = new float[count * inputs];
        int[] labels = new int[count];
        double[] input = new double[inputs];
        for (int s = 0; s < count; s++) {
            for (int i = 0; i < inputs; i++) {
                input[i] = random.normal();
                all[s * inputs + i] = (float) input[i];
            }
            labels[s] = taught(input);
        }
        return new Samples(all, labels);
    }

    private int taught(double[] input) {
        double[] outputs = new double[classes];
        for (int h = 0; h < hidden; h++) {
            double sum = 0;
            for (int i = 0; i < inputs; i++) {
                sum += input[i] * teacherIn[i * hidden + h];
            }
            for (int c = 0; c < classes; c++) {
                outputs[c] += Math.max(0, sum) * teacherOut[h * classes + c];
            }
        }
        int largest = 0;
        for (int c = 1; c < classes; c++) {
            largest = outputs[c] > outputs[largest] ? c : largest;
        }
        return largest;
    }

    /// The last layer starts at zero: all classes are equally likely.
    @Override
    public double[] start() {
        double[] first = normal(inputs * hidden, Math.sqrt(2.0 / inputs), streams.named("first"));
        double[] second = normal(hidden * hidden, Math.sqrt(2.0 / hidden), streams.named("second"));
        double[] start = Arrays.copyOf(first, first.length + second.length + hidden * classes);
        System.arraycopy(second, 0, start, first.length, second.length);
        return start;
    }

    @Override
    public double gradient(int replica, long step, double[] at, double[] slope) {
        Samples samples = draw(batch, streams.named("replica " + replica + " step " + step));
        return gradient(at, slope, weights -> loss(weights, samples));
    }

    @Override
    public double loss(double[] at) {
        return value(at, weights -> loss(weights, heldOut));
    }

    private NDArray loss(NDList weights, Samples samples) {
        var scratch = weights.getFirst().getManager();
        int count = samples.classes().length;
        NDArray x = scratch.create(samples.inputs(), new Shape(count, inputs));
        NDArray one = relu(x.matMul(weights.get(0)));
        NDArray logits = relu(one.matMul(weights.get(1))).matMul(weights.get(2));
        NDArray targets = scratch.create(samples.classes()).oneHot(classes, DataType.FLOAT32);
        NDArray share = scratch.full(new Shape(), -1f / count);
        return logits.logSoftmax(1).mul(targets).sum().mul(share);
    }

    private static NDArray relu(NDArray x) {
        return x.getNDArrayInternal().relu();
    }
}
