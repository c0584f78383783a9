package throughline.training.chunks;

/// The gate of a feed-forward part (SwiGLU, Shazeer 2020): `gate · sigmoid(gate) · up`.
final class Gate {
    private Gate() {}

    static void forward(Matrix gate, Matrix up, Matrix inner) {
        for (int row = 0; row < gate.rows(); row++) {
            for (int column = 0; column < gate.columns(); column++) {
                double g = gate.at(row, column);
                inner.set(row, column, g * sigmoid(g) * up.at(row, column));
            }
        }
    }

    /// @param d     the gradient of `inner`, to be replaced by that of `up`
    /// @param dGate to be filled
    static void backward(Matrix gate, Matrix up, Matrix d, Matrix dGate) {
        for (int row = 0; row < gate.rows(); row++) {
            for (int column = 0; column < gate.columns(); column++) {
                double g = gate.at(row, column);
                double s = sigmoid(g);
                double dInner = d.at(row, column);
                dGate.set(row, column, dInner * up.at(row, column) * s * (1 + g * (1 - s)));
                d.set(row, column, dInner * g * s);
            }
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
