package throughline.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SequencedMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import throughline.data.WholeFile;
import throughline.spec.BadInput;

/// A fitted forecaster as a file: JSON, which keeps every bit of a number, in gzip, which finds out what is damaged.
///
/// @param kind     for [Learner]
/// @param name     as in tables
/// @param settings of the fit
/// @param task     that it was fitted for
/// @param learnt   as [Forecaster#write] wrote it
record ForecasterFile(String kind, String name, SequencedMap<String, Double> settings, Task task, byte[] learnt) {
    static void save(Forecaster forecaster, Path file) {
        try {
            ByteArrayOutputStream learnt = new ByteArrayOutputStream();
            forecaster.write(new DataOutputStream(learnt));
            ForecasterFile all = new ForecasterFile(
                    forecaster.kind(),
                    forecaster.name(),
                    forecaster.settings().ofFit(),
                    forecaster.task(),
                    learnt.toByteArray());
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(new ObjectMapper().writeValueAsBytes(all));
            }
            WholeFile.write(file, packed.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    static Forecaster load(Path file) {
        ForecasterFile all = read(file);
        Forecaster forecaster = Learner.named(all.kind);
        try {
            forecaster.settings().setAll(all.settings);
            forecaster.read(all.task, new DataInputStream(new ByteArrayInputStream(all.learnt)));
        } catch (EOFException e) {
            throw new BadInput("%s [%s] ends before all that was learnt; save it again", file, all.kind);
        } catch (IOException e) {
            throw new BadInput("%s [%s] cannot be read: %s", file, all.kind, e.getMessage());
        }
        return all.name.equals(forecaster.name()) ? forecaster : forecaster.named(all.name);
    }

    private static ForecasterFile read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BadInput("there is no file [%s]; save(...) writes one", file);
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new ObjectMapper().readValue(in.readAllBytes(), ForecasterFile.class);
        } catch (JsonProcessingException e) {
            throw new BadInput("%s is not a saved forecaster: [%s]", file, e.getOriginalMessage());
        } catch (IOException e) {
            throw new BadInput("%s is not a saved forecaster, or is damaged: [%s]", file, e.getMessage());
        }
    }
}
