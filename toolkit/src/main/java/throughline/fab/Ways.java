package throughline.fab;

import java.util.Arrays;

/// Lots on their way to other stations: a binary heap by the time of arrival, then by the lot's number.
final class Ways {
    private long[] ends = new long[16];
    private Lot[] lots = new Lot[16];
    private int size;

    int size() {
        return size;
    }

    /// When the first of them arrives.
    long first() {
        return ends[0];
    }

    Lot firstLot() {
        return lots[0];
    }

    void removeFirst() {
        long last = ends[--size];
        Lot lot = lots[size];
        lots[size] = null;
        int at = 0;
        while (2 * at + 1 < size) {
            int below = 2 * at + 1;
            if (below + 1 < size && before(ends[below + 1], lots[below + 1], ends[below], lots[below])) {
                below++;
            }
            if (!before(ends[below], lots[below], last, lot)) {
                break;
            }
            put(at, ends[below], lots[below]);
            at = below;
        }
        if (size > 0) {
            put(at, last, lot);
        }
    }

    void add(Lot lot, long time) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 2 * size);
            lots = Arrays.copyOf(lots, 2 * size);
        }
        int at = size++;
        while (at > 0 && before(time, lot, ends[(at - 1) / 2], lots[(at - 1) / 2])) {
            put(at, ends[(at - 1) / 2], lots[(at - 1) / 2]);
            at = (at - 1) / 2;
        }
        put(at, time, lot);
    }

    private void put(int at, long time, Lot lot) {
        ends[at] = time;
        lots[at] = lot;
    }

    private static boolean before(long time, Lot lot, long otherTime, Lot other) {
        return time < otherTime || time == otherTime && lot.number() < other.number();
    }
}
