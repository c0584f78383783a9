package throughline.training.ranks;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import throughline.random.Stream;

/// A matrix of real numbers that does not change.
///
/// ```java
/// Matrix a = Matrix.of(2, 2, 1, 2, 3, 4);
/// Matrix square = a.times(a);
/// ```
public final class Matrix {
    private final int rows;
    private final int columns;
    private final double[] values;

    private Matrix(int rows, int columns, double[] values) {
        this.rows = rows;
        this.columns = columns;
        this.values = values;
    }

    /// A matrix of given values.
    ///
    /// @param values one row after the other
    /// @throws IllegalArgumentException if there are not as many as it takes
    public static Matrix of(int rows, int columns, double... values) {
        if (values.length != rows * columns) {
            throw new IllegalArgumentException(
                    "[%d] values do not fill a matrix of %d by %d".formatted(values.length, rows, columns));
        }
        return new Matrix(rows, columns, values.clone());
    }

    /// All zeros.
    public static Matrix zero(int rows, int columns) {
        return new Matrix(rows, columns, new double[rows * columns]);
    }

    /// Standard normal numbers times a scale.
    public static Matrix normal(int rows, int columns, double scale, Stream random) {
        return zero(rows, columns).map(_ -> scale * random.normal());
    }

    /// How many rows there are.
    public int rows() {
        return rows;
    }

    /// How many columns there are.
    public int columns() {
        return columns;
    }

    /// The value in a row and a column, from 0.
    public double at(int row, int column) {
        return values[row * columns + column];
    }

    /// All values, one row after the other.
    public double[] values() {
        return values.clone();
    }

    /// The matrix product.
    public Matrix times(Matrix other) {
        require(columns == other.rows, other);
        double[] product = new double[rows * other.columns];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) {
                double left = values[i * columns + k];
                for (int j = 0; j < other.columns; j++) {
                    product[i * other.columns + j] += left * other.values[k * other.columns + j];
                }
            }
        }
        return new Matrix(rows, other.columns, product);
    }

    /// Rows and columns exchanged.
    public Matrix transposed() {
        double[] exchanged = new double[values.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                exchanged[j * rows + i] = values[i * columns + j];
            }
        }
        return new Matrix(columns, rows, exchanged);
    }

    /// The sum.
    public Matrix plus(Matrix other) {
        return with(other, Double::sum);
    }

    /// The difference.
    public Matrix minus(Matrix other) {
        return with(other, (a, b) -> a - b);
    }

    /// The product with a number.
    public Matrix times(double factor) {
        return map(value -> factor * value);
    }

    /// Each value and the other's in its place, combined.
    public Matrix with(Matrix other, DoubleBinaryOperator combined) {
        require(rows == other.rows && columns == other.columns, other);
        double[] result = new double[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = combined.applyAsDouble(values[i], other.values[i]);
        }
        return new Matrix(rows, columns, result);
    }

    /// Each value changed.
    public Matrix map(DoubleUnaryOperator changed) {
        double[] result = new double[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = changed.applyAsDouble(values[i]);
        }
        return new Matrix(rows, columns, result);
    }

    /// Some rows, in the order given.
    public Matrix pick(int... chosen) {
        double[] picked = new double[chosen.length * columns];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(values, chosen[i] * columns, picked, i * columns, columns);
        }
        return new Matrix(chosen.length, columns, picked);
    }

    /// The rows from one on, up to but without another.
    public Matrix rows(int from, int to) {
        return pick(IntStream.range(from, to).toArray());
    }

    /// The columns from one on, up to but without another.
    public Matrix columns(int from, int to) {
        double[] picked = new double[rows * (to - from)];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(values, i * columns + from, picked, i * (to - from), to - from);
        }
        return new Matrix(rows, to - from, picked);
    }

    /// Matrices of equal width, one below the other.
    public static Matrix stack(List<Matrix> parts) {
        int width = parts.getFirst().columns;
        parts.forEach(part -> part.require(part.columns == width, parts.getFirst()));
        double[] all = parts.stream()
                .flatMapToDouble(part -> IntStream.range(0, part.values.length).mapToDouble(i -> part.values[i]))
                .toArray();
        return new Matrix(parts.stream().mapToInt(Matrix::rows).sum(), width, all);
    }

    /// Matrices of equal height, side by side.
    public static Matrix beside(Matrix... parts) {
        int height = parts[0].rows;
        int width = 0;
        for (Matrix part : parts) {
            part.require(part.rows == height, parts[0]);
            width += part.columns;
        }
        double[] all = new double[height * width];
        int left = 0;
        for (Matrix part : parts) {
            for (int i = 0; i < height; i++) {
                System.arraycopy(part.values, i * part.columns, all, i * width + left, part.columns);
            }
            left += part.columns;
        }
        return new Matrix(height, width, all);
    }

    /// The largest difference from another in any place, absolute; NaN if one of them has a NaN.
    public double distance(Matrix other) {
        double largest = 0;
        for (double difference : minus(other).values) {
            largest = Math.max(largest, Math.abs(difference));
        }
        return largest;
    }

    private void require(boolean fits, Matrix other) {
        if (!fits) {
            throw new IllegalArgumentException("a matrix of %d by %d does not fit one of %d by %d"
                    .formatted(rows, columns, other.rows, other.columns));
        }
    }

    @Override
    public String toString() {
        return "%d by %d matrix".formatted(rows, columns);
    }
}
