package throughline.reasoning.attention;

import java.util.function.IntUnaryOperator;
import throughline.training.ranks.Matrix;

/// Rotary positions (Su et al., arXiv 2104.09864): each pair of a head's numbers is turned by an angle that grows with
/// the position, so that the product of a query and a key depends on the distance between the two alone.
///
/// Number `i` of a head is paired with number `i + size / 2`, as Llama and Qwen pair them.
///
/// @param base of the angles: pair `i` turns by `base^(-2i / size)` a position; more than 1
public record Rotary(double base) {
    /// As in the first paper on it.
    public static final Rotary STANDARD = new Rotary(10_000);

    public Rotary {
        if (!(base > 1 && Double.isFinite(base))) {
            throw new IllegalArgumentException("base [%s] of the angles must be more than 1".formatted(base));
        }
    }

    /// Each row turned to a position.
    ///
    /// @param rows     `[rows, heads x size]`
    /// @param size     of a head, even
    /// @param position of each row; negative ones turn backwards
    public Matrix turn(Matrix rows, int size, IntUnaryOperator position) {
        if (size % 2 != 0) {
            throw new IllegalArgumentException(
                    "size [%d] of a head must be even: its numbers turn in pairs".formatted(size));
        }
        double[] values = rows.values();
        for (int row = 0; row < rows.rows(); row++) {
            double[][] angles = angles(size, position.applyAsInt(row));
            for (int head = row * rows.columns(); head < (row + 1) * rows.columns(); head += size) {
                for (int pair = 0; pair < size / 2; pair++) {
                    double first = values[head + pair];
                    double second = values[head + pair + size / 2];
                    values[head + pair] = first * angles[pair][0] - second * angles[pair][1];
                    values[head + pair + size / 2] = first * angles[pair][1] + second * angles[pair][0];
                }
            }
        }
        return Matrix.of(rows.rows(), rows.columns(), values);
    }

    /// Cosine and sine of each pair's angle.
    private double[][] angles(int size, int position) {
        double[][] angles = new double[size / 2][];
        for (int pair = 0; pair < angles.length; pair++) {
            double angle = position * StrictMath.pow(base, -2.0 * pair / size);
            angles[pair] = new double[] {StrictMath.cos(angle), StrictMath.sin(angle)};
        }
        return angles;
    }
}
