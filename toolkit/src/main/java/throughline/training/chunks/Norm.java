package throughline.training.chunks;

/// Root-mean-square norm: `y = x / sqrt(mean(x²) + ε) · gain`, row by row. Nothing but `x` is needed on the way back.
final class Norm {
    private static final double EPSILON = 1e-6;

    private Norm() {}

    static void forward(Matrix x, Matrix gain, Matrix y) {
        for (int row = 0; row < x.rows(); row++) {
            double scale = scale(x, row);
            for (int column = 0; column < x.columns(); column++) {
                y.set(row, column, x.at(row, column) * scale * gain.at(0, column));
            }
        }
    }

    /// Adds to the gradients of `x` and of the gain.
    static void backward(Matrix x, Matrix gain, Matrix dy, Matrix dx, Matrix dGain) {
        for (int row = 0; row < x.rows(); row++) {
            double scale = scale(x, row);
            double along = 0;
            for (int column = 0; column < x.columns(); column++) {
                double normed = x.at(row, column) * scale;
                dGain.add(0, column, dy.at(row, column) * normed);
                along += dy.at(row, column) * gain.at(0, column) * normed;
            }
            along /= x.columns();
            for (int column = 0; column < x.columns(); column++) {
                double normed = x.at(row, column) * scale;
                dx.add(row, column, scale * (dy.at(row, column) * gain.at(0, column) - normed * along));
            }
        }
    }

    private static double scale(Matrix x, int row) {
        double squares = 0;
        for (int column = 0; column < x.columns(); column++) {
            squares += x.at(row, column) * x.at(row, column);
        }
        return 1 / Math.sqrt(squares / x.columns() + EPSILON);
    }
}
