package throughline.data;

import java.util.Arrays;
import java.util.function.Consumer;

/// Rows, column by column, in primitive arrays: what one run records.
///
/// A row is written by [#set] for each of its columns and closed by [#next]. A trace keeps its rows in memory, unless a
/// [TraceFile] gave it: then they go to the file as they come, and cannot be read back here.
public final class Trace {
    /// Rows that go to a file together: as many as DuckDB works on at once.
    static final int ROWS_A_BLOCK = 2048;

    private static final int FIRST_CAPACITY = 64;

    private final Schema schema;
    private final Consumer<Block> blocks;
    private final boolean[] written;
    private Object[] columns;
    private int rows;
    private int capacity;
    private long handedOver;

    /// An empty trace in memory with those columns.
    public Trace(Schema schema) {
        this(schema, null, FIRST_CAPACITY);
    }

    /// A trace that hands its rows over, block by block.
    Trace(Schema schema, Consumer<Block> blocks) {
        this(schema, blocks, ROWS_A_BLOCK);
    }

    private Trace(Schema schema, Consumer<Block> blocks, int capacity) {
        this.schema = schema;
        this.blocks = blocks;
        this.capacity = capacity;
        written = new boolean[schema.columns().size()];
        columns = empty();
    }

    private Object[] empty() {
        return schema.columns().stream()
                .map(column -> switch (column.type()) {
                    case LONG -> new long[capacity];
                    case INT -> new int[capacity];
                    case DOUBLE -> new double[capacity];
                    case TEXT -> new String[capacity];
                })
                .toArray();
    }

    /// The columns.
    public Schema schema() {
        return schema;
    }

    /// Rows closed so far.
    ///
    /// @throws ArithmeticException when they are more than an int can count, which only fit a file; it counts them
    public int rows() {
        return Math.toIntExact(count());
    }

    long count() {
        return handedOver + rows;
    }

    /// Sets a whole number in the row under way.
    ///
    /// @param column index of a LONG or INT column
    /// @throws ArithmeticException when the value does not fit the column
    public void set(int column, long value) {
        switch (columns[column]) {
            case long[] values -> values[rows] = value;
            case int[] values -> values[rows] = Math.toIntExact(value);
            default -> throw mismatch(column, "a whole number");
        }
        written[column] = true;
    }

    /// Sets a number in the row under way.
    ///
    /// @param column index of a DOUBLE column
    public void set(int column, double value) {
        if (!(columns[column] instanceof double[] values)) {
            throw mismatch(column, "a double");
        }
        values[rows] = value;
        written[column] = true;
    }

    /// Sets text in the row under way.
    ///
    /// @param column index of a TEXT column
    public void set(int column, String value) {
        if (!(columns[column] instanceof String[] values)) {
            throw mismatch(column, "text");
        }
        values[rows] = value;
        written[column] = true;
    }

    private IllegalArgumentException mismatch(int column, String found) {
        Schema.Column c = schema.columns().get(column);
        return new IllegalArgumentException(
                "column %s of %s holds %s, not %s".formatted(c.name(), schema.table(), c.type(), found));
    }

    /// Closes the row under way.
    ///
    /// @throws IllegalStateException naming a column that was not set
    public void next() {
        for (int c = 0; c < written.length; c++) {
            if (!written[c]) {
                throw new IllegalStateException("row %d of %s lacks column %s"
                        .formatted(rows, schema.table(), schema.columns().get(c).name()));
            }
            written[c] = false;
        }
        if (++rows == capacity) {
            if (blocks == null) {
                grow();
            } else {
                handOver();
            }
        }
    }

    private void grow() {
        capacity *= 2;
        for (int c = 0; c < columns.length; c++) {
            columns[c] = switch (columns[c]) {
                case long[] values -> Arrays.copyOf(values, capacity);
                case int[] values -> Arrays.copyOf(values, capacity);
                case double[] values -> Arrays.copyOf(values, capacity);
                default -> Arrays.copyOf((String[]) columns[c], capacity);
            };
        }
    }

    private void handOver() {
        Block block = new Block(columns, rows);
        handedOver += rows;
        rows = 0;
        columns = empty();
        blocks.accept(block);
    }

    /// Hands over what is left; no row may follow.
    void end() {
        handOver();
        columns = new Object[0];
    }

    private Object[] kept() {
        if (blocks != null) {
            throw new IllegalStateException(
                    "rows of %s go to a file and are not kept; read them there".formatted(schema.table()));
        }
        return columns;
    }

    /// A whole number of a closed row.
    public long whole(int column, int row) {
        return kept()[column] instanceof long[] values ? values[row] : ((int[]) columns[column])[row];
    }

    /// A double of a closed row.
    public double number(int column, int row) {
        return ((double[]) kept()[column])[row];
    }

    /// Text of a closed row.
    public String text(int column, int row) {
        return ((String[]) kept()[column])[row];
    }

    /// A numeric column as doubles, one a row.
    ///
    /// @throws IllegalArgumentException when there is no such column, or it holds text
    public double[] column(String name) {
        for (int c = 0; c < columns.length; c++) {
            if (schema.columns().get(c).name().equals(name)) {
                return switch (kept()[c]) {
                    case long[] values ->
                        Arrays.stream(values, 0, rows).asDoubleStream().toArray();
                    case int[] values ->
                        Arrays.stream(values, 0, rows).asDoubleStream().toArray();
                    case double[] values -> Arrays.copyOf(values, rows);
                    default -> throw mismatch(c, "numbers");
                };
            }
        }
        throw new IllegalArgumentException("%s has no column [%s]; it has %s"
                .formatted(
                        schema.table(),
                        name,
                        schema.columns().stream().map(Schema.Column::name).toList()));
    }
}
