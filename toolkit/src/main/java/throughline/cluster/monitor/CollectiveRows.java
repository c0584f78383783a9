package throughline.cluster.monitor;

import throughline.spec.BadInput;

/// Columns of a table of collectives, all of one length; the rows of a rank stand in the order of its operations.
///
/// @param communicator of the row; where ids are unique only among groups of a kind, made unique by the caller
/// @param rank         that logged it
/// @param launch       when the rank came to it, s; NaN when it has not
/// @param waited       how long it waited for others, us
/// @param end          when it was done, s; NaN when it is not
public record CollectiveRows(long[] communicator, int[] rank, double[] launch, double[] waited, double[] end) {
    /// No rows.
    public static final CollectiveRows NONE =
            new CollectiveRows(new long[0], new int[0], new double[0], new double[0], new double[0]);

    /// @throws BadInput when columns differ in length
    public CollectiveRows {
        int rows = communicator.length;
        if (rank.length != rows || launch.length != rows || waited.length != rows || end.length != rows) {
            throw new BadInput(
                    "collectives: columns of [%d, %d, %d, %d, %d] rows must be of one length",
                    rows, rank.length, launch.length, waited.length, end.length);
        }
    }
}
