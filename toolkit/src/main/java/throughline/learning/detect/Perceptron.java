package throughline.learning.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A small network as plain numbers: layers of tanh, and a logistic unit at the end. It is trained elsewhere, and asked
/// here without any engine.
///
/// @param features that it looks at
/// @param standard of them
/// @param layers   from the features to one number
record Perceptron(Features features, Standard standard, List<Layer> layers) implements Detector {
    static final String KIND = "perceptron";

    /// @param weights `[input x outputs + output]`
    /// @param biases  `[output]`
    record Layer(double[] weights, double[] biases) {
        double[] of(double[] inputs) {
            double[] outputs = biases.clone();
            for (int i = 0; i < inputs.length; i++) {
                for (int o = 0; o < outputs.length; o++) {
                    outputs[o] += inputs[i] * weights[i * outputs.length + o];
                }
            }
            return outputs;
        }
    }

    Perceptron {
        layers = List.copyOf(layers);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public double score(double[] window) {
        return Numbers.logistic(logit(standard.of(window)));
    }

    /// @param x on the common scale
    double logit(double[] x) {
        double[] state = x;
        for (int layer = 0; layer < layers.size(); layer++) {
            state = layers.get(layer).of(state);
            if (layer < layers.size() - 1) {
                for (int i = 0; i < state.length; i++) {
                    state[i] = StrictMath.tanh(state[i]);
                }
            }
        }
        return state[0];
    }

    @Override
    public void write(DataOutput out) throws IOException {
        standard.write(out);
        out.writeInt(layers.size());
        for (Layer layer : layers) {
            Numbers.write(layer.weights, out);
            Numbers.write(layer.biases, out);
        }
    }

    /// What [#write] wrote.
    static Perceptron read(Features features, DataInput in) throws IOException {
        Standard standard = Standard.read(in);
        List<Layer> layers = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            layers.add(new Layer(Numbers.read(in), Numbers.read(in)));
        }
        return new Perceptron(features, standard, layers);
    }
}
