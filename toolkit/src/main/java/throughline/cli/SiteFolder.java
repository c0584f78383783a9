package throughline.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import throughline.spec.BadInput;

/// A folder that appears whole or not at all: filled beside its place, and moved there by [#commit]. It bears a mark,
/// by which the next one knows that it may be replaced.
final class SiteFolder implements AutoCloseable {
    private static final String MARK = ".throughline-site";

    private final Path target;
    private final Path draft;
    private final Path old;

    private SiteFolder(Path target) {
        this.target = target;
        String name = ".%d-%s".formatted(ProcessHandle.current().pid(), target.getFileName());
        this.draft = target.resolveSibling(name);
        this.old = target.resolveSibling(name + "-old");
    }

    /// Makes an empty draft beside the target.
    ///
    /// @param option what the path was given as, for the error
    /// @throws BadInput if the target is a file or holds something else than a site, or nothing can be written
    /// there
    static SiteFolder open(String option, Path target) {
        Path whole = target.toAbsolutePath().normalize();
        if (whole.getFileName() == null || Files.exists(whole) && !Files.isDirectory(whole)) {
            throw new BadInput("%s [%s] is no folder; give one that is new, empty or a site", option, target);
        }
        SiteFolder folder = new SiteFolder(whole);
        try {
            folder.refuseAnythingElse(option, target);
            Files.createDirectories(whole.getParent());
            Files.createDirectory(folder.draft);
        } catch (IOException e) {
            throw new BadInput("%s [%s] cannot be written; give a folder that can", option, target);
        }
        return folder;
    }

    private void refuseAnythingElse(String option, Path given) throws IOException {
        if (!Files.isDirectory(target) || Files.exists(target.resolve(MARK))) {
            return;
        }
        try (Stream<Path> files = Files.list(target)) {
            List<Path> found = files.sorted().limit(1).toList();
            if (!found.isEmpty()) {
                throw new BadInput(
                        "%s [%s] holds something that is no site, [%s]; give a folder that is new, empty or a site",
                        option, given, found.getFirst().getFileName());
            }
        }
    }

    /// Where to write.
    Path draft() {
        return draft;
    }

    /// Moves the draft into its place, and what was there away.
    void commit() throws IOException {
        Files.writeString(draft.resolve(MARK), "made by lab site, and replaced by the next one\n");
        if (Files.exists(target)) {
            Files.move(target, old);
        }
        Files.move(draft, target);
    }

    /// Removes the draft if it was not committed, and what it took the place of.
    @Override
    public void close() throws IOException {
        remove(draft);
        if (Files.exists(target)) {
            remove(old);
        } else if (Files.exists(old)) {
            Files.move(old, target);
        }
    }

    static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
