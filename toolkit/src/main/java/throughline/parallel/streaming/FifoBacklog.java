package throughline.parallel.streaming;

import java.util.Arrays;

/// Rows in the order in which they became ready, in a ring that doubles when it is full.
final class FifoBacklog implements Order.Backlog {
    private int[] ring = new int[64];
    private int head;
    private int size;

    @Override
    public void add(int row, long weight) {
        if (size == ring.length) {
            int[] larger = Arrays.copyOfRange(ring, head, head + 2 * size);
            System.arraycopy(ring, 0, larger, size - head, head);
            ring = larger;
            head = 0;
        }
        ring[(head + size++) & (ring.length - 1)] = row;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int[] take(int count, int group) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = ring[head];
            head = (head + 1) & (ring.length - 1);
        }
        size -= count;
        return rows;
    }
}
