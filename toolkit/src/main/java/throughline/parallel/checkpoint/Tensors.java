package throughline.parallel.checkpoint;

import java.util.Arrays;

/// Whole tensors by name: a model in memory, or an [AtomicCheckpoint]. Asked by several threads at once.
@FunctionalInterface
public interface Tensors {
    /// A tensor's numbers, flat, last dimension fastest.
    ///
    /// @param parameter its name
    /// @param state     such as `weight`, or one of the optimiser's
    double[] tensor(String parameter, String state);

    /// These, each number cast to the nearest one of a precision, as a load does that trains in fewer bits than were
    /// saved.
    default Tensors in(Precision precision) {
        return (parameter, state) ->
                Arrays.stream(tensor(parameter, state)).map(precision::nearest).toArray();
    }
}
