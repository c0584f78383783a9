package throughline.learning.surface;

import throughline.spec.BadInput;

/// One number that a simulator can be set to.
///
/// @param name as in the specification of the model
/// @param low  least value
/// @param high greatest value, above `low`
public record Knob(String name, double low, double high) {
    /// @throws BadInput if the range is empty or not finite
    public Knob {
        if (!(low < high) || !Double.isFinite(high - low)) {
            throw new BadInput("knob %s [%s to %s] must have a finite range, the lower end first", name, low, high);
        }
    }

    /// A knob with its range.
    ///
    /// @throws BadInput if the range is empty or not finite
    public static Knob of(String name, double low, double high) {
        return new Knob(name, low, high);
    }

    /// The value on a scale from 0 at the low end to 1 at the high end.
    double scaled(double value) {
        return (value - low) / (high - low);
    }

    /// The inverse of [#scaled]; never outside the range.
    double value(double scaled) {
        return Math.clamp(low + scaled * (high - low), low, high);
    }
}
