package throughline.parallel.checkpoint;

/// Whole tensors by name: a model in memory, or an [AtomicCheckpoint]. Asked by several threads at once.
@FunctionalInterface
public interface Tensors {
    /// A tensor's numbers, flat, last dimension fastest.
    ///
    /// @param parameter its name
    /// @param state     such as `weight`, or one of the optimiser's
    double[] tensor(String parameter, String state);
}
