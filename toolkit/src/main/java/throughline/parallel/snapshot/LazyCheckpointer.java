package throughline.parallel.snapshot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import throughline.parallel.snapshot.Watcher.Stage;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// Takes snapshots of a rank's shards while the next step runs forward and back, which leave them as they are:
///
/// ```java
/// try (var checkpoints = new LazyCheckpointer(0, shards, spec, new Commit(folder, 1))) {
///     for (long step = 1; step <= steps; step++) {
///         gradients.of(shards);                        // forward and back: reads only
///         checkpoints.beforeUpdate(cancel);            // waits for the copy, which has had that long
///         optimizer.update(shards);
///         checkpoints.request(step);
///     }
/// }                                                    // waits until all of it is in storage
/// ```
///
/// One thread copies chunk after chunk into a buffer of the host, and waits while that is full; others write each chunk
/// as it lands. When all are written and synced the rank votes, see [Commit]. Training itself waits in
/// [#beforeUpdate] alone. Used by one thread; each rank has its own.
///
/// What fails in the background is thrown by the next call here; the checkpoint it befell never gets a manifest.
public final class LazyCheckpointer implements AutoCloseable {
    private static final int POLL_MILLISECONDS = 20;

    private record Landed(Snapshot snapshot, Chunk chunk, HostBuffer.Room room) {}

    private final int rank;
    private final List<Shard> shards;
    private final List<Chunk> chunks;
    private final SnapshotSpec spec;
    private final Commit commit;
    private final HostBuffer buffer;
    private final BlockingQueue<Snapshot> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<Landed> landed = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    /// Snapshots that have not been written, nor given up.
    private final Set<Snapshot> open = new HashSet<>();

    private Snapshot latest;
    private Throwable failure;
    private boolean closed;

    /// Starts the threads; nothing is copied yet.
    ///
    /// @param rank   from 0, each once in a job
    /// @param shards of the rank, at least one value in all, with names of their own
    /// @param commit shared by the ranks of the job
    /// @throws BadInput when the shards are empty or two have one name, or the job has no such rank or one that has
    ///                  a checkpointer already
    public LazyCheckpointer(int rank, List<Shard> shards, SnapshotSpec spec, Commit commit) {
        if (shards.stream().map(Shard::name).distinct().count() < shards.size()) {
            throw new BadInput("rank %d has two shards of one name", rank);
        }
        this.rank = rank;
        this.shards = Chunk.ordered(shards);
        this.spec = spec;
        this.commit = commit;
        chunks = Chunk.cut(this.shards, spec.chunk());
        if (chunks.isEmpty()) {
            throw new BadInput("rank %d has no values to save", rank);
        }
        commit.join(rank);
        buffer = new HostBuffer(spec.buffer());
        start("copier of rank " + rank, this::copy);
        for (int i = 0; i < spec.flushers(); i++) {
            start("flusher %d of rank %d".formatted(i, rank), this::flush);
        }
    }

    /// Work of a thread of its own, over and over.
    private interface Turn {
        void run() throws IOException, InterruptedException;
    }

    private void start(String name, Turn turn) {
        threads.add(Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                while (true) {
                    turn.run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException | RuntimeException | Error e) {
                fail(e);
            }
        }));
    }

    /// Asks for a snapshot of the shards as they are now, and returns at once. They must not be changed until
    /// [#beforeUpdate] has returned.
    ///
    /// @param step at whose end this is, from 0; each step once, ascending
    /// @throws BadInput              when the step does not follow the one requested before
    /// @throws IllegalStateException when beforeUpdate was not called since the request before, or one has failed
    public void request(long step) {
        rethrow();
        if (closed) {
            throw new IllegalStateException("step %d is requested of a checkpointer that is closed".formatted(step));
        }
        if (latest != null && latest.copied.getCount() > 0) {
            throw new IllegalStateException(
                    "step %d is requested while step %d is being copied; call beforeUpdate() before each update"
                            .formatted(step, latest.step));
        }
        long least = latest == null ? 0 : latest.step + 1;
        if (step < least) {
            throw new BadInput("step [%d] is requested of rank %d; it must be %d or later", step, rank, least);
        }
        latest = new Snapshot(rank, step, commit.folder(step), chunks, spec.proven());
        synchronized (this) {
            open.add(latest);
        }
        requests.add(latest);
    }

    /// Waits until the snapshot under way has been copied; the shards may then be changed. When `cancel` is requested
    /// that snapshot is given up instead, which never becomes a checkpoint.
    ///
    /// @throws IllegalStateException when a snapshot has failed; its cause says why
    public void beforeUpdate(Cancel cancel) {
        if (latest != null) {
            Snapshot awaited = latest;
            await(() -> awaited.copied.await(POLL_MILLISECONDS, TimeUnit.MILLISECONDS), cancel);
            if (awaited.copied.getCount() > 0) {
                giveUp(awaited);
            }
        }
        rethrow();
    }

    /// Waits until all that was requested is in storage, so far as this rank is concerned. When `cancel` is requested
    /// what is not is given up.
    ///
    /// @throws IllegalStateException when a snapshot has failed; its cause says why
    public void drain(Cancel cancel) {
        await(this::waitForWritten, cancel);
        List<Snapshot> rest;
        synchronized (this) {
            rest = List.copyOf(open);
        }
        rest.forEach(this::giveUp);
        rethrow();
    }

    /// A wait of bounded length.
    private interface Wait {
        boolean isOver() throws InterruptedException;
    }

    private void await(Wait wait, Cancel cancel) {
        try {
            boolean over;
            do {
                over = cancel.requested() || failed() || wait.isOver();
            } while (!over);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a snapshot of rank " + rank, e);
        }
    }

    private synchronized boolean waitForWritten() throws InterruptedException {
        if (!open.isEmpty()) {
            wait(POLL_MILLISECONDS);
        }
        return open.isEmpty();
    }

    /// Drains, then ends the threads; a failure is thrown here too.
    @Override
    public void close() {
        try {
            if (!closed) {
                drain(Cancel.onInterrupt());
            }
        } finally {
            if (!closed) {
                commit.leave(rank);
            }
            closed = true;
            threads.forEach(Thread::interrupt);
        }
    }

    private void copy() throws IOException, InterruptedException {
        Snapshot snapshot = requests.take();
        snapshot.open();
        for (Chunk chunk : chunks) {
            HostBuffer.Room room = buffer.take(chunk.bytes());
            if (room == null || snapshot.abandoned()) {
                if (room != null) {
                    buffer.give(room);
                }
                return;
            }
            commit.watcher().before(Stage.COPY, rank, snapshot.step, chunk.index());
            chunk.copyTo(buffer.pieces(room));
            // Before it lands, from when on the checkpoint may be whole and the next one requested.
            if (chunk.index() == chunks.size() - 1) {
                snapshot.copied.countDown();
            }
            landed.add(new Landed(snapshot, chunk, room));
        }
    }

    private void flush() throws IOException, InterruptedException {
        Landed one = landed.take();
        Snapshot snapshot = one.snapshot;
        try {
            if (snapshot.abandoned()) {
                return;
            }
            commit.watcher().before(Stage.FLUSH, rank, snapshot.step, one.chunk.index());
            if (snapshot.write(one.chunk, buffer.pieces(one.room))) {
                commit.watcher().before(Stage.SYNC, rank, snapshot.step, -1);
                snapshot.sync();
                commit.watcher().before(Stage.VOTE, rank, snapshot.step, -1);
                commit.vote(snapshot.step, snapshot.vote(spec.chunk(), shards));
                finished(snapshot);
            }
        } finally {
            buffer.give(one.room);
        }
    }

    private void giveUp(Snapshot snapshot) {
        snapshot.abandon();
        finished(snapshot);
    }

    private synchronized void finished(Snapshot snapshot) {
        open.remove(snapshot);
        notifyAll();
    }

    private synchronized boolean failed() {
        return failure != null;
    }

    private void fail(Throwable thrown) {
        synchronized (this) {
            failure = failure == null ? thrown : failure;
            open.forEach(Snapshot::abandon);
            open.clear();
            notifyAll();
        }
        buffer.close();
    }

    private synchronized void rethrow() {
        if (failure != null) {
            throw new IllegalStateException(
                    "rank %d: a snapshot failed: %s".formatted(rank, failure.getMessage()), failure);
        }
    }
}
