package throughline.cluster.monitor;

/// The messages between two ranks within a window, the third layer that is logged.
///
/// @param src      rank that sent
/// @param dst      rank that received
/// @param messages how many
/// @param bytes    of all
/// @param delay    mean from when a message was handed over until it had arrived, us
public record Transport(int src, int dst, long messages, double bytes, double delay) {}
