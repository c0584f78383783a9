package throughline.papers;

/// The outcome of something run for real on this machine: see [Evidence#measure].
///
/// @param what    what was run
/// @param value   what it returned
/// @param seconds wall clock it took
public record Measured<T>(String what, T value, double seconds) {}
