package throughline.learning.detect;

import throughline.spec.BadInput;

/// A stretch of time, such as that in which a fault had an effect.
///
/// @param from in the unit of the data
/// @param to   the end, not before `from`
/// @param kind as in tables, such as `hang`
public record Episode(double from, double to, String kind) {
    /// @throws BadInput when it ends before it begins
    public Episode {
        if (!(to >= from)) {
            throw new BadInput("episode %s: its end [%s] must not be before its start [%s]", kind, to, from);
        }
    }

    /// Whether an instant lies in it; its end does not.
    public boolean holds(double time) {
        return time >= from && time < to;
    }
}
