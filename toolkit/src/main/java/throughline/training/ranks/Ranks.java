package throughline.training.ranks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/// A cluster in one process: ranks that run the same body at once, exchange real numbers, and count them by link.
///
/// ```java
/// Ranks cluster = Ranks.of(4);
/// List<double[]> sums = cluster.run(rank -> rank.allReduce(new double[] {rank.index(), 1}));   // four times {6, 4}
/// long elements = cluster.elements();                                                          // 2 (4 - 1) 2 = 12
/// ```
///
/// A message is a copy, and is never lost: sending does not wait, receiving does. Results are the same bits whatever
/// the scheduling, because a receiver names its sender and the order of every sum is fixed. Bytes are elements times
/// the bytes of the precision that is modelled. For one thread; the ranks themselves are virtual threads.
public final class Ranks {
    private final int size;
    private final Wires wires;

    private Ranks(int size) {
        this.size = size;
        wires = new Wires(size);
    }

    /// A cluster.
    ///
    /// @param size ranks, at least 1
    /// @throws IllegalArgumentException if there is none
    public static Ranks of(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("ranks [%d] must be at least 1".formatted(size));
        }
        return new Ranks(size);
    }

    /// How many ranks there are.
    public int size() {
        return size;
    }

    /// Runs a body on every rank at once. May be called again; counts go on.
    ///
    /// @param body what each rank does; it may share nothing with the others that anybody changes
    /// @return the results in order of ranks
    /// @throws IllegalStateException if a rank fails, naming it, with its exception as cause; if all that have not
    /// finished wait for each other, naming who waits for whom; if a message is left that nobody received
    public <T> List<T> run(Function<Rank, T> body) {
        wires.start();
        List<T> results = new ArrayList<>(Collections.nCopies(size, null));
        Throwable[] failures = new Throwable[size];
        List<Thread> threads = IntStream.range(0, size)
                .mapToObj(index -> Thread.ofVirtual().name("rank " + index).start(() -> {
                    try {
                        T result = body.apply(Rank.of(wires, size, index));
                        synchronized (results) {
                            results.set(index, result);
                        }
                        wires.done(index);
                    } catch (Throwable e) {
                        failures[index] = e;
                        wires.end();
                    }
                }))
                .toList();
        join(threads);
        throwFirst(failures);
        return results;
    }

    /// Waits for all; an interrupt ends them, and is kept for the caller.
    private void join(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                    wires.end();
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void throwFirst(Throwable[] failures) {
        for (int index = 0; index < size; index++) {
            Throwable failure = failures[index];
            if (failure != null && !(failure instanceof Wires.Ended)) {
                throw new IllegalStateException("rank [%d] failed: %s".formatted(index, failure), failure);
            }
        }
        if (!wires.deadlock().isEmpty()) {
            throw new IllegalStateException("deadlock, ranks wait: " + wires.deadlock());
        }
        if (Arrays.stream(failures).anyMatch(failure -> failure != null)) {
            throw new IllegalStateException("ranks were interrupted");
        }
        if (!wires.left().isEmpty()) {
            throw new IllegalStateException("messages that nobody received: " + wires.left());
        }
    }

    /// Elements sent over a link so far, over all runs.
    ///
    /// @throws IllegalArgumentException if there is no such rank
    public long elements(int from, int to) {
        return wires.elements(require(from), require(to));
    }

    /// Elements sent over all links so far.
    public long elements() {
        return IntStream.range(0, size)
                .mapToLong(from -> IntStream.range(0, size)
                        .mapToLong(to -> elements(from, to))
                        .sum())
                .sum();
    }

    private int require(int rank) {
        if (rank < 0 || rank >= size) {
            throw new IllegalArgumentException("rank [%d] is not one of 0 to %d".formatted(rank, size - 1));
        }
        return rank;
    }
}
