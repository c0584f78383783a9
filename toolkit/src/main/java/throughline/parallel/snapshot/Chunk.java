package throughline.parallel.snapshot;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;

/// What is copied and flushed at once: pieces of one shard or of several, one after the other in the rank's file.
///
/// @param index  of the chunk, from 0
/// @param offset of its first byte in the file
/// @param bytes  of it
/// @param slices that it is made of, in order
record Chunk(int index, long offset, int bytes, List<Slice> slices) {
    /// A piece of a shard.
    ///
    /// @param from  index of the first value
    /// @param count of values
    record Slice(Shard shard, int from, int count) {}

    Chunk {
        slices = List.copyOf(slices);
    }

    /// Shards in the order of a file: the largest first, which are worth a copy of their own; small ones then share
    /// chunks.
    static List<Shard> ordered(List<Shard> shards) {
        return shards.stream()
                .sorted(Comparator.comparingLong(Shard::bytes).reversed().thenComparing(Shard::name))
                .toList();
    }

    /// All shards, in the order given, cut into chunks.
    ///
    /// @param most bytes of a chunk, a multiple of 4; only the last is smaller
    static List<Chunk> cut(List<Shard> shards, int most) {
        List<Chunk> chunks = new ArrayList<>();
        List<Slice> slices = new ArrayList<>();
        int room = most / Float.BYTES;
        long offset = 0;
        for (Shard shard : shards) {
            for (int from = 0; from < shard.values().length; ) {
                int count = Math.min(room, shard.values().length - from);
                slices.add(new Slice(shard, from, count));
                from += count;
                room -= count;
                if (room == 0) {
                    chunks.add(of(chunks.size(), offset, slices));
                    offset += most;
                    slices.clear();
                    room = most / Float.BYTES;
                }
            }
        }
        if (!slices.isEmpty()) {
            chunks.add(of(chunks.size(), offset, slices));
        }
        return chunks;
    }

    private static Chunk of(int index, long offset, List<Slice> slices) {
        return new Chunk(
                index,
                offset,
                Float.BYTES * slices.stream().mapToInt(Slice::count).sum(),
                slices);
    }

    /// Copies the shards' values.
    ///
    /// @param to one piece of memory or two, together as large as this, each a multiple of 4
    void copyTo(List<ByteBuffer> to) {
        int piece = 0;
        for (Slice slice : slices) {
            for (int done = 0; done < slice.count; ) {
                ByteBuffer into = to.get(piece);
                int count = Math.min(slice.count - done, into.remaining() / Float.BYTES);
                into.asFloatBuffer().put(slice.shard.values(), slice.from + done, count);
                into.position(into.position() + count * Float.BYTES);
                done += count;
                if (!into.hasRemaining()) {
                    piece++;
                }
            }
        }
    }

    /// Sets the shards' values to those read.
    void copyFrom(ByteBuffer read) {
        for (Slice slice : slices) {
            read.asFloatBuffer().get(slice.shard.values(), slice.from, slice.count);
            read.position(read.position() + slice.count * Float.BYTES);
        }
    }

    /// The checksum of the shards' values as they are now.
    long checksum() {
        ByteBuffer memory = HostBuffer.allocate(bytes);
        copyTo(List.of(memory.duplicate().order(memory.order())));
        return checksum(List.of(memory));
    }

    /// The checksum of bytes: CRC-32C.
    static long checksum(List<ByteBuffer> pieces) {
        CRC32C sum = new CRC32C();
        pieces.forEach(piece -> sum.update(piece.duplicate()));
        return sum.getValue();
    }
}
