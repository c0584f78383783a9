package throughline.cluster.rollout;

/// A group of devices with one job. Colocated pools are the same devices, at different times.
public enum Pool {
    /// Generates responses.
    ROLLOUT,
    /// Runs the reference model over them.
    REFERENCE,
    /// Updates the weights.
    TRAINING
}
