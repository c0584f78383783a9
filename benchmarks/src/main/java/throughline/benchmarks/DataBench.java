package throughline.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import throughline.cli.Bench;
import throughline.data.Schema;
import throughline.data.Schema.Column;
import throughline.data.Schema.Type;
import throughline.data.Trace;
import throughline.data.TraceFile;

/// Rows on their way to Parquet: recorded and streamed by a [TraceFile]; put by DuckDB's appender into a table; and
/// copied by DuckDB from that table, which is as fast as a Parquet file can be had from it. The same rows, the same
/// bytes, zstd, one DuckDB thread.
public final class DataBench implements Bench {
    private static final int ROWS = 2_000_000;
    private static final int COUNTED = 3;
    private static final String[] STATES = {"idle", "busy", "down", "blocked"};
    private static final Schema EVENTS = new Schema(
            "events",
            "Made-up events.",
            List.of(
                    new Column("run", Type.INT, "", "run"),
                    new Column("t", Type.LONG, "ms", "time"),
                    new Column("x", Type.DOUBLE, "", "noise"),
                    new Column("y", Type.DOUBLE, "", "noise"),
                    new Column("load", Type.DOUBLE, "", "smooth"),
                    new Column("tool", Type.INT, "", "one of 97"),
                    new Column("lot", Type.LONG, "", "one of 10007"),
                    new Column("state", Type.TEXT, "", "one of 4")));

    @Override
    public String name() {
        return "data";
    }

    @Override
    public void run(Consumer<Figure> figures) {
        try {
            Path folder = Files.createTempDirectory("lab-bench");
            Path file = folder.resolve("events.parquet");
            try {
                measure(file, figures);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void measure(Path file, Consumer<Figure> figures) {
        String how = "best of %d after 1 warm-up, %d rows of %d columns"
                .formatted(COUNTED, ROWS, EVENTS.columns().size());
        double streamed = Bench.best(1, COUNTED, () -> file, DataBench::stream);
        figures.accept(new Figure(name(), "stream", ROWS / streamed, "rows/s", how));
        double copied = Double.POSITIVE_INFINITY;
        double appended = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= COUNTED; i++) {
            try (Table table = new Table()) {
                appended = Math.min(appended, Bench.best(0, 1, () -> table, Table::append));
                copied = Math.min(copied, Bench.best(0, 1, () -> table, t -> t.copy(file)));
            }
        }
        figures.accept(new Figure(name(), "append", ROWS / appended, "rows/s", how + ", into a table"));
        figures.accept(new Figure(name(), "copy", ROWS / copied, "rows/s", how + ", from a table"));
        figures.accept(new Figure(name(), "stream to copy", copied / streamed, "1", "how near to DuckDB's own speed"));
    }

    private static void stream(Path file) {
        try (TraceFile events = new TraceFile(EVENTS, file)) {
            Trace trace = events.trace();
            for (int i = 0; i < ROWS; i++) {
                trace.set(0, i >> 16);
                trace.set(1, 1000L * i);
                trace.set(2, noise(i));
                trace.set(3, noise(i + ROWS));
                trace.set(4, (i & 0xffff) * 0x1p-16);
                trace.set(5, i % 97);
                trace.set(6, i * 7919L % 10007);
                trace.set(7, STATES[i * 31 % 61 & 3]);
                trace.next();
            }
            events.commit();
        }
    }

    private static double noise(long i) {
        return (i * 0x5851F42D4C957F2DL >>> 20) * 0x1p-44;
    }

    /// A table of DuckDB's own, in memory.
    private static final class Table implements AutoCloseable {
        private final Connection connection;

        Table() {
            try {
                connection = DriverManager.getConnection("jdbc:duckdb:");
                execute("SET threads = 1");
                execute(EVENTS.columns().stream()
                        .map(column -> column.name() + " " + sql(column.type()))
                        .collect(Collectors.joining(", ", "CREATE TABLE events (", ")")));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String sql(Type type) {
            return switch (type) {
                case LONG -> "BIGINT";
                case INT -> "INTEGER";
                case DOUBLE -> "DOUBLE";
                case TEXT -> "VARCHAR";
            };
        }

        private void execute(String command) {
            try (Statement sql = connection.createStatement()) {
                sql.execute(command);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        void append() {
            try (DuckDBAppender appender =
                    connection.unwrap(DuckDBConnection.class).createAppender("main", "events")) {
                for (int i = 0; i < ROWS; i++) {
                    appender.beginRow()
                            .append(i >> 16)
                            .append(1000L * i)
                            .append(noise(i))
                            .append(noise(i + ROWS))
                            .append((i & 0xffff) * 0x1p-16)
                            .append(i % 97)
                            .append(i * 7919L % 10007)
                            .append(STATES[i * 31 % 61 & 3])
                            .endRow();
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        void copy(Path file) {
            execute("COPY events TO '%s' (FORMAT parquet, COMPRESSION zstd)"
                    .formatted(file.toString().replace("'", "''")));
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
