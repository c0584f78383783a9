package throughline.cluster.faults;

import throughline.random.Stream;
import throughline.spec.BadInput;

/// Between two numbers, all of which are equally likely.
///
/// @param least positive
/// @param most  at least that, finite
public record Range(double least, double most) {
    /// @throws BadInput when these are not in order
    public Range {
        if (!(least > 0 && least <= most && most < Double.POSITIVE_INFINITY)) {
            throw new BadInput("range from [%s] to [%s] must be positive, in order and finite", least, most);
        }
    }

    /// Draws a value.
    public double sample(Stream stream) {
        return stream.uniform(least, most);
    }
}
