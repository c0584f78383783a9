package throughline.learning.tokens;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import throughline.spec.BadInput;

/// A saved training as arrays with names, for whoever keeps or cuts them in another way.
///
/// ```java
/// TokenState state = TokenState.read(file, shape, schedule, 1);
/// float[] weights = state.weights().get("layer-0/attention/in");
/// state.write(copy);   // the same bytes
/// ```
///
/// @param label   says of what training
/// @param curve   one loss a step
/// @param weights by name, flat, in the order of [#shapes]
/// @param means   of the gradients, as Adam keeps them, likewise
/// @param squares of the gradients, as Adam keeps their means, likewise
public record TokenState(
        String label,
        double[] curve,
        SequencedMap<String, float[]> weights,
        SequencedMap<String, float[]> means,
        SequencedMap<String, float[]> squares) {
    /// Reads what [TokenTraining#save] wrote.
    ///
    /// @throws BadInput when the file is damaged, or of another shape, schedule or seed
    public static TokenState read(Path file, TokenShape shape, TokenSchedule schedule, long seed) {
        TokenCheckpoint saved = TokenCheckpoint.read(file, TokenTraining.label(shape, schedule, seed));
        int count = shape.arrays().size();
        if (saved.weights().length != count || saved.moments().length != 2 * count) {
            throw new BadInput(
                    "%s holds [%d] weights and [%d] moments; the shape has %d weights",
                    file, saved.weights().length, saved.moments().length, count);
        }
        return new TokenState(
                saved.label(),
                saved.curve(),
                named(shape, saved.weights()),
                named(shape, Arrays.copyOf(saved.moments(), count)),
                named(shape, Arrays.copyOfRange(saved.moments(), count, 2 * count)));
    }

    private static SequencedMap<String, float[]> named(TokenShape shape, float[][] arrays) {
        SequencedMap<String, float[]> named = new LinkedHashMap<>();
        int i = 0;
        for (String name : shape.arrays().keySet()) {
            named.put(name, arrays[i++]);
        }
        return named;
    }

    /// The shapes of a model's arrays, by name, in the order in which files have them.
    public static SequencedMap<String, List<Integer>> shapes(TokenShape shape) {
        SequencedMap<String, List<Integer>> shapes = new LinkedHashMap<>();
        shape.arrays()
                .forEach((name, size) -> shapes.put(
                        name,
                        Arrays.stream(size.getShape())
                                .mapToObj(Math::toIntExact)
                                .toList()));
        return shapes;
    }

    /// Writes what [TokenTraining#resume] reads; the file is whole or not there.
    public void write(Path file) {
        float[][] moments = new float[means.size() + squares.size()][];
        int i = 0;
        for (float[] array : means.values()) {
            moments[i++] = array;
        }
        for (float[] array : squares.values()) {
            moments[i++] = array;
        }
        new TokenCheckpoint(label, curve, weights.values().toArray(float[][]::new), moments).write(file);
    }
}
