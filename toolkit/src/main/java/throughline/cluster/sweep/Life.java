package throughline.cluster.sweep;

/// A worker from one start to its loss.
///
/// @param worker from 0
/// @param life   from 0
record Life(int worker, int life) implements Sent {}
