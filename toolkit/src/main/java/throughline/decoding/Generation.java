package throughline.decoding;

import throughline.spec.Param;
import throughline.spec.Spec;

/// Sequences that are generated together, from the first token of their prompts to the last of their outputs.
///
/// @param batch  sequences
/// @param prompt tokens of each prompt
/// @param output tokens that are generated for each
public record Generation(
        @Param(value = "sequences", min = 1) int batch,
        @Param(value = "tokens of a prompt", min = 1) int prompt,
        @Param(value = "tokens generated for each", min = 0) int output) {
    public Generation {
        Spec.check(Generation.class, batch, prompt, output);
    }
}
