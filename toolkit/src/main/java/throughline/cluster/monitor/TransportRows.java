package throughline.cluster.monitor;

import throughline.spec.BadInput;

/// Columns of a table of messages between ranks, all of one length.
///
/// @param t        when the row was logged, s
/// @param src      rank that sent
/// @param dst      rank that received
/// @param messages since the row before
/// @param bytes    of all
/// @param delay    mean of a message, us
public record TransportRows(double[] t, int[] src, int[] dst, long[] messages, double[] bytes, double[] delay) {
    /// No rows.
    public static final TransportRows NONE =
            new TransportRows(new double[0], new int[0], new int[0], new long[0], new double[0], new double[0]);

    /// @throws BadInput when columns differ in length
    public TransportRows {
        int rows = t.length;
        boolean same = src.length == rows
                && dst.length == rows
                && messages.length == rows
                && bytes.length == rows
                && delay.length == rows;
        if (!same) {
            throw new BadInput(
                    "transport: columns of [%d, %d, %d, %d, %d, %d] rows must be of one length",
                    rows, src.length, dst.length, messages.length, bytes.length, delay.length);
        }
    }
}
