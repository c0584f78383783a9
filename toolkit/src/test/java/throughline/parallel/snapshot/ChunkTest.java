package throughline.parallel.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/// Shards cut into chunks, and the memory that these go through.
class ChunkTest {
    private static List<Shard> shards(List<Integer> lengths) {
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < lengths.size(); i++) {
            float[] values = new float[lengths.get(i)];
            for (int j = 0; j < values.length; j++) {
                values[j] = Float.intBitsToFloat(31 * i + j);
            }
            shards.add(new Shard("shard " + i, values));
        }
        return Chunk.ordered(shards);
    }

    @Property(tries = 200)
    void everyByteIsInOneChunk(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 50) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 70) int words) {
        List<Shard> shards = shards(lengths);
        List<Chunk> chunks = Chunk.cut(shards, 4 * words);
        long offset = 0;
        for (Chunk chunk : chunks) {
            assertThat(chunk.offset()).isEqualTo(offset);
            assertThat(chunk.bytes()).isBetween(4, 4 * words);
            assertThat(chunk == chunks.getLast() || chunk.bytes() == 4 * words).isTrue();
            offset += chunk.bytes();
        }
        assertThat(offset).isEqualTo(shards.stream().mapToLong(Shard::bytes).sum());
    }

    /// Through a circle of memory that is not a multiple of the chunks, so that some go around its end.
    @Property(tries = 200)
    void whatIsCopiedAroundTheBufferIsTheSameAgain(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 50) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 70) int words,
            @ForAll @IntRange(min = 0, max = 40) int more)
            throws InterruptedException {
        List<Shard> shards = shards(lengths);
        HostBuffer buffer = new HostBuffer(4 * (words + more));
        for (Chunk chunk : Chunk.cut(shards, 4 * words)) {
            HostBuffer.Room room = buffer.take(chunk.bytes());
            chunk.copyTo(buffer.pieces(room));
            List<ByteBuffer> pieces = buffer.pieces(room);
            assertThat(Chunk.checksum(pieces)).isEqualTo(chunk.checksum());
            buffer.give(room);
        }
        assertThat(buffer.used()).isZero();
    }

    @Test
    void theLargestShardComesFirst() {
        assertThat(shards(List.of(2, 9, 5)).stream().map(Shard::name)).containsExactly("shard 1", "shard 2", "shard 0");
    }

    @Test
    void roomIsGivenBackInTheOrderInWhichItWasTaken() throws InterruptedException {
        HostBuffer buffer = new HostBuffer(12);
        HostBuffer.Room first = buffer.take(4);
        HostBuffer.Room second = buffer.take(4);
        buffer.give(second);
        assertThat(buffer.used()).isEqualTo(8);
        buffer.give(first);
        assertThat(buffer.used()).isZero();
        buffer.close();
        assertThat(buffer.take(4)).isNull();
    }
}
