package throughline.papers.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import throughline.learning.tokens.TokenShape;
import throughline.learning.tokens.TokenState;
import throughline.parallel.checkpoint.AtomicCheckpoint;
import throughline.parallel.checkpoint.Contents;
import throughline.parallel.checkpoint.Model;
import throughline.parallel.checkpoint.Parameter;
import throughline.parallel.checkpoint.Precision;
import throughline.parallel.checkpoint.Rules;
import throughline.parallel.checkpoint.Tensors;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The toolkit's own trainings of token transformers as atoms, and back.
///
/// ```java
/// TokenState state = TokenState.read(file, shape, schedule, seed);
/// AtomicCheckpoint atoms = UniversalCheckpointTokens.atoms(state, shape, folder);
/// UniversalCheckpointTokens.state(atoms, atoms.contents()).write(copy);   // the same bytes
/// ```
public final class UniversalCheckpointTokens {
    private static final String LABEL = "label";
    private static final String CURVE = "curve";

    private UniversalCheckpointTokens() {}

    /// The parameters of a shape; what comes before the first layer belongs to it, what comes after to the last.
    public static Model model(TokenShape shape) {
        List<Parameter> parameters = new ArrayList<>();
        TokenState.shapes(shape).forEach((name, size) -> {
            int layer = name.startsWith("layer-")
                    ? Integer.parseInt(name.substring("layer-".length(), name.indexOf('/')))
                    : name.equals("embedding") || name.equals("positions") ? 0 : shape.layers() - 1;
            parameters.add(new Parameter(name, size, List.of(layer)));
        });
        return new Model(parameters);
    }

    /// How they are cut: matrices are `[in, out]`, queries, keys and values fused, heads whole.
    public static Rules rules(TokenShape shape) {
        int width = shape.width();
        int head = width / shape.heads();
        return Rules.parse("""
                embedding          fragment dim=0 pad=8
                head               fragment dim=1 pad=8
                **/attention/in    fragment dim=1 parts=%1$d,%1$d,%1$d unit=%2$d
                **/attention/out   fragment dim=0 unit=%2$d
                **/prefix/*        fragment dim=2
                **/perceptron/in   fragment dim=1
                **/perceptron/out  fragment dim=0
                **                 replicated
                """.formatted(width, head));
    }

    /// A saved training as atoms, bit for bit.
    public static AtomicCheckpoint atoms(TokenState state, TokenShape shape, Path folder) {
        Map<String, SequencedMap<String, float[]>> states =
                Map.of("weight", state.weights(), "exp_avg", state.means(), "exp_avg_sq", state.squares());
        Contents contents = Contents.of(model(shape), rules(shape), UniversalCheckpointTraining.STATES, Precision.FLOAT)
                .at(state.curve().length, Map.of(LABEL, state.label(), CURVE, text(state.curve())));
        return AtomicCheckpoint.write(
                folder, contents, (name, kept) -> doubles(states.get(kept).get(name)), 1, Cancel.NEVER, Progress.NONE);
    }

    /// The training back from whole tensors, those of a resharded checkpoint for instance.
    public static TokenState state(Tensors tensors, Contents contents) {
        return new TokenState(
                contents.extras().get(LABEL),
                curve(contents.extras().get(CURVE)),
                arrays(tensors, contents, "weight"),
                arrays(tensors, contents, "exp_avg"),
                arrays(tensors, contents, "exp_avg_sq"));
    }

    static SequencedMap<String, float[]> arrays(Tensors tensors, Contents contents, String state) {
        SequencedMap<String, float[]> arrays = new LinkedHashMap<>();
        for (Parameter parameter : contents.model().parameters()) {
            double[] numbers = tensors.tensor(parameter.name(), state);
            float[] array = new float[numbers.length];
            for (int i = 0; i < array.length; i++) {
                array[i] = (float) numbers[i];
            }
            arrays.put(parameter.name(), array);
        }
        return arrays;
    }

    static double[] doubles(float... numbers) {
        double[] doubles = new double[numbers.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = numbers[i];
        }
        return doubles;
    }

    /// With all bits: the shortest text that reads back as the same number.
    private static String text(double... curve) {
        return DoubleStream.of(curve).mapToObj(Double::toString).collect(Collectors.joining(" "));
    }

    private static double[] curve(String text) {
        return text.isEmpty()
                ? new double[0]
                : List.of(text.split(" ")).stream()
                        .mapToDouble(Double::parseDouble)
                        .toArray();
    }
}
