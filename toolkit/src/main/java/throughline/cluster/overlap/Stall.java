package throughline.cluster.overlap;

/// What a checkpoint costs.
///
/// @param blocked seconds for which training stands still
/// @param durable seconds from the request, at the end of a step, until all of it is in storage
public record Stall(double blocked, double durable) {
    /// Bytes a second that training sees: those of a checkpoint over the seconds it blocks.
    ///
    /// @param bytes of the checkpoint
    public double perceived(double bytes) {
        return bytes / blocked;
    }
}
