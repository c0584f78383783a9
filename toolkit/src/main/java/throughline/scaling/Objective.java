package throughline.scaling;

import java.util.Arrays;
import java.util.List;

/// What a fit makes least: the sum over rows of Huber's loss of `ln predicted - ln observed`, summed and not
/// averaged, so that it does not depend on how many rows there are when to stop (Hoffmann and others, 2022,
/// appendix D.2; Besiroglu and others, 2024). Points are the coordinates of coefficients (see [Coefficient.Range]).
final class Objective {
    /// Beyond this residual a row counts by its size and not by its square.
    static final double DELTA = 1e-3;

    private final Law law;
    private final List<Coefficient> coefficients;
    private final double[][] x;
    private final double[] logarithms;

    /// @param x rows of variables
    /// @param y the target of each row
    Objective(Law law, double[][] x, double[] y) {
        this.law = law;
        this.coefficients = law.coefficients();
        this.x = x;
        this.logarithms = Arrays.stream(y).map(StrictMath::log).toArray();
    }

    /// Value, slopes and curvature at a point.
    ///
    /// @param curvature by Gauss and Newton, each row weighted as Huber's loss weights it
    record Local(double value, double[] slopes, double[][] curvature) {}

    /// The value at a point; infinite where the law is out of range.
    double value(double[] point) {
        double[] c = coefficients(point);
        double sum = 0;
        for (int row = 0; row < x.length; row++) {
            sum += huber(StrictMath.log(law.predict(c, x[row])) - logarithms[row]);
        }
        return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
    }

    Local at(double[] point) {
        double[] c = coefficients(point);
        int size = point.length;
        double[] row = new double[size];
        double[] slopes = new double[size];
        double[][] curvature = new double[size][size];
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double residual = law.logarithm(c, x[i], row) - logarithms[i];
            sum += huber(residual);
            double weight = Math.min(1, DELTA / Math.abs(residual));
            for (int a = 0; a < size; a++) {
                slopes[a] += weight * residual * row[a];
                for (int b = 0; b <= a; b++) {
                    curvature[a][b] += weight * row[a] * row[b];
                }
            }
        }
        for (int a = 0; a < size; a++) {
            for (int b = 0; b < a; b++) {
                curvature[b][a] = curvature[a][b];
            }
        }
        return new Local(Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum, slopes, curvature);
    }

    private static double huber(double residual) {
        double size = Math.abs(residual);
        return size <= DELTA ? residual * residual / 2 : DELTA * (size - DELTA / 2);
    }

    double[] coefficients(double[] point) {
        double[] c = new double[point.length];
        for (int i = 0; i < c.length; i++) {
            c[i] = coefficients.get(i).range().value(point[i]);
        }
        return c;
    }

    double[] point(double[] c) {
        double[] point = new double[c.length];
        for (int i = 0; i < c.length; i++) {
            point[i] = coefficients.get(i).range().coordinate(c[i]);
        }
        return point;
    }
}
