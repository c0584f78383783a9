package throughline.training;

import throughline.spec.BadInput;

/// What a software stack adds to the time of a step that is made of its parts: constants that are fitted on some runs
/// and then hold for others.
///
/// @param factor of the whole, such as 1.05
/// @param fixed  seconds of each step: loading of data, stragglers, synchronisation
/// @param source what they were fitted on
public record Calibration(double factor, double fixed, String source) {
    /// Nothing.
    public static final Calibration NONE = new Calibration(1, 0, "");

    public Calibration {
        if (!(factor > 0 && factor < Double.POSITIVE_INFINITY && fixed >= 0 && fixed < Double.POSITIVE_INFINITY)) {
            throw new BadInput("calibration: factor [%s] must be positive and fixed [%s s] 0 or more", factor, fixed);
        }
    }
}
