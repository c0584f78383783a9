package throughline.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files that are either whole or not there.
public final class WholeFile {
    private WholeFile() {}

    /// Writes bytes under a temporary name, syncs them and renames, in a folder that is made where it is missing.
    ///
    /// @throws UncheckedIOException if that fails; what was there before is then there still
    public static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (Draft draft = new Draft(file, Steps.UNSEEN)) {
                Files.write(draft.path(), bytes);
                draft.seal();
                draft.publish();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
