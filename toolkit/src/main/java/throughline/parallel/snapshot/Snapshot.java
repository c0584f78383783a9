package throughline.parallel.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import throughline.parallel.snapshot.Manifest.Length;
import throughline.parallel.snapshot.Manifest.RankFile;

/// One rank's snapshot under way: a file that chunks are written into as they land.
final class Snapshot {
    final long step;
    /// Open until the last chunk has been copied, or given up.
    final CountDownLatch copied = new CountDownLatch(1);

    private final int rank;
    /// What the chunks must be; empty where nobody has looked.
    private final long[] wanted;

    private final long[] sums;
    private final AtomicInteger left;
    private final Path file;
    private volatile boolean abandoned;

    Snapshot(int rank, long step, Path folder, List<Chunk> chunks, boolean proven) {
        this.rank = rank;
        this.step = step;
        file = folder.resolve("rank-%05d.bin".formatted(rank));
        wanted = proven ? chunks.stream().mapToLong(Chunk::checksum).toArray() : new long[0];
        sums = new long[chunks.size()];
        left = new AtomicInteger(chunks.size());
    }

    /// Nothing of it counts from now on.
    void abandon() {
        abandoned = true;
        copied.countDown();
    }

    boolean abandoned() {
        return abandoned;
    }

    /// Says that the file is whole.
    ///
    /// @param chunk  bytes of all chunks but the last
    /// @param shards in the order of the file
    RankFile vote(int chunk, List<Shard> shards) {
        return new RankFile(
                rank,
                file.getFileName().toString(),
                chunk,
                LongStream.of(sums).boxed().toList(),
                shards.stream()
                        .map(shard -> new Length(shard.name(), shard.values().length))
                        .toList());
    }

    /// Begins the file; what an earlier try of the same step has left is gone.
    void open() throws IOException {
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file.resolveSibling(Manifest.NAME));
        Files.write(file, new byte[0]);
    }

    /// Writes a chunk.
    ///
    /// @return whether it was the last
    /// @throws TornSnapshot when it is not what it must be
    boolean write(Chunk chunk, List<ByteBuffer> pieces) throws IOException {
        long sum = Chunk.checksum(pieces);
        if (wanted.length > 0 && wanted[chunk.index()] != sum) {
            throw new TornSnapshot(rank, step, chunk.index());
        }
        sums[chunk.index()] = sum;
        long at = chunk.offset();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (ByteBuffer piece : pieces) {
                ByteBuffer rest = piece.duplicate();
                while (rest.hasRemaining()) {
                    at += channel.write(rest, at);
                }
            }
        }
        return left.decrementAndGet() == 0;
    }

    /// Makes what was written durable.
    void sync() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
