package throughline.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import throughline.spec.BadInput;

/// A file that appears whole or not at all: written beside its place, and moved there by [#commit]. Opened before long
/// work, so that a place that cannot be written is found out at once.
final class NewFile implements AutoCloseable {
    private final Path target;
    private final Path draft;

    private NewFile(Path target, Path draft) {
        this.target = target;
        this.draft = draft;
    }

    /// Makes an empty draft beside the target; its folder is made if it is missing.
    ///
    /// @param option what the path was given as, for the error
    /// @throws BadInput if the target is a folder, or nothing can be written there
    static NewFile open(String option, Path target) {
        Path whole = target.toAbsolutePath();
        if (Files.isDirectory(whole)) {
            throw new BadInput("%s [%s] is a folder; give a file", option, target);
        }
        String name = whole.getFileName().toString();
        Path draft =
                whole.resolveSibling(".%d-%s".formatted(ProcessHandle.current().pid(), name));
        try {
            Files.createDirectories(whole.getParent());
            Files.write(draft, new byte[0]);
        } catch (IOException e) {
            throw new BadInput("%s [%s] cannot be written; give a file in a folder that can", option, target);
        }
        return new NewFile(whole, draft);
    }

    /// Where to write; it ends as the target does.
    Path draft() {
        return draft;
    }

    /// Moves the draft into its place.
    void commit() throws IOException {
        Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Removes the draft if it was not committed.
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(draft);
    }
}
