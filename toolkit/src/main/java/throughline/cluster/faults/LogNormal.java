package throughline.cluster.faults;

import throughline.random.Stream;
import throughline.spec.BadInput;

/// A log-normal law: many short times and a few very long ones, as repairs and jobs have.
///
/// @param median positive, in whatever unit the owner states
/// @param mean   at least the median
public record LogNormal(double median, double mean) {
    /// @throws BadInput when the median is not positive, or above the mean
    public LogNormal {
        if (!(median > 0 && median <= mean && mean < Double.POSITIVE_INFINITY)) {
            throw new BadInput(
                    "log-normal median [%s] must be positive and at most the mean [%s], which must be finite",
                    median, mean);
        }
    }

    /// The standard deviation of the logarithm.
    public double sigma() {
        return Math.sqrt(2 * StrictMath.log(mean / median));
    }

    /// Draws a value.
    public double sample(Stream stream) {
        return median * StrictMath.exp(sigma() * stream.normal());
    }
}
