/// Language models of sequences: small decoders that learn what follows a prompt, write it token by token, and learn
/// from what it was worth.
///
/// [throughline.learning.sequences.SequenceShape] says how large a model is and what a generation costs;
/// [throughline.learning.sequences.SequenceModel] is one; [throughline.learning.sequences.SequenceTraining] trains it
/// on [throughline.learning.sequences.Example]s; a [throughline.learning.sequences.Sampler] lets it write
/// [throughline.learning.sequences.Completion]s; [throughline.learning.sequences.Grpo] raises their
/// [throughline.learning.sequences.Reward].
package throughline.learning.sequences;
