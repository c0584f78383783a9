package throughline.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import throughline.spec.BadInput;

/// The weights of a network by name, in the order in which they were put.
public final class NamedWeights {
    private final SequencedMap<String, NDArray> arrays = new LinkedHashMap<>();

    /// Adds an array, of which gradients are taken from now on.
    public void put(String name, NDArray array) {
        array.setRequiresGradient(true);
        arrays.put(name, array);
    }

    /// @param name of an array that was put
    public NDArray get(String name) {
        return arrays.get(name);
    }

    /// All of them, in order.
    public NDList list() {
        return new NDList(arrays.values().stream().toList());
    }

    /// Copies, each array flat.
    public SequencedMap<String, float[]> numbers() {
        SequencedMap<String, float[]> numbers = new LinkedHashMap<>();
        arrays.forEach((name, array) -> numbers.put(name, array.toFloatArray()));
        return numbers;
    }

    /// Replaces some.
    ///
    /// @param numbers by name, flat
    /// @throws BadInput when a name or a length is not that of a weight here
    public void set(SequencedMap<String, float[]> numbers) {
        Torch.prepareThread();
        numbers.forEach((name, array) -> {
            if (!arrays.containsKey(name)) {
                throw new BadInput("weight [%s] is not one of %s", name, arrays.keySet());
            }
            Weights.set(arrays.get(name), array);
        });
    }

    /// Replaces all.
    ///
    /// @param numbers flat, in order
    /// @throws BadInput when there are not as many, or a length is not that of the weight
    public void set(float[][] numbers) {
        if (numbers.length != arrays.size()) {
            throw new BadInput("[%d] arrays are not those of %d weights", numbers.length, arrays.size());
        }
        Torch.prepareThread();
        int i = 0;
        for (NDArray array : arrays.values()) {
            Weights.set(array, numbers[i++]);
        }
    }
}
