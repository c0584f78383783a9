package throughline.parallel.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import throughline.parallel.snapshot.Manifest.Length;
import throughline.parallel.snapshot.Manifest.RankFile;
import throughline.spec.BadInput;

/// A checkpoint in storage that is whole.
///
/// ```java
/// SavedCheckpoint.latest(folder).ifPresent(checkpoint -> checkpoint.restore(rank, shards));
/// ```
public final class SavedCheckpoint {
    private final Path folder;
    private final Manifest manifest;

    private SavedCheckpoint(Path folder) {
        this.folder = folder;
        Path file = folder.resolve(Manifest.NAME);
        try {
            manifest = Manifest.parse(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /// All of a job that are whole, the oldest first. What a crash has left has no manifest, and is passed over.
    ///
    /// @param folder of all checkpoints of the job; empty, or missing, before there is one
    public static List<SavedCheckpoint> all(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> Files.isRegularFile(entry.resolve(Manifest.NAME)))
                    .map(SavedCheckpoint::new)
                    .sorted(Comparator.comparingLong(SavedCheckpoint::step))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    /// The last of a job that is whole.
    public static Optional<SavedCheckpoint> latest(Path folder) {
        return all(folder).stream().reduce((_, last) -> last);
    }

    /// The step at whose end it was taken.
    public long step() {
        return manifest.step();
    }

    /// How many ranks it has.
    public int ranks() {
        return manifest.ranks().size();
    }

    /// The checksum of each chunk of a rank's file: CRC-32C.
    ///
    /// @throws BadInput when there is no such rank
    public List<Long> checksums(int rank) {
        return file(rank).checksums();
    }

    /// Sets the shards of a rank to what they were, bit for bit.
    ///
    /// @param shards with the names and lengths of those that were saved, in any order
    /// @throws BadInput naming the file, and the chunk or shard, when the shards differ or the file is damaged;
    /// some shards may be set then
    public void restore(int rank, List<Shard> shards) {
        RankFile saved = file(rank);
        Path file = folder.resolve(saved.file());
        List<Chunk> chunks = Chunk.cut(matching(file, saved, shards), saved.chunk());
        if (saved.checksums().size() != chunks.size()) {
            throw new BadInput(
                    "%s: rank %d has [%d] checksums for %d chunks, so the manifest is damaged",
                    folder.resolve(Manifest.NAME), rank, saved.checksums().size(), chunks.size());
        }
        try (FileChannel channel = FileChannel.open(file)) {
            for (Chunk chunk : chunks) {
                ByteBuffer read = HostBuffer.allocate(chunk.bytes());
                while (read.hasRemaining() && channel.read(read, chunk.offset() + read.position()) >= 0) {}
                read.flip();
                long sum = Chunk.checksum(List.of(read));
                if (read.limit() != chunk.bytes() || sum != saved.checksums().get(chunk.index())) {
                    throw new BadInput(
                            "%s: chunk %d at byte %d has checksum [%x]; it must be %x, so the file is damaged",
                            file,
                            chunk.index(),
                            chunk.offset(),
                            sum,
                            saved.checksums().get(chunk.index()));
                }
                chunk.copyFrom(read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private RankFile file(int rank) {
        return manifest.ranks().stream()
                .filter(file -> file.rank() == rank)
                .findFirst()
                .orElseThrow(() -> new BadInput("%s has no rank [%d]; it has %d, from 0", folder, rank, ranks()));
    }

    private static List<Shard> matching(Path file, RankFile saved, List<Shard> shards) {
        Map<String, Shard> byName =
                shards.stream().collect(Collectors.toMap(Shard::name, Function.identity(), (one, _) -> one));
        List<String> names = saved.shards().stream().map(Length::name).toList();
        if (shards.size() != names.size() || !byName.keySet().containsAll(names)) {
            throw new BadInput(
                    "%s has the shards %s, not %s",
                    file, names, shards.stream().map(Shard::name).toList());
        }
        for (Length length : saved.shards()) {
            int values = byName.get(length.name()).values().length;
            if (values != length.values()) {
                throw new BadInput(
                        "%s: shard %s has [%d] values; there is room for %d",
                        file, length.name(), length.values(), values);
            }
        }
        return names.stream().map(byName::get).toList();
    }
}
