package throughline.parallel.streaming;

import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets rows begin while there is room. Several writers may wait with different columns of one new row: when one of
/// them has begun it, the others go on as well.
final class Admission {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final int places;
    private int inFlight;
    private int begun;
    private boolean sealed;
    private volatile boolean closed;

    Admission(int places) {
        this.places = places;
    }

    /// Returns when the row has begun, by this thread or by another.
    void begin(int row, StorageUnit unit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!unit.hasBegun(row)) {
                if (closed || sealed) {
                    throw new CancellationException(
                            "row [%d] cannot begin: the queue is %s".formatted(row, closed ? "closed" : "sealed"));
                }
                if (inFlight < places) {
                    unit.begin(row);
                    inFlight++;
                    begun++;
                    changed.signalAll();
                } else {
                    changed.await();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void release(int rows) {
        if (rows == 0) {
            return;
        }
        lock.lock();
        try {
            inFlight -= rows;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// No row begins any more.
    ///
    /// @return how many have
    int seal() {
        lock.lock();
        try {
            sealed = true;
            changed.signalAll();
            return begun;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean closed() {
        return closed;
    }

    int inFlight() {
        lock.lock();
        try {
            return inFlight;
        } finally {
            lock.unlock();
        }
    }

    int begun() {
        lock.lock();
        try {
            return begun;
        } finally {
            lock.unlock();
        }
    }
}
