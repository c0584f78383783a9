package throughline.cluster.traces;

/// A job of a trace, as all traces have it here.
///
/// @param id     as the trace calls it
/// @param submit seconds since 1970, or since whatever the trace counts from; NaN when it is not known
/// @param start  seconds, when it first ran; NaN when it never did
/// @param end    seconds, when it ended; NaN when it still ran
/// @param gpus   0 or more; parts of one where GPUs are shared
/// @param state  it ended in
/// @param type   of work or of user, as the trace has it; may be empty
public record Job(String id, double submit, double start, double end, double gpus, State state, String type) {
    /// How a job ended.
    public enum State {
        /// By itself, with success.
        COMPLETED,
        /// Somebody stopped it.
        CANCELLED,
        /// With an error, by a time limit, or with its node.
        FAILED,
        /// It still ran or waited when the trace ended.
        OPEN
    }

    /// Seconds from start to end; NaN when either is not known.
    public double runs() {
        return end - start;
    }

    /// Seconds from submission to start; NaN when either is not known.
    public double waits() {
        return start - submit;
    }
}
