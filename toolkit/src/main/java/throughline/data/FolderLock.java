package throughline.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import throughline.spec.BadInput;

/// A folder that one process writes. The system takes the lock back when a process is killed; the file it was on is
// then
/// left behind, and taken over by the next.
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
                FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                if (!locked(channel)) {
                    channel.close();
                    throw new BadInput(
                            "folder [%s] is being written by somebody else; wait until that is done, or choose another",
                            folder);
                }
                if (stillNamed(channel, file)) {
                    return new FolderLock(file, channel);
                }
                channel.close();
            }
        } catch (IOException e) {
            throw new BadInput("folder [%s] cannot be locked (%s); choose another", folder, Folder.reason(e));
        }
    }

    /// A byte far beyond the end, because Windows lets nobody read what is locked.
    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false);
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /// Whether the locked file is the one that bears the name: its last owner may have deleted it after it was opened
    /// here, and then the next comer would lock another one.
    private static boolean stillNamed(FileChannel channel, Path file) throws IOException {
        String mark = "%d %d".formatted(ProcessHandle.current().pid(), System.nanoTime());
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(mark.getBytes(StandardCharsets.UTF_8)), 0);
        return Files.isRegularFile(file) && Files.readString(file).equals(mark);
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
