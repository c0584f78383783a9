package throughline.training.sequences;

/// Shares out a batch of sequences among devices.
@FunctionalInterface
public interface Policy {
    /// Assigns every sequence of a batch.
    ///
    /// @param batch lengths in tokens, at least one
    /// @throws throughline.spec.BadInput when a sequence does not fit into the devices' memory
    Assignment assign(int[] batch);
}
