package throughline.training.sbp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import throughline.spec.BadInput;

/// One allowed way in which the tensors of an operation lie along one axis of a mesh, and what comes on the way back.
///
/// @param inputs    one for each
/// @param output    how the result then lies
/// @param gradients how the gradients of the inputs lie, when that of the result comes as [Sbp#gradient()] of the
///                  output; as many as inputs
public record Signature(List<Sbp> inputs, Sbp output, List<Sbp> gradients) {
    public Signature {
        inputs = List.copyOf(inputs);
        gradients = List.copyOf(gradients);
        if (gradients.size() != inputs.size()) {
            throw new IllegalArgumentException(
                    "signature: [%d] gradients for [%d] inputs".formatted(gradients.size(), inputs.size()));
        }
    }

    /// Whether the devices share the work: some tensor is split. If none is, each does all of it.
    public boolean shares() {
        return output.splits() || inputs.stream().anyMatch(Sbp::splits);
    }

    /// What a tensor from outside may be: split along any axis, or broadcast.
    static List<Signature> sources(Shape shape) {
        return alike(shape.rank(), 0, false);
    }

    /// All tensors lie alike, and so do their gradients.
    ///
    /// @param partial whether they may be partial
    static List<Signature> alike(int rank, int inputs, boolean partial) {
        List<Signature> all = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            all.add(alike(Sbp.split(axis), inputs));
        }
        all.add(alike(Sbp.BROADCAST, inputs));
        if (partial) {
            all.add(alike(Sbp.PARTIAL, inputs));
        }
        return all;
    }

    private static Signature alike(Sbp sbp, int inputs) {
        return new Signature(Collections.nCopies(inputs, sbp), sbp, Collections.nCopies(inputs, sbp.gradient()));
    }

    static Shape same(String op, List<Shape> inputs) {
        if (inputs.stream().anyMatch(shape -> !shape.equals(inputs.getFirst()))) {
            throw new BadInput("%s: shapes %s must be the same", op, inputs);
        }
        return inputs.getFirst();
    }

    @Override
    public String toString() {
        return inputs + " -> " + output;
    }
}
