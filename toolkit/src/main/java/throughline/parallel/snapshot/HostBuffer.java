package throughline.parallel.snapshot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Memory of the host, allocated once and used around in a circle: room is taken at one end and given back at the
/// other, in the order in which it was taken, whoever is done first.
final class HostBuffer {
    /// Room for a chunk.
    static final class Room {
        private final int start;
        private final int bytes;
        private boolean free;

        private Room(int start, int bytes) {
            this.start = start;
            this.bytes = bytes;
        }
    }

    private final ByteBuffer memory;
    private final Deque<Room> taken = new ArrayDeque<>();
    private int next;
    private int used;
    private boolean closed;

    HostBuffer(int bytes) {
        memory = allocate(bytes);
    }

    static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Takes room, and waits for it while there is too little.
    ///
    /// @param bytes at most those of the buffer
    /// @return null when the buffer was closed
    synchronized Room take(int bytes) throws InterruptedException {
        while (!closed && memory.capacity() - used < bytes) {
            wait();
        }
        if (closed) {
            return null;
        }
        Room room = new Room(next, bytes);
        taken.addLast(room);
        next = (next + bytes) % memory.capacity();
        used += bytes;
        return room;
    }

    /// Gives room back.
    synchronized void give(Room room) {
        room.free = true;
        while (!taken.isEmpty() && taken.peekFirst().free) {
            used -= taken.removeFirst().bytes;
        }
        notifyAll();
    }

    /// Bytes that are taken.
    synchronized int used() {
        return used;
    }

    /// Lets nobody wait any longer.
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /// The memory of a room: one piece, or two where it goes around the end.
    List<ByteBuffer> pieces(Room room) {
        int first = Math.min(room.bytes, memory.capacity() - room.start);
        ByteBuffer piece = piece(room.start, first);
        return first == room.bytes ? List.of(piece) : List.of(piece, piece(0, room.bytes - first));
    }

    private ByteBuffer piece(int start, int bytes) {
        return memory.slice(start, bytes).order(memory.order());
    }
}
