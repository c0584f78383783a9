package throughline.parallel.checkpoint;

/// What a rank keeps of its part of a parameter.
///
/// @param rank      in the layout
/// @param parameter its name
/// @param start     first element, counted in the rank's part of the parameter (its [Region])
/// @param length    elements
/// @param offset    of the first element in the rank's flat buffer
public record Shard(int rank, String parameter, int start, int length, int offset) {}
