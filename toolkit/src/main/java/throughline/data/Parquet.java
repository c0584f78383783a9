package throughline.data;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionBuilder;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;

/// DuckDB, which reads and writes Parquet files.
final class Parquet {
    /// The note that says which specification a file was made from: its hash.
    static final String SPECIFICATION = "specification";

    private Parquet() {}

    /// Writes rows as one Parquet file as they come. The bytes depend on nothing but the rows, the notes and the
    /// version of DuckDB: one thread writes in the order of the rows, and however they are cut into blocks, DuckDB
    /// sees full vectors of them.
    ///
    /// @param notes kept in the file's own metadata
    /// @throws SQLException when the file cannot be written, or the recorder gave up
    static void copy(Schema schema, Handover rows, Map<String, String> notes, Path file) throws SQLException {
        try (Connection connection = connect();
                Statement sql = connection.createStatement();
                DuckDBTableFunctionBuilder function = DuckDBFunctions.tableFunction()) {
            function.withName("recorded")
                    .withFunction(new Recorded(schema, rows))
                    .register(connection);
            // DuckDB would write beside a file that exists and rename, and a kill would leave a file of its naming.
            sql.execute(
                    "COPY (SELECT * FROM recorded()) TO '%s' (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false%s)"
                            .formatted(quoted(file), notes.isEmpty() ? "" : ", KV_METADATA " + struct(notes)));
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

    /// The specification that a file says it was made from; nothing when it does not, or is no Parquet file.
    static Optional<String> specification(Path file) {
        try (Connection connection = connect();
                Statement sql = connection.createStatement();
                ResultSet notes =
                        sql.executeQuery("SELECT decode(value) FROM parquet_kv_metadata('%s') WHERE decode(key) = '%s'"
                                .formatted(quoted(file), SPECIFICATION))) {
            return notes.next() ? Optional.of(notes.getString(1)) : Optional.empty();
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    static String quoted(Path file) {
        return quoted(file.toAbsolutePath().toString());
    }

    private static String quoted(String text) {
        return text.replace("'", "''");
    }

    private static String struct(Map<String, String> notes) {
        return notes.entrySet().stream()
                .map(note -> "'%s': '%s'".formatted(quoted(note.getKey()), quoted(note.getValue())))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /// The recorded rows as a table in DuckDB's SQL, which can be read once.
    private static final class Recorded implements DuckDBTableFunction<Object, Object, Object> {
        private final Schema schema;
        private final Handover rows;
        private Block block = new Block(new Object[0], 0);
        private int next;

        Recorded(Schema schema, Handover rows) {
            this.schema = schema;
            this.rows = rows;
        }

        @Override
        public Object bind(DuckDBTableFunctionBindInfo info) {
            for (Schema.Column column : schema.columns()) {
                info.addResultColumn(column.name(), DuckDBColumnType.valueOf(column.type().sql));
            }
            return null;
        }

        @Override
        public Object init(DuckDBTableFunctionInitInfo info) {
            info.setMaxThreads(1);
            return null;
        }

        @Override
        public long apply(DuckDBTableFunctionCallInfo call, DuckDBDataChunkWriter chunk) {
            int filled = 0;
            int capacity = (int) chunk.capacity();
            while (filled < capacity && more()) {
                int count = Math.min(capacity - filled, block.rows() - next);
                for (int c = 0; c < block.columns().length; c++) {
                    write(block.columns()[c], next, chunk.vector(c), filled, count);
                }
                next += count;
                filled += count;
            }
            return filled;
        }

        private boolean more() {
            while (block != null && next == block.rows()) {
                block = rows.take();
                next = 0;
            }
            return block != null;
        }

        private static void write(Object column, int from, DuckDBWritableVector target, int to, int count) {
            switch (column) {
                case long[] values -> {
                    for (int i = 0; i < count; i++) {
                        target.setLong(to + i, values[from + i]);
                    }
                }
                case int[] values -> {
                    for (int i = 0; i < count; i++) {
                        target.setInt(to + i, values[from + i]);
                    }
                }
                case double[] values -> {
                    for (int i = 0; i < count; i++) {
                        target.setDouble(to + i, values[from + i]);
                    }
                }
                default -> {
                    String[] values = (String[]) column;
                    for (int i = 0; i < count; i++) {
                        target.setString(to + i, values[from + i]);
                    }
                }
            }
        }
    }
}
