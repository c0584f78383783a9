package throughline.learning.rl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import throughline.data.WholeFile;
import throughline.learning.rl.VectorEnvironment.Place;
import throughline.spec.BadInput;

/// All that a training, or a policy, is made of, as a file: JSON, which keeps every bit of a number, in gzip, which
/// finds out what is damaged.
///
/// @param seed    of the training
/// @param updates made
/// @param curve   one point an update
/// @param inputs  shapes of the network's inputs
/// @param weights `[parameter][value]`
/// @param steps   of Adam
/// @param moments of Adam
/// @param anchor  average of the policy; empty without one
/// @param places  of the environments; empty for a policy
record Checkpoint(
        long seed,
        int updates,
        List<Update> curve,
        long[][] inputs,
        float[][] weights,
        int steps,
        float[][] moments,
        double[][] anchor,
        List<Place> places) {
    /// A policy alone.
    static Checkpoint policy(long[][] inputs, float[][] weights) {
        return new Checkpoint(0, 0, List.of(), inputs, weights, 0, new float[0][], new double[0][], List.of());
    }

    /// Writes it whole or not at all.
    void write(Path file) {
        WholeFile.write(file, bytes -> {
            try (OutputStream out = new GZIPOutputStream(bytes)) {
                out.write(new ObjectMapper().writeValueAsBytes(this));
            }
        });
    }

    /// @throws BadInput when it cannot be read or is not whole
    static Checkpoint read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(file.toString(), in);
        } catch (IOException e) {
            throw new BadInput("%s cannot be read: [%s]", file, e);
        }
    }

    /// @param name of what is read, for messages
    /// @throws BadInput when it is not whole
    static Checkpoint read(String name, InputStream stream) {
        try (InputStream in = new GZIPInputStream(stream)) {
            return new ObjectMapper().readValue(in.readAllBytes(), Checkpoint.class);
        } catch (JsonProcessingException e) {
            throw new BadInput("%s is not a checkpoint of a training or a policy: [%s]", name, e.getOriginalMessage());
        } catch (IOException e) {
            throw new BadInput("%s is not a checkpoint, or is damaged: [%s]", name, e.getMessage());
        }
    }
}
