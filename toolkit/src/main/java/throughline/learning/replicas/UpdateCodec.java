package throughline.learning.replicas;

import java.util.List;

/// How an update is written for sending, and what replicas make of all that was sent. What is not in the payload is
/// lost, unless [ErrorFeedback] keeps it.
public interface UpdateCodec {
    /// Writes an update.
    ///
    /// @param delta   `[P]`; not changed
    /// @param tensors lengths of the tensors that it is made of
    /// @throws throughline.spec.BadInput when they have not as many values
    Payload encode(double[] delta, int[] tensors);

    /// What one payload says, `[P]`.
    ///
    /// @param tensors as it was written
    /// @throws throughline.spec.BadInput when the payload is not of the size that these have
    double[] decode(Payload payload, int[] tensors);

    /// The mean of what several payloads say, summed in their order, `[P]`.
    default double[] decode(List<Payload> payloads, int[] tensors) {
        return Vectors.mean(
                payloads.stream().map(payload -> decode(payload, tensors)).toArray(double[][]::new));
    }

    /// Bytes of a payload: exactly [Payload#size()] of any update of these tensors.
    long bytes(int[] tensors);

    /// A name for tables.
    String name();
}
