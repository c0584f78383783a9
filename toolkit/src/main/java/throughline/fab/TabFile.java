package throughline.fab;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import throughline.random.Distribution;
import throughline.spec.BadInput;

/// A tab-separated table with a header line. What cannot be read is an error that names file, line, column and value.
final class TabFile {
    private static final Map<String, Double> MINUTES =
            Map.of("sec", 1 / 60.0, "s", 1 / 60.0, "min", 1.0, "hr", 60.0, "day", 1440.0);

    private final Path path;
    private final Map<String, Integer> columns = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();

    /// @param required columns that must be there
    TabFile(Path path, List<String> required) {
        this.path = path;
        List<String> lines = lines(path);
        if (lines.isEmpty()) {
            throw new BadInput("%s is empty; line 1 must name the columns", path);
        }
        String[] names = lines.getFirst().split("\t", -1);
        for (int i = 0; i < names.length; i++) {
            columns.putIfAbsent(names[i].strip(), i);
        }
        for (String name : required) {
            if (!columns.containsKey(name)) {
                throw new BadInput("%s, line 1: column [%s] is missing; there are %s", path, name, List.of(names));
            }
        }
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                rows.add(new Row(i + 1, lines.get(i).split("\t", -1)));
            }
        }
    }

    private static List<String> lines(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new BadInput("%s is missing; the folder has %s", path, inside(path.getParent()));
        }
        try {
            return Files.readAllLines(path, StandardCharsets.UTF_8);
        } catch (MalformedInputException e) {
            throw new BadInput("%s is not text in UTF-8", path);
        } catch (IOException e) {
            throw new BadInput("%s cannot be read: %s", path, e);
        }
    }

    private static List<String> inside(Path folder) {
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new BadInput("%s cannot be read: %s", folder, e);
        }
    }

    List<Row> rows() {
        return rows;
    }

    /// A line below the header.
    final class Row {
        private final int line;
        private final String[] cells;

        private Row(int line, String[] cells) {
            this.line = line;
            this.cells = cells;
        }

        /// The text of a column; empty when the line, or the file, does not have it.
        String text(String column) {
            Integer at = columns.get(column);
            return at == null || at >= cells.length ? "" : cells[at].strip();
        }

        boolean has(String column) {
            return !text(column).isEmpty();
        }

        /// What is wrong with a column of this line.
        BadInput wrong(String column, String allowed, Object... arguments) {
            return new BadInput(
                    "%s, line %d: %s [%s] %s", path, line, column, text(column), allowed.formatted(arguments));
        }

        /// The text of a column that must not be empty.
        String name(String column) {
            if (!has(column)) {
                throw wrong(column, "must not be empty");
            }
            return text(column);
        }

        /// One of some words.
        String word(String column, String... allowed) {
            if (!List.of(allowed).contains(text(column))) {
                throw wrong(column, "must be one of %s", List.of(allowed));
            }
            return text(column);
        }

        /// A number of 0 or more.
        double number(String column) {
            double value;
            try {
                value = Double.parseDouble(text(column));
            } catch (NumberFormatException e) {
                throw wrong(column, "must be a number");
            }
            if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
                throw wrong(column, "must be 0 or more");
            }
            return value;
        }

        /// A whole number.
        int whole(String column, int least) {
            double value = number(column);
            if (value != Math.rint(value) || value < least || value > Integer.MAX_VALUE) {
                throw wrong(column, "must be a whole number, %d or more", least);
            }
            return (int) value;
        }

        private double unit(String column) {
            Double minutes = MINUTES.get(text(column));
            if (minutes == null) {
                throw wrong(column, "is not a unit of time; it must be one of [sec, s, min, hr, day]");
            }
            return minutes;
        }

        /// A time in minutes.
        double minutes(String column, String unit) {
            return number(column) * unit(unit);
        }

        /// A time in minutes; 0 when the column is empty.
        double minutesOrNone(String column, String unit) {
            return has(column) ? minutes(column, unit) : 0;
        }

        /// A law of times in minutes.
        ///
        /// @param law       column with `constant`, `uniform` or `exponential`; a constant when it is empty
        /// @param value     column with the mean
        /// @param spread    column with the half-width of a uniform law; may be missing
        /// @param halfWidth what one unit of the spread is of the half-width
        Distribution law(String law, String value, String spread, String unit, double halfWidth) {
            double mean = minutes(value, unit);
            return switch (has(law) ? word(law, "constant", "uniform", "exponential") : "constant") {
                case "uniform" -> {
                    double half = minutesOrNone(spread, unit) * halfWidth;
                    if (half > mean) {
                        throw wrong(spread, "must not be more than %s [%s]", value, text(value));
                    }
                    yield half == 0 ? new Distribution.Constant(mean) : Distribution.Uniform.around(mean, half);
                }
                case "exponential" -> {
                    if (mean == 0) {
                        throw wrong(value, "must be more than 0, the mean of an exponential law");
                    }
                    yield new Distribution.Exponential(mean);
                }
                default -> new Distribution.Constant(mean);
            };
        }
    }
}
