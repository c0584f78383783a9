package throughline.cluster.monitor;

/// One rank's part in a collective operation, the second layer that is logged.
///
/// @param communicator its id
/// @param sequence     number of the operation within the communicator, the same for all ranks
/// @param rank         that logged it
/// @param launch       instant, ns; [#NEVER] when it has not come so far
/// @param waited       how long the rank waited for others after the launch, us
/// @param end          instant, ns; [#NEVER] when the operation has not ended
public record Operation(long communicator, long sequence, int rank, long launch, double waited, long end) {
    /// In place of an instant that has not come.
    public static final long NEVER = -1;

    /// Whether the rank has come so far, by an instant.
    boolean launchedBy(long now) {
        return launch != NEVER && launch <= now;
    }

    /// Whether the operation has ended for the rank, by an instant.
    boolean endedBy(long now) {
        return end != NEVER && end <= now;
    }
}
