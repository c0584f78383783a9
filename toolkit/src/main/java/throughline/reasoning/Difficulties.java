package throughline.reasoning;

import java.util.Arrays;
import throughline.spec.BadInput;

/// How hard the sub-problems of problems are, as a model judges them, from 0 to 1: some values and their shares.
///
/// ```java
/// double[] thresholds = {0.2, 0.6, 0.9};
/// var hard = Difficulties.above(thresholds, 0.76, 0.48, 0);    // 76 % are above 0.2, ...
/// hard.above(0.6);                                             // 0.48
/// ```
public final class Difficulties {
    private final double[] values;
    private final double[] upTo;

    private Difficulties(double[] values, double[] shares) {
        this.values = values;
        upTo = shares;
        Arrays.parallelPrefix(upTo, Double::sum);
        upTo[upTo.length - 1] = 1;
    }

    /// All are as hard as each other.
    ///
    /// @param value from 0 to 1
    public static Difficulties constant(double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new BadInput("difficulty [%s] must be from 0 to 1", value);
        }
        return new Difficulties(new double[] {value}, new double[] {1});
    }

    /// Evenly spread around a mean.
    ///
    /// @param mean  from 0 to 1
    /// @param width from the easiest to the hardest; both must be from 0 to 1
    public static Difficulties even(double mean, double width) {
        int count = 101;
        double[] values = new double[count];
        double[] shares = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = mean + width * ((i + 0.5) / count - 0.5);
            shares[i] = 1.0 / count;
        }
        if (!(width >= 0 && mean - width / 2 >= 0 && mean + width / 2 <= 1)) {
            throw new BadInput("difficulties [mean %s, width %s] must lie from 0 to 1", mean, width);
        }
        return new Difficulties(values, shares);
    }

    /// What is known is which share is harder than some thresholds: it then sits in the middle between two of them,
    /// or between the outermost and 0 or 1. A share larger than at the threshold before is taken to be the same.
    ///
    /// @param thresholds between 0 and 1, rising
    /// @param shares     harder than each, from 0 to 1
    public static Difficulties above(double[] thresholds, double... shares) {
        int n = thresholds.length;
        if (n == 0 || shares.length != n) {
            throw new BadInput("[%d] thresholds need as many shares, not [%d]", n, shares.length);
        }
        double[] values = new double[n + 1];
        double[] masses = new double[n + 1];
        double before = 0;
        double left = 1;
        for (int i = 0; i < n; i++) {
            if (!(thresholds[i] > before && thresholds[i] < 1 && shares[i] >= 0 && shares[i] <= 1)) {
                throw new BadInput(
                        "threshold %d [%s, share %s]: thresholds must rise between 0 and 1, shares lie in 0 to 1",
                        i, thresholds[i], shares[i]);
            }
            double above = Math.min(left, shares[i]);
            values[i] = (before + thresholds[i]) / 2;
            masses[i] = left - above;
            before = thresholds[i];
            left = above;
        }
        values[n] = (before + 1) / 2;
        masses[n] = left;
        return new Difficulties(values, masses);
    }

    /// The share that is harder than a threshold.
    public double above(double threshold) {
        double share = 0;
        for (int i = 0; i < values.length; i++) {
            share += values[i] > threshold ? mass(i) : 0;
        }
        return share;
    }

    /// A difficulty, by the share that is easier.
    ///
    /// @param uniform from 0 to below 1
    public double at(double uniform) {
        int i = 0;
        while (i < values.length - 1 && uniform >= upTo[i]) {
            i++;
        }
        return values[i];
    }

    /// The values there are, rising.
    double[] values() {
        return values.clone();
    }

    double mass(int i) {
        return i == 0 ? upTo[0] : upTo[i] - upTo[i - 1];
    }
}
