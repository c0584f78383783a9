package throughline.learning.replicas;

/// What replicas train: a loss of flat parameters, whose gradient each replica sees on samples of its own.
///
/// All that a replica draws depends on the seed, its number and the step alone, so that the order in which replicas
/// are asked does not matter. Not safe for use by several threads.
public interface Objective extends AutoCloseable {
    /// The parameters at the start, `[P]`; a copy.
    double[] start();

    /// Loss and gradient of the samples that a replica draws at a step.
    ///
    /// @param replica from 0
    /// @param step    from 0
    /// @param at      parameters, `[P]`; not changed
    /// @param slope   is filled with the gradient, `[P]`
    /// @return the mean loss of these samples
    double gradient(int replica, long step, double[] at, double[] slope);

    /// The loss that counts: on samples that no replica sees.
    double loss(double[] at);

    /// Lengths of the tensors that the parameters are made of, in order; one tensor by default.
    default int[] tensors() {
        return new int[] {start().length};
    }

    /// Moves a replica's parameters to the nearest that it may have. It may have any by default.
    ///
    /// @param replica from 0
    /// @param at      changed in place
    default void constrain(int replica, double[] at) {}

    /// Moves the parameters that all share after an exchange to the nearest that are allowed; all are by default.
    ///
    /// @param round from 0, that has just ended
    /// @param at    changed in place
    default void constrainShared(long round, double[] at) {}

    /// Bytes that replicas have sent by the objective's own doing, such as activations between stages, so far.
    default long sent() {
        return 0;
    }

    /// Frees what it holds; nothing by default.
    @Override
    default void close() {}
}
