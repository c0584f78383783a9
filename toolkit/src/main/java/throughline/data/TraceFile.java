package throughline.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A Parquet file that is written while its rows are recorded, in memory that does not depend on how many there are: at
/// most [#BUFFERED_ROWS] wait to be written, and whoever records faster than they are is held up. The file appears,
/// whole, with [#commit]; without it nothing is left.
///
/// ```java
/// try (TraceFile file = new TraceFile(schema, Path.of("events.parquet"))) {
///     Trace trace = file.trace();
///     trace.set(0, 1L);
///     trace.next();
///     file.commit();
/// }
/// ```
///
/// One thread records, another, of this class, writes.
public final class TraceFile implements AutoCloseable {
    /// Rows that are in memory at most: those that wait, the block being recorded and the block being written.
    public static final int BUFFERED_ROWS = Trace.ROWS_A_BLOCK * (Handover.CAPACITY + 2);

    private final Schema schema;
    private final Draft draft;
    private final Handover handover = new Handover();
    private final CompletableFuture<Void> writer;
    private Trace trace;
    private long rowsBefore;

    /// Opens a file for rows of those columns; see [Schema].
    ///
    /// @param file where to; its folder is made when it is missing, and a file of that name is replaced
    /// @throws throughline.spec.BadInput when the folder cannot be written
    public TraceFile(Schema schema, Path file) {
        Folder.make(file.toAbsolutePath().getParent());
        this(schema, new Draft(file, Steps.UNSEEN), Map.of());
    }

    TraceFile(Schema schema, Draft draft, Map<String, String> notes) {
        this.schema = schema;
        this.draft = draft;
        writer = CompletableFuture.runAsync(() -> write(notes), work -> Thread.ofPlatform()
                .daemon()
                .name("writer of " + draft.path())
                .start(work));
    }

    private void write(Map<String, String> notes) {
        try {
            Parquet.copy(schema, handover, notes, draft.path());
        } catch (SQLException e) {
            throw new UncheckedIOException(
                    new IOException("cannot write %s: %s".formatted(draft.path(), firstLine(e)), e));
        } finally {
            handover.breakDown();
        }
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /// A new trace, whose rows follow those of the last, which ends. Its rows cannot be read back from it.
    public Trace trace() {
        endTrace();
        trace = new Trace(schema, this::take);
        return trace;
    }

    /// Rows recorded so far, by all traces.
    public long rows() {
        return rowsBefore + (trace == null ? 0 : trace.count());
    }

    /// Ends recording and makes the file visible under its name.
    ///
    /// @throws UncheckedIOException when it could not be written
    public void commit() {
        seal();
        publish();
    }

    /// Complains when the rows cannot be written: whoever recorded them is then not to blame.
    ///
    /// @throws UncheckedIOException saying why
    void check() {
        if (writer.isCompletedExceptionally()) {
            await();
        }
    }

    /// Ends recording and brings the rows to the disk, under the temporary name.
    void seal() {
        endTrace();
        handover.end();
        await();
        draft.seal();
    }

    /// Where the rows are until they are published.
    Path sealed() {
        return draft.path();
    }

    void publish() {
        draft.publish();
    }

    /// Gives up what was not committed.
    @Override
    public void close() {
        handover.giveUp();
        writer.handle((done, failure) -> null).join();
        draft.close();
    }

    private void endTrace() {
        if (trace != null) {
            trace.end();
            rowsBefore += trace.count();
            trace = null;
        }
    }

    private void take(Block block) {
        if (!handover.put(block)) {
            await();
            throw new IllegalStateException("%s is closed".formatted(draft.path()));
        }
    }

    private void await() {
        try {
            writer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
