package throughline.cluster.faults;

import org.apache.commons.numbers.gamma.Gamma;
import throughline.random.Stream;

/// Numbers of the laws of renewal and of changing rates, drawn with strict arithmetic.
final class Draws {
    private Draws() {}

    /// A gamma number of scale 1, by the method of Marsaglia and Tsang (2000).
    ///
    /// @param shape positive
    static double gamma(double shape, Stream stream) {
        if (shape < 1) {
            return gamma(shape + 1, stream) * StrictMath.pow(1 - stream.uniform(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = stream.normal();
            double root = 1 + c * x;
            if (root > 0) {
                double v = root * root * root;
                if (StrictMath.log(1 - stream.uniform()) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
                    return d * v;
                }
            }
        }
    }

    /// A Weibull time.
    ///
    /// @param scale as [#weibullScale] has it
    static double weibull(double scale, double shape, Stream stream) {
        return scale * StrictMath.pow(stream.exponential(1), 1 / shape);
    }

    /// The time to the next event of a Weibull clock that has run for ever: what is left of a gap that was met with a
    /// probability in proportion to its length. So a cluster that is watched from some day on has the clock's rate
    /// from its first day; were every clock new, a shape below 1 would give it many times as many faults at first.
    static double weibullLeft(double scale, double shape, Stream stream) {
        double met = scale * StrictMath.pow(gamma(1 + 1 / shape, stream), 1 / shape);
        return stream.uniform() * met;
    }

    /// The scale of a Weibull law with a mean.
    static double weibullScale(double mean, double shape) {
        return mean / Gamma.value(1 + 1 / shape);
    }

    /// The place of a draw among weights.
    ///
    /// @param weights 0 or more, not all 0
    /// @param sum     theirs
    static int among(double[] weights, double sum, Stream stream) {
        double left = stream.uniform() * sum;
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                last = i;
                left -= weights[i];
                if (left < 0) {
                    return i;
                }
            }
        }
        return last;
    }
}
