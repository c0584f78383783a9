package throughline.training.chunks;

import java.util.Arrays;
import throughline.random.Stream;

/// A matrix of doubles, row after row, or a view of some rows of one.
final class Matrix {
    private final double[] values;
    private final int first;
    private final int rows;
    private final int columns;

    Matrix(int rows, int columns) {
        this(new double[rows * columns], 0, rows, columns);
    }

    private Matrix(double[] values, int first, int rows, int columns) {
        this.values = values;
        this.first = first;
        this.rows = rows;
        this.columns = columns;
    }

    /// Normal numbers of variance `1 / rows`, so that products keep the size of their inputs.
    static Matrix normal(int rows, int columns, Stream random) {
        Matrix matrix = new Matrix(rows, columns);
        for (int i = 0; i < matrix.values.length; i++) {
            matrix.values[i] = random.normal() / Math.sqrt(rows);
        }
        return matrix;
    }

    static Matrix ones(int columns) {
        Matrix matrix = new Matrix(1, columns);
        Arrays.fill(matrix.values, 1);
        return matrix;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /// The numbers of a whole matrix, not a copy.
    double[] values() {
        return values;
    }

    /// A view of the rows `from <= row < to`.
    Matrix rows(int from, int to) {
        return new Matrix(values, first + from * columns, to - from, columns);
    }

    double at(int row, int column) {
        return values[first + row * columns + column];
    }

    void set(int row, int column, double value) {
        values[first + row * columns + column] = value;
    }

    void add(int row, int column, double value) {
        values[first + row * columns + column] += value;
    }

    void copy(Matrix other) {
        System.arraycopy(other.values, other.first, values, first, rows * columns);
    }

    void add(Matrix other) {
        for (int i = 0; i < rows * columns; i++) {
            values[first + i] += other.values[other.first + i];
        }
    }

    /// Adds `a · b`.
    void addProduct(Matrix a, Matrix b) {
        for (int row = 0; row < rows; row++) {
            for (int k = 0; k < a.columns; k++) {
                double scale = a.at(row, k);
                for (int column = 0; column < columns; column++) {
                    add(row, column, scale * b.at(k, column));
                }
            }
        }
    }

    /// Adds `a · bᵀ`, the way of a gradient back through `b`.
    void addProductWithTransposed(Matrix a, Matrix b) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double sum = 0;
                for (int k = 0; k < a.columns; k++) {
                    sum += a.at(row, k) * b.at(column, k);
                }
                add(row, column, sum);
            }
        }
    }

    /// Adds `aᵀ · b`, the gradient of the weights between `a` and what has the gradient `b`.
    void addTransposedProduct(Matrix a, Matrix b) {
        for (int k = 0; k < a.rows; k++) {
            for (int row = 0; row < rows; row++) {
                double scale = a.at(k, row);
                for (int column = 0; column < columns; column++) {
                    add(row, column, scale * b.at(k, column));
                }
            }
        }
    }
}
