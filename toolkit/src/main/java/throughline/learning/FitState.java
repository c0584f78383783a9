package throughline.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import throughline.spec.BadInput;

/// The fit of a [Network] as its checkpoint holds it, as arrays, for whoever keeps or cuts them in another way.
///
/// ```java
/// FitState state = FitState.read(file);          // of gru.checkpoint(file)
/// float[] first = state.weights().get(0);
/// state.write(copy);                             // the same bytes
/// ```
///
/// All lists are of one length, and arrays at one place of one length.
///
/// @param about   what else there is to know, as text: the fit, its epochs, Adam's steps
/// @param weights as the last epoch left them, flat, in the order of the network's layers
/// @param best    those with the least loss on the validation windows
/// @param means   of the gradients, as Adam keeps them
/// @param squares of the gradients, as Adam keeps their means
public record FitState(
        String about, List<float[]> weights, List<float[]> best, List<float[]> means, List<float[]> squares) {
    /// Reads what [Network#checkpoint] had written.
    ///
    /// @throws BadInput when the file is missing or damaged, or something else
    public static FitState read(Path file) {
        Checkpoint found = Checkpoint.read(file);
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(found.state()));
            int head = Integer.BYTES + Math.multiplyExact(in.readInt(), 2 * Double.BYTES) + 2 * Integer.BYTES;
            in.skipNBytes(head - Integer.BYTES);
            List<float[]> weights = List.of(Training.arrays(in));
            List<float[]> best = List.of(Training.arrays(in));
            List<float[]> moments = List.of(Training.arrays(in));
            int count = weights.size();
            if (best.size() != count || moments.size() != 2 * count) {
                throw new BadInput(
                        "%s holds [%d] weights, [%d] best and [%d] moments", file, count, best.size(), moments.size());
            }
            return new FitState(
                    new ObjectMapper().writeValueAsString(found.with(Arrays.copyOf(found.state(), head))),
                    weights,
                    best,
                    moments.subList(0, count),
                    moments.subList(count, 2 * count));
        } catch (IOException e) {
            throw Checkpoint.damaged(file, e);
        }
    }

    /// Writes what a [Network] goes on from; the file is whole or not there.
    ///
    /// @throws BadInput when [#about] is no text of a fit
    public void write(Path file) {
        try {
            Checkpoint fit = new ObjectMapper().readValue(about, Checkpoint.class);
            ByteArrayOutputStream state = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(state);
            out.write(fit.state());
            float[][] moments = Arrays.copyOf(means.toArray(float[][]::new), 2 * means.size());
            System.arraycopy(squares.toArray(float[][]::new), 0, moments, means.size(), squares.size());
            for (float[][] arrays : List.of(weights.toArray(float[][]::new), best.toArray(float[][]::new), moments)) {
                Training.write(arrays, out);
            }
            fit.with(state.toByteArray()).write(file);
        } catch (JsonProcessingException e) {
            throw new BadInput("about [%.40s] is not of a fit: %s", about, e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
