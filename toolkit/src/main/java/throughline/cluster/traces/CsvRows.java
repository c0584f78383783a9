package throughline.cluster.traces;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// The rows of a CSV file of any size, one after the other: plain cells without quotes, and perhaps a comma at the end.
///
/// ```java
/// CsvRows.of(Path.of("pai_machine_spec.csv"), Path.of("pai_machine_spec.header"))
///         .forEach(row -> System.out.println(row.text("machine") + row.number("cap_gpu")), Cancel.NEVER);
/// ```
public final class CsvRows {
    private static final Set<String> MISSING = Set.of("", "NA", "NaN", "nan", "None", "null");

    private final Path file;
    private final List<String> header;
    private final boolean headed;
    /// Files of utilisation have thousands of columns.
    private final Map<String, Integer> places = new HashMap<>();

    private CsvRows(Path file, List<String> header, boolean headed) {
        this.file = file;
        this.header = header;
        this.headed = headed;
        for (int i = 0; i < header.size(); i++) {
            places.putIfAbsent(header.get(i), i);
        }
    }

    /// A file whose first line names the columns.
    ///
    /// @throws BadInput when there is no such file, or nothing in it
    public static CsvRows of(Path file) {
        return new CsvRows(file, names(file), true);
    }

    /// A file whose columns are named in the first line of another.
    ///
    /// @throws BadInput when there is no such file, or nothing in it
    public static CsvRows of(Path file, Path header) {
        return new CsvRows(file, names(header), false);
    }

    private static List<String> names(Path file) {
        try (BufferedReader reader = open(file)) {
            String line = reader.readLine();
            if (line == null) {
                throw new BadInput("%s is empty; its first line must name the columns", file);
            }
            return List.of(cells(line.startsWith("\uFEFF") ? line.substring(1) : line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedReader open(Path file) throws IOException {
        try {
            return Files.newBufferedReader(file);
        } catch (NoSuchFileException e) {
            throw new BadInput("no file [%s]", file);
        }
    }

    private static String[] cells(String line) {
        String whole = line.endsWith(",") ? line.substring(0, line.length() - 1) : line;
        String[] cells = whole.split(",", -1);
        for (int i = 0; i < cells.length; i++) {
            cells[i] = cells[i].strip();
        }
        return cells;
    }

    /// The names of the columns.
    public List<String> columns() {
        return header;
    }

    /// This, if it has some columns.
    ///
    /// @throws BadInput naming the first that it lacks
    public CsvRows with(String... columns) {
        for (String column : columns) {
            if (!header.contains(column)) {
                throw new BadInput(
                        "%s, line 1: columns %s lack [%s]; needed are %s",
                        file, header, column, Arrays.asList(columns));
            }
        }
        return this;
    }

    /// Hands over all rows, each of which is good until the next.
    ///
    /// @param cancel once requested, the rest is left
    /// @throws BadInput naming the line that has too few cells or too many
    public void forEach(Consumer<Row> consumer, Cancel cancel) {
        try (BufferedReader reader = open(file)) {
            int line = 0;
            for (String text = reader.readLine(); text != null && !cancel.requested(); text = reader.readLine()) {
                line++;
                if ((headed && line == 1) || text.isBlank()) {
                    continue;
                }
                consumer.accept(row(line, text));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A last cell that is empty looks like a comma at the end.
    private Row row(int line, String text) {
        String[] cells = cells(text);
        if (cells.length == header.size() - 1 && text.endsWith(",")) {
            cells = Arrays.copyOf(cells, header.size());
            cells[cells.length - 1] = "";
        }
        if (cells.length != header.size()) {
            throw new BadInput(
                    "%s, line %d has [%d] cells; there are %d columns", file, line, cells.length, header.size());
        }
        return new Row(this, line, cells);
    }

    /// The first rows as text.
    ///
    /// @param most rows to read
    public Table table(int most) {
        List<StringColumn> columns =
                new ArrayList<>(header.stream().map(StringColumn::create).toList());
        Cancel enough = new Cancel();
        forEach(
                row -> {
                    for (int i = 0; i < columns.size(); i++) {
                        columns.get(i).append(row.cells[i]);
                    }
                    if (columns.getFirst().size() >= most) {
                        enough.cancel();
                    }
                },
                enough);
        return Table.create(file.getFileName().toString(), columns.toArray(StringColumn[]::new));
    }

    /// A row of the file.
    public static final class Row {
        private final CsvRows rows;
        private final int line;
        private final String[] cells;

        private Row(CsvRows rows, int line, String[] cells) {
            this.rows = rows;
            this.line = line;
            this.cells = cells;
        }

        /// What a refusal of a cell begins with: file, line and column.
        public String where(String column) {
            return "%s, line %d, column %s".formatted(rows.file, line, column);
        }

        /// Whether a cell says nothing: it is empty, `NA`, `NaN`, `None` or `null`.
        public boolean missing(String column) {
            return MISSING.contains(text(column));
        }

        /// A cell as it stands there.
        ///
        /// @throws BadInput when there is no such column
        public String text(String column) {
            Integer index = rows.places.get(column);
            if (index == null) {
                throw new BadInput("%s, line 1: columns %s lack [%s]", rows.file, rows.header, column);
            }
            return cells[index];
        }

        /// A number; NaN where it is missing.
        ///
        /// @throws BadInput when it is no number
        public double number(String column) {
            if (missing(column)) {
                return Double.NaN;
            }
            try {
                return Double.parseDouble(text(column));
            } catch (NumberFormatException e) {
                throw new BadInput("%s [%s] is not a number", where(column), text(column));
            }
        }
    }
}
