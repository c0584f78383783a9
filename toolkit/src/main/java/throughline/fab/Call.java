package throughline.fab;

/// A calendar calls for work on a tool.
///
/// @param calendar which
/// @param ticks    how long the work takes
record Call(Calendar calendar, long ticks) {}
