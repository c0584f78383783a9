package throughline.papers;

/// How a value was recomputed. Found from the evidence, never declared: see [Claim#grade()].
public enum Grade {
    /// From the mechanism and its stated inputs alone.
    DERIVED,
    /// With a constant that was fitted on reported rows.
    CALIBRATED,
    /// From something timed, trained or run for real on this machine, with nothing fitted on reported rows.
    MEASURED
}
