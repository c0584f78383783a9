package throughline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import throughline.data.Schema.Column;
import throughline.data.Schema.Type;
import throughline.spec.BadInput;

class TraceFileTest {
    private static final Schema STEPS = new Schema(
            "steps",
            "A step.",
            List.of(
                    new Column("run", Type.INT, "", "number of the run"),
                    new Column("t", Type.LONG, "s", "time"),
                    new Column("x", Type.DOUBLE, "m", "place"),
                    new Column("mood", Type.TEXT, "", "weather")));

    private static void record(Trace trace, int from, int to) {
        for (int i = from; i < to; i++) {
            trace.set(0, i >> 10);
            trace.set(1, (long) i * i);
            trace.set(2, Math.sqrt(i));
            trace.set(3, i % 3 == 0 ? "fair" : "it's \"gré\"");
            trace.next();
        }
    }

    /// The same rows through a table of DuckDB's own, which knows nothing of blocks.
    private static void copyFromTable(int rows, Path file) throws SQLException {
        try (Connection connection = Parquet.connect();
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE TABLE steps AS SELECT (i >> 10)::INTEGER AS run, (i * i)::BIGINT AS t, sqrt(i) AS x,"
                    + " CASE WHEN i % 3 = 0 THEN 'fair' ELSE 'it''s \"gré\"' END AS mood FROM range(" + rows
                    + ") r(i)");
            sql.execute("COPY steps TO '%s' (FORMAT parquet, COMPRESSION zstd)".formatted(Parquet.quoted(file)));
        }
    }

    @Property(tries = 12)
    void theBytesAreDuckDbsOwnHoweverTheRowsAreCutIntoTraces(
            @ForAll @IntRange(max = 9000) int first, @ForAll @IntRange(max = 9000) int second)
            throws IOException, SQLException {
        Path folder = Files.createTempDirectory("trace");
        Path streamed = folder.resolve("streamed.parquet");
        Path copied = folder.resolve("copied.parquet");
        try (TraceFile file = new TraceFile(STEPS, streamed)) {
            record(file.trace(), 0, first);
            record(file.trace(), first, first + second);
            assertThat(file.rows()).isEqualTo(first + second);
            file.commit();
        }
        copyFromTable(first + second, copied);
        assertThat(streamed).hasSameBinaryContentAs(copied);
        Files.delete(streamed);
        Files.delete(copied);
        Files.delete(folder);
    }

    @Test
    void rowsLeaveForTheFileWhileMoreAreRecorded(@TempDir Path temp) throws IOException, SQLException {
        int rows = 300_000;
        Path file = temp.resolve("new/long.parquet");
        try (TraceFile traces = new TraceFile(STEPS, file)) {
            record(traces.trace(), 0, rows);
            assertThat(traces.sealed()).isNotEmptyFile();
            assertThat(file).doesNotExist();
            traces.commit();
        }
        try (Connection connection = Parquet.connect();
                Statement sql = connection.createStatement();
                ResultSet answer = sql.executeQuery("SELECT count(*), count(*) FILTER (t = x ** 4 OR x % 1 > 0), max(t)"
                        + " FROM read_parquet('%s')".formatted(Parquet.quoted(file)))) {
            answer.next();
            assertThat(answer.getLong(1)).isEqualTo(rows);
            assertThat(answer.getLong(2)).isEqualTo(rows);
            assertThat(answer.getLong(3)).isEqualTo((rows - 1L) * (rows - 1L));
        }
    }

    @Test
    void aRecorderIsHeldUpWhenItIsAheadByTheCapacity() throws InterruptedException {
        Handover handover = new Handover();
        AtomicInteger put = new AtomicInteger();
        Thread recorder = new Thread(() -> {
            for (int i = 1; i <= 2000; i++) {
                handover.put(new Block(new Object[0], i));
                put.set(i);
            }
            handover.end();
        });
        recorder.start();
        for (int taken = 0; taken < 2000; taken++) {
            assertThat(put.get()).isLessThanOrEqualTo(taken + Handover.CAPACITY);
            assertThat(handover.take().rows()).isEqualTo(taken + 1);
        }
        assertThat(handover.take()).isNull();
        recorder.join();
    }

    @Test
    void whatIsNotCommittedLeavesNothing(@TempDir Path temp) {
        Path file = temp.resolve("lost.parquet");
        try (TraceFile traces = new TraceFile(STEPS, file)) {
            record(traces.trace(), 0, 5000);
        }
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void aWriterThatBreaksDownStopsTheRecorder(@TempDir Path temp) {
        Schema twice =
                new Schema("twice", "", List.of(new Column("x", Type.INT, "", ""), new Column("X", Type.INT, "", "")));
        assertThatThrownBy(() -> {
                    try (TraceFile traces = new TraceFile(twice, temp.resolve("twice.parquet"))) {
                        Trace trace = traces.trace();
                        for (int i = 0; i < 10 * TraceFile.BUFFERED_ROWS; i++) {
                            trace.set(0, i);
                            trace.set(1, i);
                            trace.next();
                        }
                        traces.commit();
                    }
                })
                .hasMessageContaining("cannot write")
                .hasMessageContaining("twice.parquet");
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void rowsThatWentToAFileAreNotReadBackFromTheTrace(@TempDir Path temp) throws IOException {
        try (TraceFile traces = new TraceFile(STEPS, temp.resolve("a.parquet"))) {
            Trace trace = traces.trace();
            record(trace, 0, 3000);
            assertThat(trace.rows()).isEqualTo(3000);
            assertThatThrownBy(() -> trace.number(2, 2999)).hasMessageContaining("read them there");
            assertThatThrownBy(() -> trace.column("x")).hasMessageContaining("read them there");
        }
        Files.writeString(temp.resolve("file"), "mine");
        assertThatThrownBy(() -> new TraceFile(STEPS, temp.resolve("file/a.parquet")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("cannot be made");
    }
}
