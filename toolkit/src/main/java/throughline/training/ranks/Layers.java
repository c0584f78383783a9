package throughline.training.ranks;

import java.util.List;
import java.util.function.Function;
import throughline.training.ranks.Pass.Slopes;

/// The layers of a transformer with hand-written ways back; one row a token.
public final class Layers {
    private static final double CUBE = 0.044715;
    private static final double RATE = Math.sqrt(2 / Math.PI);
    private static final double TINY = 1e-5;

    private Layers() {}

    /// Layer normalisation: each row to mean 0 and variance 1, then times a gain, plus an offset.
    ///
    /// @param weights two rows: gain and offset
    public static Pass norm(Matrix input, Matrix weights) {
        int width = input.columns();
        double[] normal = input.values();
        double[] deviation = new double[input.rows()];
        for (int row = 0; row < input.rows(); row++) {
            double mean = mean(normal, row, width);
            for (int c = 0; c < width; c++) {
                normal[row * width + c] -= mean;
            }
            double variance = 0;
            for (int c = 0; c < width; c++) {
                variance += normal[row * width + c] * normal[row * width + c] / width;
            }
            deviation[row] = Math.sqrt(variance + TINY);
            for (int c = 0; c < width; c++) {
                normal[row * width + c] /= deviation[row];
            }
        }
        Matrix unit = Matrix.of(input.rows(), width, normal);
        double[] out = unit.values();
        for (int i = 0; i < out.length; i++) {
            out[i] = out[i] * weights.at(0, i % width) + weights.at(1, i % width);
        }
        return new Pass(Matrix.of(input.rows(), width, out), gradient -> normBack(unit, deviation, weights, gradient));
    }

    private static Slopes normBack(Matrix unit, double[] deviation, Matrix weights, Matrix gradient) {
        int width = unit.columns();
        double[] inward = gradient.values();
        double[] gains = new double[2 * width];
        for (int i = 0; i < inward.length; i++) {
            gains[i % width] += inward[i] * unit.at(i / width, i % width);
            gains[width + i % width] += inward[i];
            inward[i] *= weights.at(0, i % width);
        }
        double[] along = Matrix.of(unit.rows(), width, inward)
                .with(unit, (a, b) -> a * b)
                .values();
        double[] input = new double[inward.length];
        for (int row = 0; row < unit.rows(); row++) {
            double level = mean(inward, row, width);
            double share = mean(along, row, width);
            for (int i = row * width; i < (row + 1) * width; i++) {
                input[i] = (inward[i] - level - share * unit.at(row, i % width)) / deviation[row];
            }
        }
        return new Slopes(Matrix.of(unit.rows(), width, input), List.of(Matrix.of(2, width, gains)));
    }

    private static double mean(double[] values, int row, int width) {
        double sum = 0;
        for (int i = row * width; i < (row + 1) * width; i++) {
            sum += values[i];
        }
        return sum / width;
    }

    /// Two products with a GELU between them.
    ///
    /// @param up   `[width, inner]`
    /// @param down `[inner, width]`
    public static Pass mlp(Matrix input, Matrix up, Matrix down) {
        Matrix before = input.times(up);
        Matrix after = before.map(Layers::gelu);
        return new Pass(after.times(down), gradient -> {
            Matrix slope = gradient.times(down.transposed()).with(before, (g, x) -> g * geluSlope(x));
            return new Slopes(
                    slope.times(up.transposed()),
                    List.of(input.transposed().times(slope), after.transposed().times(gradient)));
        });
    }

    /// `x` times the normal distribution, by its usual hyperbolic tangent (Hendrycks and Gimpel 2016).
    private static double gelu(double x) {
        return 0.5 * x * (1 + StrictMath.tanh(RATE * (x + CUBE * x * x * x)));
    }

    private static double geluSlope(double x) {
        double t = StrictMath.tanh(RATE * (x + CUBE * x * x * x));
        return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * RATE * (1 + 3 * CUBE * x * x);
    }

    /// Projections to queries, keys and values, attention, and the projection of what it gives.
    ///
    /// @param q         `[width, heads x size]`
    /// @param k         `[width, key heads x size]`
    /// @param v         `[width, key heads x size]`
    /// @param out       `[heads x size, width]`
    /// @param attention on one device or on several
    public static Pass attention(
            Matrix input, Matrix q, Matrix k, Matrix v, Matrix out, Function<Qkv, Attended> attention) {
        Attended attended = attention.apply(new Qkv(input.times(q), input.times(k), input.times(v)));
        return new Pass(attended.out().times(out), gradient -> {
            Qkv slopes = attended.back().apply(gradient.times(out.transposed()));
            Matrix turned = input.transposed();
            return new Slopes(
                    slopes.q()
                            .times(q.transposed())
                            .plus(slopes.k().times(k.transposed()))
                            .plus(slopes.v().times(v.transposed())),
                    List.of(
                            turned.times(slopes.q()),
                            turned.times(slopes.k()),
                            turned.times(slopes.v()),
                            attended.out().transposed().times(gradient)));
        });
    }
}
