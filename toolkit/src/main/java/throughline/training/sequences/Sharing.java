package throughline.training.sequences;

/// How the sequences of a micro-batch are shared out among groups.
///
/// @param degrees of the groups
/// @param groupOf each sequence
/// @param seconds until the last group is done
record Sharing(int[] degrees, int[] groupOf, double seconds) {}
