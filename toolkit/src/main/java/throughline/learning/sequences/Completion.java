package throughline.learning.sequences;

/// What a model has written after a prompt.
///
/// @param tokens  in order, the stop token among them if it came; not to be changed
/// @param stopped whether the stop token came within the budget
public record Completion(int[] tokens, boolean stopped) {}
