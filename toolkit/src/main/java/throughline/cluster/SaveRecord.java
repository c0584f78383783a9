package throughline.cluster;

/// A checkpoint.
///
/// @param step       steps that it holds
/// @param begun      ns
/// @param stalled    ns for which training stood
/// @param durable    ns, from when on it can be loaded
/// @param productive ns of kept steps that it holds
/// @param sound      whether its numbers are right
record SaveRecord(long step, long begun, long stalled, long durable, long productive, boolean sound) {}
