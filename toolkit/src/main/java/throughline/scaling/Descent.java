package throughline.scaling;

import java.util.Arrays;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import throughline.spec.Cancel;

/// Goes downhill from a point: the quasi-Newton method of Broyden, Fletcher, Goldfarb and Shanno.
///
/// Its first curvature is Gauss and Newton's, and again whenever a step fails or so many were made: coefficients of
/// laws are nearly exchangeable, and a search that begins from the identity stalls in their valley.
final class Descent {
    private static final int RENEWAL = 25;
    private static final int HALVINGS = 40;
    private static final double ENOUGH = 1e-4;
    private static final double FARTHEST = 3;
    private static final double RIDGE = 1e-9;
    private static final double RELATIVE = 1e-13;
    private static final double NOTHING = 1e-18;

    private final Objective objective;
    private final Cancel cancel;

    Descent(Objective objective, Cancel cancel) {
        this.objective = objective;
        this.cancel = cancel;
    }

    /// A point and the objective there.
    record Found(double[] point, double value) {}

    /// Where no step leads farther down, or so many were made.
    Found from(double[] start, int steps) {
        double[] point = start.clone();
        Objective.Local here = objective.at(point);
        RealMatrix curvature = null;
        int age = 0;
        for (int step = 0; step < steps && Double.isFinite(here.value()) && !cancel.requested(); step++) {
            boolean fresh = curvature == null || age >= RENEWAL;
            if (fresh) {
                curvature = MatrixUtils.createRealMatrix(here.curvature());
                age = 0;
            }
            double[] direction = direction(curvature, here.slopes());
            double[] next = downhill(point, here, direction);
            if (next == null) {
                if (fresh) {
                    break;
                }
                curvature = null;
                continue;
            }
            Objective.Local there = objective.at(next);
            double gain = here.value() - there.value();
            update(curvature, difference(next, point), difference(there.slopes(), here.slopes()));
            age++;
            point = next;
            here = there;
            if (gain <= RELATIVE * here.value() + NOTHING) {
                if (fresh) {
                    break;
                }
                curvature = null;
            }
        }
        return new Found(point, here.value());
    }

    /// Newton's step, no coordinate moved farther than a factor of e^3.
    private static double[] direction(RealMatrix curvature, double[] slopes) {
        double[] step = solve(curvature, slopes);
        double longest = Arrays.stream(step).map(Math::abs).max().orElse(0);
        double factor = longest > FARTHEST ? FARTHEST / longest : 1;
        return Arrays.stream(step).map(part -> -part * factor).toArray();
    }

    /// With as much of the diagonal added as makes it solvable.
    private static double[] solve(RealMatrix curvature, double[] slopes) {
        int size = slopes.length;
        double trace = Math.max(curvature.getTrace() / size, Double.MIN_NORMAL);
        for (double ridge = RIDGE; ; ridge *= 100) {
            RealMatrix safe = curvature.copy();
            for (int i = 0; i < size; i++) {
                safe.addToEntry(i, i, ridge * Math.max(curvature.getEntry(i, i), RIDGE * trace));
            }
            try {
                return new CholeskyDecomposition(safe, 1e-12, 0)
                        .getSolver()
                        .solve(MatrixUtils.createRealVector(slopes))
                        .toArray();
            } catch (MathIllegalArgumentException notPositive) {
                if (ridge > 1e12) {
                    return slopes.clone();
                }
            }
        }
    }

    /// The farthest of halved steps that leads down enough; null if none does.
    private double[] downhill(double[] point, Objective.Local here, double[] direction) {
        double slope = 0;
        for (int i = 0; i < point.length; i++) {
            slope += direction[i] * here.slopes()[i];
        }
        if (!(slope < 0)) {
            return null;
        }
        double length = 1;
        for (int halving = 0; halving < HALVINGS; halving++) {
            double[] tried = point.clone();
            for (int i = 0; i < tried.length; i++) {
                tried[i] += length * direction[i];
            }
            double value = objective.value(tried);
            if (value < here.value() && value <= here.value() + ENOUGH * length * slope) {
                return tried;
            }
            length /= 2;
        }
        return null;
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

    /// Curvature so that it explains how the slopes changed along a step; left alone where they did not rise.
    private static void update(RealMatrix curvature, double[] step, double[] rise) {
        double[] along = curvature.operate(step);
        double explained = dot(step, along);
        double seen = dot(step, rise);
        if (!(seen > 1e-10 * explained && explained > 0)) {
            return;
        }
        for (int i = 0; i < step.length; i++) {
            for (int j = 0; j < step.length; j++) {
                curvature.addToEntry(i, j, rise[i] * rise[j] / seen - along[i] * along[j] / explained);
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
