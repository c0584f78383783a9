package throughline.hardware;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import throughline.spec.BadInput;
import throughline.spec.Units;

/// A table of measurements as it stands in a user's CSV file: plain cells, no quotes.
final class MeasuredTable {
    private MeasuredTable() {}

    /// A line of the file.
    record Row(String file, int line, Map<String, String> cells) {
        String where(String column) {
            return "%s, line %d: %s".formatted(file, line, column);
        }

        String oneOf(String column, List<String> allowed) {
            String text = cells.get(column);
            if (!allowed.contains(text)) {
                throw new BadInput("%s [%s] must be one of %s", where(column), text, allowed);
            }
            return text;
        }

        double positive(String column) {
            String text = cells.get(column);
            double value = Units.parse(where(column), text, "");
            if (!(value > 0)) {
                throw new BadInput("%s [%s] must be positive", where(column), text);
            }
            return value;
        }

        long count(String column) {
            double value = positive(column);
            if (value != Math.rint(value) || value > Integer.MAX_VALUE) {
                throw new BadInput("%s [%s] must be a whole number", where(column), cells.get(column));
            }
            return (long) value;
        }
    }

    /// Reads all rows.
    ///
    /// @param columns that the file must have; others are left alone
    /// @throws BadInput when there is no such file, it lacks a column, or a line has too few cells
    static List<Row> read(Path csv, List<String> columns) {
        List<String> lines;
        try {
            lines = Files.readAllLines(csv);
        } catch (NoSuchFileException e) {
            throw new BadInput("no file [%s]", csv);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> header = lines.isEmpty() ? List.of() : cells(lines.getFirst());
        for (String column : columns) {
            if (!header.contains(column)) {
                throw new BadInput("%s, line 1: columns %s lack [%s]; needed are %s", csv, header, column, columns);
            }
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                rows.add(row(csv.toString(), i + 1, header, cells(lines.get(i))));
            }
        }
        return rows;
    }

    private static List<String> cells(String line) {
        return List.of(line.split(",", -1)).stream().map(String::strip).toList();
    }

    private static Row row(String file, int line, List<String> header, List<String> cells) {
        if (cells.size() != header.size()) {
            throw new BadInput("%s, line %d has [%d] cells; line 1 has %d", file, line, cells.size(), header.size());
        }
        Map<String, String> byColumn = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            byColumn.put(header.get(i), cells.get(i));
        }
        return new Row(file, line, byColumn);
    }
}
