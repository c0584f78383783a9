package throughline.cluster.rollout;

/// How the stages of an iteration follow on each other.
public enum Mode {
    /// All devices generate, then all score, then all train, with the weights laid out anew in between; as verl does.
    COLOCATED,
    /// Each stage has devices of its own, and starts when the one before is through with the whole iteration.
    SEPARATED,
    /// As separated, but micro-batches go on as soon as they are ready; the next iteration waits for the new weights.
    STREAMING,
    /// As streaming, but generation runs ahead by as many iterations as the bound on staleness allows.
    ASYNCHRONOUS;

    /// Whether a stage waits for the whole iteration of the stage before.
    boolean wholeIterations() {
        return this == COLOCATED || this == SEPARATED;
    }
}
