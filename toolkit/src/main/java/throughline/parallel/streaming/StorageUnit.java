package throughline.parallel.streaming;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import throughline.spec.BadInput;

/// A shard of the data plane: the payloads of every so many-th row, from its first write until all tasks have read it.
final class StorageUnit {
    /// A row in flight.
    private static final class Cells {
        final Object[] payloads;
        int readers;

        Cells(int columns, int readers) {
            payloads = new Object[columns];
            this.readers = readers;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Integer, Cells> inFlight = new HashMap<>();
    /// A bit for each row of this unit that has begun, gone or not.
    private final BitSet begun = new BitSet();
    private final List<Column<?>> columns;
    private final int readers;
    private final int units;

    StorageUnit(List<Column<?>> columns, int readers, int units) {
        this.columns = columns;
        this.readers = readers;
        this.units = units;
    }

    boolean hasBegun(int row) {
        lock.lock();
        try {
            return begun.get(row / units);
        } finally {
            lock.unlock();
        }
    }

    void begin(int row) {
        lock.lock();
        try {
            begun.set(row / units);
            inFlight.put(row, new Cells(columns.size(), readers));
        } finally {
            lock.unlock();
        }
    }

    /// Stores a payload.
    ///
    /// @return false when the row has not begun
    /// @throws BadInput when the cell was written before
    boolean write(int row, int column, Object payload) {
        lock.lock();
        try {
            Cells cells = inFlight.get(row);
            if (cells == null && !begun.get(row / units)) {
                return false;
            }
            if (cells == null || cells.payloads[column] != null) {
                throw new BadInput(
                        "row [%d], column %s is written twice%s; every cell is written once",
                        row, columns.get(column), cells == null ? ", the second time after all tasks had read it" : "");
            }
            cells.payloads[column] = payload;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Reads some columns for one task, which will not read them again.
    ///
    /// @param into the payloads, in the order of the columns
    /// @return true when this was the last task to read the row, which is then gone
    boolean read(int row, int[] wanted, Object[] into) {
        lock.lock();
        try {
            Cells cells = inFlight.get(row);
            for (int i = 0; i < wanted.length; i++) {
                into[i] = cells.payloads[wanted[i]];
            }
            if (--cells.readers > 0) {
                return false;
            }
            inFlight.remove(row);
            return true;
        } finally {
            lock.unlock();
        }
    }
}
