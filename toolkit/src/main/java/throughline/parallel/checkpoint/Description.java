package throughline.parallel.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import throughline.data.WholeFile;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.spec.Workers;

/// The file that makes a folder a checkpoint: it is written last.
///
/// @param kind     of checkpoint
/// @param layout   as [Layout#parse] reads it
/// @param contents of the checkpoint
record Description(Kind kind, String layout, Contents contents) {
    static final String NAME = "checkpoint.json";

    Description {
        if (kind == null || layout == null || contents == null) {
            throw new BadInput("there must be kind, layout and contents");
        }
    }

    enum Kind {
        /// One file a rank.
        DISTRIBUTED,
        /// One file a tensor.
        ATOMIC
    }

    /// @throws BadInput when the folder has none, or one that is damaged or of another kind
    static Description read(Path folder, Kind kind) {
        Description found = read(folder);
        if (found.kind != kind) {
            throw new BadInput("%s holds an [%s] checkpoint, not %s", folder, found.kind, kind);
        }
        return found;
    }

    /// @throws BadInput when the folder has none, or one that is damaged
    static Description read(Path folder) {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            throw new BadInput("folder [%s] holds no checkpoint, or one that was not finished: no %s", folder, NAME);
        }
        try {
            Description found = new ObjectMapper().readValue(Files.readString(file), Description.class);
            if (found == null) {
                throw new BadInput("%s is damaged: it is [null]", file);
            }
            return found;
        } catch (JsonProcessingException e) {
            throw new BadInput("%s is damaged: [%s]", file, e.getOriginalMessage());
        } catch (IOException e) {
            throw new BadInput("%s cannot be read: [%s]", file, e);
        }
    }

    /// Writes the files of a checkpoint, then this. If one fails, none is left.
    ///
    /// @param files   of the checkpoint
    /// @param write   writes the one of a place in the list
    /// @param workers threads, at least 1
    /// @throws BadInput              when the folder holds a checkpoint already
    /// @throws CancellationException when cancelled
    void write(Path folder, List<NumberFile> files, IntConsumer write, int workers, Cancel cancel, Progress progress) {
        if (workers < 1) {
            throw new BadInput("workers [%d] must be at least 1", workers);
        }
        if (Files.exists(folder.resolve(NAME))) {
            throw new BadInput("folder [%s] holds a checkpoint already; choose another", folder);
        }
        AtomicLong done = new AtomicLong();
        boolean whole = false;
        try {
            Workers.all(
                    IntStream.range(0, files.size())
                            .mapToObj(file -> (Supplier<Boolean>) () -> {
                                if (cancel.requested()) {
                                    throw new CancellationException("cancelled; no checkpoint in " + folder);
                                }
                                write.accept(file);
                                progress.report(done.incrementAndGet(), files.size());
                                return true;
                            })
                            .toList(),
                    workers);
            WholeFile.json(folder.resolve(NAME), this);
            whole = true;
        } finally {
            if (!whole) {
                delete(files);
            }
        }
    }

    private static void delete(List<NumberFile> files) {
        for (NumberFile file : files) {
            try {
                Files.deleteIfExists(file.path());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Reads all files once.
    ///
    /// @throws BadInput for the first that is missing, damaged or another
    static void check(List<NumberFile> files) {
        files.forEach(NumberFile::check);
    }
}
