package throughline.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import throughline.random.Stream;
import throughline.spec.BadInput;

/// What a network knows, and what it knows at first.
public final class Weights {
    private Weights() {}

    /// Uniform within `sqrt(6 / (inputs + outputs))` (Glorot & Bengio 2010), from our own stream: the engine's is
    /// shared by all that runs in the process.
    ///
    /// @param shape of the weights, outputs first
    public static NDArray glorot(NDManager manager, Shape shape, Stream random) {
        long outputs = shape.get(0);
        double bound = Math.sqrt(6.0 / (outputs + shape.size() / outputs));
        float[] weights = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.uniform(-bound, bound);
        }
        return manager.create(weights, shape);
    }

    /// Sets an array in place. NDArray.set would say the same, and print a deprecation of PyTorch's own on the
    /// terminal.
    ///
    /// @param values as many as the array has, finite
    /// @throws BadInput when there are not as many
    public static void set(NDArray array, float[] values) {
        if (values.length != array.size()) {
            throw new BadInput("[%d] values do not fit an array of %s", values.length, array.getShape());
        }
        try (NDArray kept = array.getManager().create(values, array.getShape())) {
            array.subi(array).addi(kept);
        }
    }

    /// Writes how many there are, then each.
    static void write(float[] weights, DataOutput out) throws IOException {
        out.writeInt(weights.length);
        for (float weight : weights) {
            out.writeFloat(weight);
        }
    }

    /// What [#write] wrote.
    static float[] read(DataInput in) throws IOException {
        float[] weights = new float[in.readInt()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = in.readFloat();
        }
        return weights;
    }
}
