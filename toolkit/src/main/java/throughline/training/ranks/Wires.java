package throughline.training.ranks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.StringJoiner;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The links between all ranks: messages under way, counts of what was sent, and who waits for whom.
final class Wires {
    /// Thrown in ranks that are ended because another one failed.
    static final class Ended extends RuntimeException {
        Ended() {
            super("another rank failed", null, false, false);
        }
    }

    private static final int RUNS = -1;
    private static final int DONE = -2;

    private final int size;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Condition> woken = new ArrayList<>();
    /// Of the link `from * size + to`.
    private final List<Queue<double[]>> messages = new ArrayList<>();

    private final long[] elements;
    /// Whom each rank waits for, or [#RUNS], or [#DONE].
    private final int[] waitsFor;

    private boolean ended;
    private String deadlock = "";

    Wires(int size) {
        this.size = size;
        elements = new long[size * size];
        waitsFor = new int[size];
        for (int rank = 0; rank < size; rank++) {
            woken.add(lock.newCondition());
        }
        for (int link = 0; link < size * size; link++) {
            messages.add(new ArrayDeque<>());
        }
    }

    /// All ranks run, no message is under way.
    void start() {
        lock.lock();
        try {
            Arrays.fill(waitsFor, RUNS);
            messages.forEach(Queue::clear);
            ended = false;
            deadlock = "";
        } finally {
            lock.unlock();
        }
    }

    void send(int from, int to, double[] values) {
        lock.lock();
        try {
            throwIfEnded();
            messages.get(from * size + to).add(values);
            elements[from * size + to] += values.length;
            if (waitsFor[to] == from) {
                waitsFor[to] = RUNS;
                woken.get(to).signal();
            }
        } finally {
            lock.unlock();
        }
    }

    double[] receive(int to, int from) {
        lock.lock();
        try {
            Queue<double[]> link = messages.get(from * size + to);
            if (link.isEmpty()) {
                waitsFor[to] = from;
                endIfNobodyRuns();
            }
            while (!ended && link.isEmpty()) {
                woken.get(to).awaitUninterruptibly();
            }
            throwIfEnded();
            return link.remove();
        } finally {
            lock.unlock();
        }
    }

    private void throwIfEnded() {
        if (ended) {
            throw new Ended();
        }
    }

    /// A rank has nothing more to do.
    void done(int rank) {
        lock.lock();
        try {
            waitsFor[rank] = DONE;
            endIfNobodyRuns();
        } finally {
            lock.unlock();
        }
    }

    /// Wakes all ranks that wait, for good.
    void end() {
        lock.lock();
        try {
            ended = true;
            woken.forEach(Condition::signal);
        } finally {
            lock.unlock();
        }
    }

    private void endIfNobodyRuns() {
        StringJoiner waiting = new StringJoiner(", ");
        for (int rank = 0; rank < size; rank++) {
            if (waitsFor[rank] == RUNS) {
                return;
            }
            if (waitsFor[rank] != DONE) {
                boolean gone = waitsFor[waitsFor[rank]] == DONE;
                waiting.add("[%d] for [%d]%s".formatted(rank, waitsFor[rank], gone ? ", which is done" : ""));
            }
        }
        if (waiting.length() > 0 && !ended) {
            deadlock = waiting.toString();
            end();
        }
    }

    /// Who waited for whom when nobody ran any more; empty if that never came.
    String deadlock() {
        return deadlock;
    }

    /// Links with messages that nobody received, in words; empty if there are none.
    String left() {
        StringJoiner left = new StringJoiner(", ");
        for (int link = 0; link < messages.size(); link++) {
            int count = messages.get(link).size();
            if (count > 0) {
                left.add("[%d] from [%d] to [%d]".formatted(count, link / size, link % size));
            }
        }
        return left.toString();
    }

    long elements(int from, int to) {
        lock.lock();
        try {
            return elements[from * size + to];
        } finally {
            lock.unlock();
        }
    }
}
