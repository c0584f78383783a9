package throughline.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SequencedMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import throughline.data.WholeFile;
import throughline.spec.BadInput;

/// A training as it stood after an epoch, as a file that is whole or not there.
///
/// @param kind     of the network
/// @param settings as they were set
/// @param task     that is fitted for
/// @param data     hash of what it was fitted and validated on
/// @param state    as [Training#write] wrote it; empty before the first epoch
record Checkpoint(String kind, SequencedMap<String, Double> settings, Task task, String data, byte[] state) {
    private static final String ADVICE = "name another file, or delete it to start anew";

    /// The checkpoint of a fit that has not begun.
    static Checkpoint of(Forecaster network, Windows train, Windows validation) {
        return new Checkpoint(
                network.kind(), network.settings().values(), train.task(), hash(train, validation), new byte[0]);
    }

    private static String hash(Windows... all) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Windows windows : all) {
                windows.runs().forEach(run -> digest.update(run.run().getBytes(StandardCharsets.UTF_8)));
                windows.views().forEach(view -> {
                    digest.update(view.names().toString().getBytes(StandardCharsets.UTF_8));
                    add(digest, view.knobs());
                });
                add(digest, new double[] {windows.task().stride()});
                windows.stretches().flatMap(Arrays::stream).forEach(column -> add(digest, column));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /// The length goes before the values, so that no two lists of columns hash alike.
    private static void add(MessageDigest digest, double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate((1 + values.length) * Double.BYTES);
        bytes.putLong(values.length);
        for (double value : values) {
            bytes.putDouble(value);
        }
        digest.update(bytes.array());
    }

    /// Writes this fit with a training's state.
    void write(Training training, Path file) {
        try {
            ByteArrayOutputStream reached = new ByteArrayOutputStream();
            training.write(new DataOutputStream(reached));
            with(reached.toByteArray()).write(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /// This fit, as it stands elsewhere.
    Checkpoint with(byte[] other) {
        return new Checkpoint(kind, settings, task, data, other);
    }

    void write(Path file) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new ObjectMapper().writeValueAsBytes(this));
        }
        WholeFile.write(file, packed.toByteArray());
    }

    /// Brings a training to where the file says that this fit was; without a file it stays at its start.
    ///
    /// @throws BadInput if the file is damaged, or of another fit
    void resume(Training training, Path file) {
        if (!Files.exists(file)) {
            return;
        }
        Checkpoint found = read(file);
        found.requireOf(this, file);
        try {
            training.read(new DataInputStream(new ByteArrayInputStream(found.state)));
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    /// @throws BadInput if the file is missing or damaged, or something else
    static Checkpoint read(Path file) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            Checkpoint found = new ObjectMapper().readValue(in.readAllBytes(), Checkpoint.class);
            if (found == null || found.kind == null || found.settings == null || found.state == null) {
                throw new BadInput("%s is no checkpoint of a fit: it lacks [kind, settings or state]", file);
            }
            return found;
        } catch (JsonProcessingException e) {
            throw new BadInput("%s is no checkpoint of a fit: [%s]", file, e.getOriginalMessage());
        } catch (NoSuchFileException e) {
            throw new BadInput("there is no file [%s]; a network's checkpoint(...) writes one", file);
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    static BadInput damaged(Path file, IOException e) {
        return new BadInput("%s is no checkpoint of a fit, or is damaged: [%s]", file, e.getMessage());
    }

    private void requireOf(Checkpoint fit, Path file) {
        if (!kind.equals(fit.kind)) {
            throw new BadInput("%s is of a fit of [%s], not of %s; %s", file, kind, fit.kind, ADVICE);
        }
        if (!task.equals(fit.task)) {
            throw new BadInput("%s is of a fit for [%s], not for %s; %s", file, task, fit.task, ADVICE);
        }
        for (String name : fit.settings.keySet()) {
            Double was = settings.get(name);
            if (!fit.settings.get(name).equals(was)) {
                throw new BadInput(
                        "%s is of a fit with %s [%s], not %s; %s", file, name, was, fit.settings.get(name), ADVICE);
            }
        }
        if (!data.equals(fit.data)) {
            throw new BadInput(
                    "%s is of a fit on other runs [hash %.12s], not %.12s; %s", file, data, fit.data, ADVICE);
        }
    }
}
