package throughline.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import throughline.spec.BadInput;

/// Folders that are written into.
final class Folder {
    private Folder() {}

    /// Makes a folder, and those it lies in, unless it is there.
    ///
    /// @throws BadInput when it cannot be made or written
    static void make(Path folder) {
        try {
            Files.createDirectories(folder);
            if (!Files.isWritable(folder)) {
                throw new BadInput("folder [%s] cannot be written; choose another", folder);
            }
        } catch (IOException e) {
            throw new BadInput("folder [%s] cannot be made (%s); choose another", folder, reason(e));
        } catch (UncheckedIOException e) {
            throw new BadInput("folder [%s] cannot be made (%s); choose another", folder, reason(e.getCause()));
        }
    }

    /// The files in a folder inside another, with its name before theirs and a slash between; none when it is missing.
    static List<String> files(Path outer, String inner) {
        String[] names = outer.resolve(inner).toFile().list();
        return names == null
                ? List.of()
                : Arrays.stream(names).map(name -> inner + "/" + name).toList();
    }

    /// What a file holds, in UTF-8; empty when it is not there.
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new BadInput("[%s] cannot be read (%s)", file, reason(e));
        }
    }

    /// Brings a file, or the names in a folder, to the disk.
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows cannot open a folder as a file; there the rename alone has to do.
            if (!Files.isDirectory(path)) {
                throw e;
            }
        }
    }

    static String reason(IOException e) {
        return switch (e) {
            case FileAlreadyExistsException _ -> "a file stands there";
            case AccessDeniedException _ -> "access denied";
            case NoSuchFileException _ -> "nothing can be made there";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}
