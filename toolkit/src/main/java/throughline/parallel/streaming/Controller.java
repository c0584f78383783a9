package throughline.parallel.streaming;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import throughline.spec.Cancel;

/// The control plane of one task: for each row which of the columns it needs are there, and whether it was consumed.
/// It sees no payload. A row comes to the backlog when its last column is announced.
final class Controller {
    private static final long POLL_MS = 50;

    private final Task task;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// One bitmap a needed column, one bit a row.
    private final BitSet[] written;
    private final BitSet consumed = new BitSet();
    private final Order.Backlog backlog;
    /// Weights of rows that are not ready yet.
    private final Map<Integer, Long> weights = new HashMap<>();

    private int taken;
    /// How many rows there will be in all.
    private int expected;
    private boolean closed;

    Controller(Task task, int expected) {
        this.task = task;
        this.expected = expected;
        written = new BitSet[task.needs().size()];
        for (int i = 0; i < written.length; i++) {
            written[i] = new BitSet();
        }
        backlog = task.order().open();
    }

    Task task() {
        return task;
    }

    /// A column of a row is in the data plane.
    ///
    /// @param column index among the task's columns
    void announce(int row, int column, long weight) {
        lock.lock();
        try {
            written[column].set(row);
            for (BitSet bits : written) {
                if (!bits.get(row)) {
                    weights.merge(row, weight, Long::sum);
                    return;
                }
            }
            Long before = written.length == 1 ? null : weights.remove(row);
            backlog.add(row, before == null ? weight : before + weight);
            if (backlog.size() >= wanted()) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Rows of the next micro-batch: a full one, or what is left.
    private int wanted() {
        return Math.min(task.batch(), expected - taken);
    }

    /// Waits for a micro-batch.
    ///
    /// @return its rows, now consumed; empty when all rows are consumed, the queue is closed or a cancel is
    ///             requested
    int[] take(int group, Cancel cancel) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && wanted() > 0 && backlog.size() < wanted() && !cancel.requested()) {
                changed.await(POLL_MS, TimeUnit.MILLISECONDS);
            }
            if (closed || wanted() == 0 || backlog.size() < wanted()) {
                return new int[0];
            }
            int[] rows = backlog.take(wanted(), group);
            for (int row : rows) {
                consumed.set(row);
            }
            taken += rows.length;
            if (wanted() == 0 || backlog.size() >= wanted()) {
                changed.signalAll();
            }
            return rows;
        } finally {
            lock.unlock();
        }
    }

    /// No more than so many rows will come.
    void expect(int rows) {
        lock.lock();
        try {
            expected = rows;
            changed.signalAll();
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

    int ready() {
        lock.lock();
        try {
            return backlog.size();
        } finally {
            lock.unlock();
        }
    }

    BitSet consumed() {
        lock.lock();
        try {
            return (BitSet) consumed.clone();
        } finally {
            lock.unlock();
        }
    }
}
