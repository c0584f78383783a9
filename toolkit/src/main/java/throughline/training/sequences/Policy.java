package throughline.training.sequences;

/// Shares out a batch of sequences among devices.
@FunctionalInterface
public interface Policy {
    /// Assigns every sequence of a batch.
    ///
    /// @param batch lengths in tokens, at least one, each 1 or more
    /// @throws throughline.spec.BadInput when the batch is empty, a length is below 1, or a sequence does not
    ///                                   fit into the devices' memory
    Assignment assign(int[] batch);
}
