package throughline.parallel.checkpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import throughline.random.Stream;
import throughline.random.Streams;

/// A model of every pattern with random sizes and numbers, and random layouts for it.
final class RandomCase {
    final Contents contents;
    private final int layers;
    private final Stream random;
    private final Map<String, double[]> tensors = new HashMap<>();

    RandomCase(long seed) {
        random = new Streams(seed).named("case");
        layers = 1 + random.below(3);
        int width = 2 + random.below(5);
        int head = 1 + random.below(3);
        int keys = 1 + random.below(3);
        int queries = keys * (1 + random.below(2));
        int inner = 1 + random.below(6);
        int experts = 1 + random.below(5);
        List<Parameter> parameters = new ArrayList<>();
        int vocabulary = 3 + random.below(20);
        List<Integer> ends = layers == 1 ? List.of(0) : List.of(0, layers - 1);
        parameters.add(new Parameter("embedding", List.of(vocabulary, width), ends));
        for (int layer = 0; layer < layers; layer++) {
            String below = "layer-" + layer + "/";
            parameters.add(Parameter.of(below + "norm", layer, width));
            parameters.add(Parameter.of(below + "qkv", layer, (queries + 2 * keys) * head, width));
            parameters.add(Parameter.of(below + "out", layer, width, queries * head));
            parameters.add(Parameter.of(below + "experts/in", layer, experts, 2 * inner, width));
            parameters.add(Parameter.of(below + "router", layer, experts, width));
            parameters.add(Parameter.of(below + "alone", layer, 1 + random.below(3)));
        }
        Rules rules = Rules.parse(
                """
                # names        pattern
                embedding      fragment dim=0 pad=%d
                **/qkv         fragment dim=0 parts=%d,%d,%d unit=%d
                **/out         fragment dim=1 unit=%d
                **/experts/in  experts dim=1 parts=%d,%d
                **/router      average
                **/alone       unique
                **             replicated
                """.formatted(1 + random.below(4), queries * head, keys * head, keys * head, head, head, inner, inner));
        List<String> states = List.of("weight", "exp_avg", "exp_avg_sq").subList(0, 1 + random.below(3));
        contents = Contents.of(
                        new Model(parameters),
                        rules,
                        states,
                        Precision.values()[random.below(Precision.values().length)])
                .at(random.below(1000), Map.of("random", "xoshiro256++ 1 2 3 4", "sequence", "17"));
        for (Parameter parameter : parameters) {
            states.forEach(state -> tensors.put(parameter.name() + " " + state, numbers(parameter.size())));
        }
    }

    /// With the numbers that are easily lost.
    private double[] numbers(int size) {
        double[] special = {-0.0, Double.NaN, Double.POSITIVE_INFINITY, Float.MIN_VALUE};
        double[] numbers = new double[size];
        for (int i = 0; i < size; i++) {
            double drawn = random.normal();
            numbers[i] =
                    contents.precision().nearest(random.below(20) == 0 ? special[random.below(special.length)] : drawn);
        }
        return numbers;
    }

    double[] tensor(String parameter, String state) {
        return tensors.get(parameter + " " + state);
    }

    Layout layout() {
        int expert = 1 + random.below(3);
        return new Layout(
                1 + random.below(4), 1 + random.below(layers), expert * (1 + random.below(2)), expert, random.below(4));
    }

    /// A rank's buffer by the definition, element by element; padding is `junk`.
    double[] buffer(Layout layout, int rank, String state, double junk) {
        return new ByDefinition(contents, layout, rank, (name, index) -> tensor(name, state)[index], junk).buffer();
    }
}
