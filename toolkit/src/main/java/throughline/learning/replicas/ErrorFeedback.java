package throughline.learning.replicas;

import java.util.Arrays;
import throughline.spec.BadInput;

/// What a replica's codec has left out so far, to be sent later (Seide et al. 2014; SparseLoCo, algorithm 1).
///
/// Nothing is lost: what is sent and what is kept add up to the update and the decayed former rest.
public final class ErrorFeedback {
    private final UpdateCodec codec;
    private final double decay;
    private final int[] tensors;
    private final double[] kept;

    /// With nothing kept.
    ///
    /// @param codec   of the payloads
    /// @param decay   share of the rest that lives on to the next update, 0 to 1
    /// @param tensors lengths of the tensors that updates are made of
    /// @throws BadInput when the share is not 0 to 1
    public ErrorFeedback(UpdateCodec codec, double decay, int[] tensors) {
        if (!(decay >= 0 && decay <= 1)) {
            throw new BadInput("decay [%s] of what is kept must be 0 to 1", decay);
        }
        this.codec = codec;
        this.decay = decay;
        this.tensors = tensors.clone();
        kept = new double[Arrays.stream(tensors).sum()];
    }

    /// Adds an update to the rest, and sends what the codec makes of the sum.
    ///
    /// @param delta `[P]`; not changed
    /// @throws BadInput when it has not as many values as the tensors
    public Payload send(double[] delta) {
        Vectors.requireLength("update", delta.length, tensors);
        for (int i = 0; i < kept.length; i++) {
            kept[i] = decay * kept[i] + delta[i];
        }
        Payload payload = codec.encode(kept, tensors);
        double[] sent = codec.decode(payload, tensors);
        for (int i = 0; i < kept.length; i++) {
            kept[i] -= sent[i];
        }
        return payload;
    }

    /// What was not sent yet, `[P]`; a copy.
    public double[] kept() {
        return kept.clone();
    }
}
