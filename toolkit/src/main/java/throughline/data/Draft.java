package throughline.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import throughline.data.Steps.Step;

/// A file that is either whole or not there: filled under a temporary name, synced, renamed, its folder synced. What is
/// not published by [#close] is deleted.
final class Draft implements AutoCloseable {
    /// Ends the temporary names; whatever bears it in a dataset's folder was left by a process that was killed.
    static final String TEMPORARY = ".part";

    private final Path file;
    private final Path temporary;
    private final Steps steps;

    Draft(Path file, Steps steps) {
        this(file, "", steps);
    }

    /// @param attempt names this attempt at the file among others that may be under way, in other processes; empty
    ///                where there are none
    Draft(Path file, String attempt, Steps steps) {
        this.file = file.toAbsolutePath();
        this.temporary =
                this.file.resolveSibling(file.getFileName() + (attempt.isEmpty() ? "" : "." + attempt) + TEMPORARY);
        this.steps = steps;
        attempt(() -> Files.write(temporary, new byte[0]));
        steps.after(Step.CREATED, file);
    }

    /// What can be done to a file.
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /// Writes a text in UTF-8 as a whole file.
    static void text(Path file, String text, Steps steps) {
        text(file, text, "", steps);
    }

    /// Writes a text as one attempt among others.
    static void text(Path file, String text, String attempt, Steps steps) {
        try (Draft draft = new Draft(file, attempt, steps)) {
            draft.attempt(() -> Files.writeString(draft.path(), text));
            draft.seal();
            draft.publish();
        }
    }

    /// Where to write.
    Path path() {
        return temporary;
    }

    /// Brings what was written to the disk.
    void seal() {
        steps.after(Step.FILLED, file);
        attempt(() -> Folder.sync(temporary));
        steps.after(Step.SYNCED, file);
    }

    /// Gives the sealed file its name.
    void publish() {
        attempt(() -> Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING));
        steps.after(Step.RENAMED, file);
        attempt(() -> Folder.sync(file.getParent()));
        steps.after(Step.FOLDER_SYNCED, file);
    }

    @Override
    public void close() {
        attempt(() -> Files.deleteIfExists(temporary));
    }

    private void attempt(Work work) {
        try {
            work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(new IOException("cannot write %s: %s".formatted(file, Folder.reason(e)), e));
        }
    }
}
