package throughline.papers.cluster;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;

/// Logistic regression by Newton's method, with a small ridge, so that features which say the same do no harm.
///
/// @param weights the first is the intercept
record LogisticRegression(double[] weights) {
    private static final double RIDGE = 1;
    private static final int ROUNDS = 25;
    private static final double STILL = 1e-9;

    static LogisticRegression fit(double[][] features, boolean[] labels) {
        LogisticRegression model = new LogisticRegression(new double[features[0].length + 1]);
        for (int round = 0; round < ROUNDS; round++) {
            double[] step = model.step(features, labels);
            double largest = 0;
            for (int i = 0; i < step.length; i++) {
                model.weights[i] += step[i];
                largest = Math.max(largest, Math.abs(step[i]));
            }
            if (largest < STILL) {
                break;
            }
        }
        return model;
    }

    private double[] step(double[][] features, boolean[] labels) {
        int n = weights.length;
        double[] gradient = new double[n];
        double[][] curvature = new double[n][n];
        for (int i = 0; i < n; i++) {
            gradient[i] = -RIDGE * weights[i];
            curvature[i][i] = RIDGE;
        }
        for (int row = 0; row < labels.length; row++) {
            double p = probability(features[row]);
            double error = (labels[row] ? 1 : 0) - p;
            for (int i = 0; i < n; i++) {
                double x = i == 0 ? 1 : features[row][i - 1];
                gradient[i] += error * x;
                for (int j = 0; j <= i; j++) {
                    curvature[i][j] += p * (1 - p) * x * (j == 0 ? 1 : features[row][j - 1]);
                }
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                curvature[j][i] = curvature[i][j];
            }
        }
        return new CholeskyDecomposition(new Array2DRowRealMatrix(curvature, false))
                .getSolver()
                .solve(new ArrayRealVector(gradient, false))
                .toArray();
    }

    /// That a row is true.
    double probability(double[] row) {
        double sum = weights[0];
        for (int i = 0; i < row.length; i++) {
            sum += weights[i + 1] * row[i];
        }
        return 1 / (1 + StrictMath.exp(-sum));
    }
}
