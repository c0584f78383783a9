package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.List;
import throughline.parallel.checkpoint.Model;
import throughline.parallel.checkpoint.Parameter;
import throughline.parallel.checkpoint.Rules;
import throughline.random.Stream;
import throughline.random.Streams;

/// A small transformer with the patterns of a large one. Matrices are `[out, in]`, as Megatron's.
///
/// @param name       of the model that it is small for
/// @param layers     of attention and perceptron
/// @param size       of a head
/// @param heads      of queries
/// @param keyHeads   of keys and values, dividing heads
/// @param inner      width of the perceptron, a multiple of [#UNITS]
/// @param gated      whether the perceptron has a gate, fused with what it lets through
/// @param experts    perceptrons side by side, of which a token uses two; 0 for a single one that all use
/// @param tied       whether the first and the last layer share the vocabulary
/// @param vocabulary tokens there are
public record UniversalCheckpointShape(
        String name,
        int layers,
        int size,
        int heads,
        int keyHeads,
        int inner,
        boolean gated,
        int experts,
        boolean tied,
        int vocabulary) {
    /// Into how many parts of fixed order a perceptron is cut, at most.
    static final int UNITS = 4;
    /// Rows of the vocabulary that stay together.
    static final int ROWS = 8;
    /// Tokens of a text.
    static final int CONTEXT = 6;

    /// As GPT-3: heads of their own, tied vocabulary.
    public static UniversalCheckpointShape gpt3() {
        return new UniversalCheckpointShape("GPT-3", 4, 2, 4, 4, 16, false, 0, true, 29);
    }

    /// As LLaMA: a gate, keys shared by two heads, a head of its own for the vocabulary.
    public static UniversalCheckpointShape llama() {
        return new UniversalCheckpointShape("LLaMA", 4, 2, 4, 2, 12, true, 0, false, 29);
    }

    /// As BLOOM: 24 layers for 24 stages, as many as the blog's.
    public static UniversalCheckpointShape bloom() {
        return new UniversalCheckpointShape("BLOOM", 24, 2, 2, 2, 8, false, 0, true, 31);
    }

    /// As Mixtral: four experts, each with a gate.
    public static UniversalCheckpointShape mixtral() {
        return new UniversalCheckpointShape("Mixtral", 4, 2, 4, 2, 4, true, 4, false, 29);
    }

    int width() {
        return size * heads;
    }

    /// Its parameters.
    public Model model() {
        int width = width();
        List<Parameter> all = new ArrayList<>();
        List<Integer> ends = tied && layers > 1 ? List.of(0, layers - 1) : List.of(0);
        all.add(new Parameter("embedding", List.of(vocabulary, width), ends));
        all.add(Parameter.of("positions", 0, CONTEXT, width));
        for (int layer = 0; layer < layers; layer++) {
            String below = "layer-" + layer + "/";
            all.add(Parameter.of(below + "attention-norm", layer, 2, width));
            all.add(Parameter.of(below + "qkv", layer, (heads + 2 * keyHeads) * size, width));
            all.add(Parameter.of(below + "out", layer, width, width));
            all.add(Parameter.of(below + "perceptron-norm", layer, 2, width));
            int up = gated ? 2 * inner : inner;
            if (experts == 0) {
                all.add(Parameter.of(below + "up", layer, up, width));
                all.add(Parameter.of(below + "down", layer, width, inner));
            } else {
                all.add(Parameter.of(below + "router", layer, experts, width));
                all.add(Parameter.of(below + "experts/up", layer, experts, up, width));
                all.add(Parameter.of(below + "experts/down", layer, experts, width, inner));
            }
        }
        all.add(Parameter.of("norm", layers - 1, 2, width));
        if (!tied) {
            all.add(Parameter.of("head", layers - 1, vocabulary, width));
        }
        return new Model(all);
    }

    /// How its parameters are cut.
    public Rules rules() {
        String up = gated ? "parts=%d,%d unit=%d".formatted(inner, inner, inner / UNITS) : "unit=" + inner / UNITS;
        return Rules.parse("""
                embedding        fragment dim=0 pad=%2$d
                head             fragment dim=0 pad=%2$d
                **/qkv           fragment dim=0 parts=%3$d,%4$d,%4$d unit=%1$d
                **/out           fragment dim=1 unit=%1$d
                **/experts/up    experts dim=1 %5$s
                **/experts/down  experts dim=2 unit=%6$d
                **/up            fragment dim=0 %5$s
                **/down          fragment dim=1 unit=%6$d
                **               replicated
                """.formatted(size, ROWS, heads * size, keyHeads * size, up, inner / UNITS));
    }

    /// The same without sub-parameters: fused ones are cut as if they were one.
    public Rules naiveRules() {
        return new Rules(rules().lines().stream()
                .map(line -> line.replaceFirst("parts=\\S+", ""))
                .toList());
    }

    /// First weights: gains 1, offsets 0, otherwise normal numbers over the root of the width.
    double[] first(Parameter parameter, Streams random) {
        double[] weights = new double[parameter.size()];
        Stream stream = random.named(parameter.name());
        for (int i = 0; i < weights.length; i++) {
            weights[i] =
                    parameter.name().endsWith("norm") ? (i < width() ? 1 : 0) : stream.normal() / Math.sqrt(width());
        }
        return weights;
    }
}
