package throughline.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import throughline.spec.BadInput;

/// A folder that one process writes. The system takes the lock back when a process is killed; the file it was on
/// is then left behind, and taken over by the next.
final class FolderLock implements AutoCloseable {
    static final String NAME = ".lock";

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// @throws BadInput when somebody else has it
    static FolderLock of(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            while (true) {
                Object before = created(file);
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                if (!locked(channel)) {
                    channel.close();
                    throw new BadInput(
                            "folder [%s] is being written by somebody else; wait until that is done, or choose another",
                            folder);
                }
                if (Objects.equals(before, key(file))) {
                    return new FolderLock(file, channel);
                }
                channel.close();
            }
        } catch (IOException e) {
            throw new BadInput("folder [%s] cannot be locked (%s); choose another", folder, Folder.reason(e));
        }
    }

    private static Object created(Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            // Left by a killed process, or in use: the lock will tell.
        }
        return key(file);
    }

    /// What tells a file from another of its name: the last owner may delete it between its opening and its locking
    /// here, and then the next comer would lock another one. It is not opened to find out, because POSIX drops a
    /// process's lock as soon as any of its descriptors of the file is closed.
    private static Object key(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return new Object();
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
