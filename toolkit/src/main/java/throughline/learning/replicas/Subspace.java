package throughline.learning.replicas;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import throughline.random.Stream;
import throughline.spec.BadInput;

/// Some directions of a residual stream, orthonormal: `U`, `[d, k]`.
public final class Subspace {
    private final double[][] basis;

    private Subspace(double[][] basis) {
        this.basis = basis;
    }

    /// Random directions.
    ///
    /// @param width d, at least 1
    /// @param rank  k, 1 to d
    public static Subspace random(int width, int rank, Stream random) {
        requireRank(width, rank);
        double[][] columns = new double[width][rank];
        for (double[] row : columns) {
            for (int c = 0; c < rank; c++) {
                row[c] = random.normal();
            }
        }
        return orthonormal(columns);
    }

    /// The directions along which a symmetric matrix is largest: its eigenvectors of the largest eigenvalues.
    ///
    /// @param matrix symmetric, `[d, d]`, no eigenvalue negative
    /// @param rank   k, 1 to d
    public static Subspace leading(double[][] matrix, int rank) {
        requireRank(matrix.length, rank);
        var eigen = new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(matrix));
        double[] values = eigen.getEigenvalues();
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -values[i]))
                .mapToInt(i -> i)
                .limit(rank)
                .toArray();
        double[][] columns = new double[matrix.length][rank];
        for (int c = 0; c < rank; c++) {
            double[] vector = eigen.getEigenvector(order[c]).toArray();
            for (int i = 0; i < matrix.length; i++) {
                columns[i][c] = vector[i];
            }
        }
        return orthonormal(columns);
    }

    private static void requireRank(int width, int rank) {
        if (rank < 1 || rank > width) {
            throw new BadInput("rank [%d] of a subspace must be 1 to the width, %d", rank, width);
        }
    }

    /// A step on the Grassmann manifold towards the directions along which a symmetric matrix is large: `U` is moved
    /// along `(I - U U') M U`, scaled to a norm of `step sqrt(k)`, and made orthonormal again. A subspace that
    /// eigenvectors span stays.
    ///
    /// @param matrix symmetric, `[d, d]`
    /// @param step   0 or more; small
    public Subspace toward(double[][] matrix, double step) {
        int width = basis.length;
        int rank = basis[0].length;
        double[][] slope = new double[width][rank];
        double square = 0;
        for (int c = 0; c < rank; c++) {
            double[] image = new double[width];
            for (int i = 0; i < width; i++) {
                for (int j = 0; j < width; j++) {
                    image[i] += matrix[i][j] * basis[j][c];
                }
            }
            double[] inside = image.clone();
            project(inside, 0, 1);
            for (int i = 0; i < width; i++) {
                slope[i][c] = image[i] - inside[i];
                square += slope[i][c] * slope[i][c];
            }
        }
        double scale = square == 0 ? 0 : step * Math.sqrt(rank / square);
        double[][] moved = new double[width][rank];
        for (int i = 0; i < width; i++) {
            for (int c = 0; c < rank; c++) {
                moved[i][c] = basis[i][c] + scale * slope[i][c];
            }
        }
        return orthonormal(moved);
    }

    /// Gram and Schmidt, twice: once leaves more than rounding where columns are nearly alike.
    private static Subspace orthonormal(double[][] columns) {
        for (int pass = 0; pass < 2; pass++) {
            for (int c = 0; c < columns[0].length; c++) {
                for (int other = 0; other < c; other++) {
                    double along = along(columns, c, other);
                    for (double[] row : columns) {
                        row[c] -= along * row[other];
                    }
                }
                double norm = Math.sqrt(along(columns, c, c));
                for (double[] row : columns) {
                    row[c] /= norm;
                }
            }
        }
        return new Subspace(columns);
    }

    private static double along(double[][] columns, int a, int b) {
        double sum = 0;
        for (double[] row : columns) {
            sum += row[a] * row[b];
        }
        return sum;
    }

    /// Moves rows of a matrix into the span: `W = W U U'`.
    ///
    /// @param matrix holds rows of d values, changed in place
    /// @param from   where the first begins
    /// @param rows   how many
    void project(double[] matrix, int from, int rows) {
        int rank = basis[0].length;
        int width = basis.length;
        double[] shares = new double[rank];
        for (int row = from; row < from + rows * width; row += width) {
            java.util.Arrays.fill(shares, 0);
            for (int i = 0; i < width; i++) {
                double value = matrix[row + i];
                double[] directions = basis[i];
                for (int c = 0; c < rank; c++) {
                    shares[c] += value * directions[c];
                }
            }
            for (int i = 0; i < width; i++) {
                double sum = 0;
                double[] directions = basis[i];
                for (int c = 0; c < rank; c++) {
                    sum += shares[c] * directions[c];
                }
                matrix[row + i] = sum;
            }
        }
    }

    /// `U`, flat, row by row, as floats.
    float[] floats() {
        int rank = rank();
        float[] floats = new float[basis.length * rank];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) basis[i / rank][i % rank];
        }
        return floats;
    }

    /// Dimensions of the stream, d.
    public int width() {
        return basis.length;
    }

    /// Dimensions of the subspace, k.
    public int rank() {
        return basis[0].length;
    }
}
