package throughline.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Files that are either whole or not there: written under a temporary name, synced, renamed, their folder synced.
final class Parquet {
    static final String TEMPORARY = ".part";

    private Parquet() {}

    /// Writes the rows of some traces, one after the other, as one Parquet file. The bytes depend on nothing but the
    /// rows and the version of DuckDB.
    ///
    /// @param traces of one schema, at least one
    static void write(List<Trace> traces, Path file) {
        Schema schema = traces.getFirst().schema();
        try (Connection connection = connect();
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE TABLE rows (%s)".formatted(columns(schema)));
            try (DuckDBAppender appender =
                    connection.unwrap(DuckDBConnection.class).createAppender("main", "rows")) {
                for (Trace trace : traces) {
                    append(trace, appender);
                }
            }
            atomically(
                    file,
                    temporary -> sql.execute(
                            "COPY rows TO '%s' (FORMAT parquet, COMPRESSION zstd)".formatted(quoted(temporary))));
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException("cannot write %s: %s".formatted(file, e.getMessage()), e));
        }
    }

    static Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement sql = connection.createStatement()) {
            sql.execute("SET threads = 1");
        }
        return connection;
    }

    /// Name and version of what writes the files.
    static String writer() {
        try (Connection connection = connect()) {
            var about = connection.getMetaData();
            return about.getDatabaseProductName() + " " + about.getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static String quoted(Path file) {
        return file.toAbsolutePath().toString().replace("'", "''");
    }

    private static String columns(Schema schema) {
        return String.join(
                ", ",
                schema.columns().stream()
                        .map(c -> "\"%s\" %s NOT NULL".formatted(c.name(), c.type().sql))
                        .toList());
    }

    private static void append(Trace trace, DuckDBAppender appender) throws SQLException {
        List<Schema.Column> columns = trace.schema().columns();
        for (int row = 0; row < trace.rows(); row++) {
            appender.beginRow();
            for (int c = 0; c < columns.size(); c++) {
                switch (columns.get(c).type()) {
                    case LONG -> appender.append(trace.whole(c, row));
                    case INT -> appender.append((int) trace.whole(c, row));
                    case DOUBLE -> appender.append(trace.number(c, row));
                    case TEXT -> appender.append(trace.text(c, row));
                }
            }
            appender.endRow();
        }
    }

    /// What fills a file.
    @FunctionalInterface
    interface Filling {
        void fill(Path temporary) throws IOException, SQLException;
    }

    static void atomically(Path file, Filling filling) throws SQLException {
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
        try {
            filling.fill(temporary);
            sync(temporary);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows cannot open a folder as a file; there the rename alone has to do.
            if (!Files.isDirectory(path)) {
                throw e;
            }
        }
    }

    static void writeText(Path file, String text) {
        try {
            atomically(file, temporary -> Files.writeString(temporary, text));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
