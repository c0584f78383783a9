package throughline.learning.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import throughline.data.WholeFile;
import throughline.spec.BadInput;

/// A detector as a file: JSON in gzip, as forecasters are kept.
///
/// @param kind     for [DetectorLearner]
/// @param features that it looks at
/// @param learnt   as [Detector#write] wrote it
record DetectorFile(String kind, Features features, byte[] learnt) {
    static void save(Detector detector, Path file) {
        try {
            ByteArrayOutputStream learnt = new ByteArrayOutputStream();
            detector.write(new DataOutputStream(learnt));
            DetectorFile all = new DetectorFile(detector.kind(), detector.features(), learnt.toByteArray());
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(new ObjectMapper().writeValueAsBytes(all));
            }
            WholeFile.write(file, packed.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    static Detector load(Path file) {
        DetectorFile all = read(file);
        try {
            return DetectorLearner.named(all.kind)
                    .read(all.features, new DataInputStream(new ByteArrayInputStream(all.learnt)));
        } catch (IOException e) {
            throw new BadInput("%s [%s] ends before all that was learnt; save it again", file, all.kind);
        }
    }

    private static DetectorFile read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BadInput("there is no file [%s]; save(...) writes one", file);
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new ObjectMapper().readValue(in.readAllBytes(), DetectorFile.class);
        } catch (JsonProcessingException e) {
            throw new BadInput("%s is not a saved detector: [%s]", file, e.getOriginalMessage());
        } catch (IOException e) {
            throw new BadInput("%s is not a saved detector, or is damaged: [%s]", file, e.getMessage());
        }
    }
}
