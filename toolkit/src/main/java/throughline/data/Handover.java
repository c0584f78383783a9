package throughline.data;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// Hands blocks of rows, in order, from the thread that records to the thread that writes. At most [#CAPACITY] blocks
/// wait in it: whoever records faster than the disk takes is held up, and memory stays bounded. Neither side heeds
/// interrupts, because both always go on: the writer at the disk's pace, the recorder when the writer fails.
final class Handover {
    /// The blocks of a row group, and a few more: the writer takes none while it compresses a group, and nobody should
    /// wait for that.
    static final int CAPACITY = 64;

    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Block> waiting = new ArrayDeque<>(CAPACITY);
    private boolean ended;
    private boolean givenUp;
    private boolean broken;

    /// Waits for room and puts a block.
    ///
    /// @return false when nobody will take it, because the writer broke down
    boolean put(Block block) {
        lock.lock();
        try {
            while (waiting.size() == CAPACITY && !broken) {
                changed.awaitUninterruptibly();
            }
            if (!broken) {
                waiting.add(block);
                changed.signalAll();
            }
            return !broken;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a block and takes it.
    ///
    /// @return null after the last
    /// @throws IllegalStateException when the recorder gave up
    Block take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !ended && !givenUp) {
                changed.awaitUninterruptibly();
            }
            if (givenUp) {
                throw new IllegalStateException("given up");
            }
            Block block = waiting.poll();
            changed.signalAll();
            return block;
        } finally {
            lock.unlock();
        }
    }

    /// Says that no block will follow.
    void end() {
        change(() -> ended = true);
    }

    /// Says that what was put so far is of no use.
    void giveUp() {
        change(() -> givenUp = true);
    }

    /// Says that no block will be taken any more.
    void breakDown() {
        change(() -> broken = true);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
