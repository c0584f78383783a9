package throughline.cluster.sweep;

/// A part on its way through a worker.
///
/// @param part   from 0
/// @param worker from 0
/// @param life   which of the worker's lives it belongs to: what an earlier one leaves is not taken
record Task(int part, int worker, int life) implements Sent {}
