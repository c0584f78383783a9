package throughline.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files that are either whole or not there.
public final class WholeFile {
    private WholeFile() {}

    /// What a file is to hold.
    @FunctionalInterface
    public interface Content {
        /// Writes all of it.
        void to(OutputStream out) throws IOException;
    }

    /// Writes under a temporary name, syncs and renames, in a folder that is made where it is missing.
    ///
    /// @throws UncheckedIOException if that fails; what was there before is then there still
    public static void write(Path file, Content content) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (Draft draft = new Draft(file, Steps.UNSEEN)) {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft.path()))) {
                    content.to(out);
                }
                draft.seal();
                draft.publish();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /// Writes bytes likewise.
    public static void write(Path file, byte[] bytes) {
        write(file, out -> out.write(bytes));
    }

    /// Writes a tree as JSON likewise: two blanks of indentation, LF, and the keys in the order of the map they come
    /// from.
    ///
    /// @param tree maps, lists, text, numbers and booleans
    public static void json(Path file, Object tree) {
        write(file, Json.text(tree).getBytes(StandardCharsets.UTF_8));
    }
}
