package throughline.scaling;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;
import throughline.spec.BadInput;

/// Runs that somebody made: their sizes and what loss they ended with, one a row.
///
/// Columns are found by what they hold, in any order: `N` also under `params` or `Model Size`, `D` under `tokens`,
/// `C` under `Training FLOP`, in any capitals; others are left alone. Numbers may have the suffix K, M, B or T. Of
/// `N`, `D` and `C` two are enough, by `C = 6 N D` (Kaplan and others, 2020).
///
/// ```java
/// var rows = Observations.csv(Path.of("losses.csv"));
/// var small = rows.where(row -> row.get("N") < 1e9);
/// double[] tokens = small.column("D");
/// ```
public final class Observations {
    /// Two for the forward pass, four for the backward.
    static final double FLOP_A_PARAMETER_AND_TOKEN = 6;

    private final String source;
    private final List<String> headings;
    private final List<String[]> cells;
    private final int[] lines;

    Observations(String source, List<String> headings, List<String[]> cells, int[] lines) {
        this.source = source;
        this.headings = List.copyOf(headings);
        this.cells = List.copyOf(cells);
        this.lines = lines.clone();
    }

    /// A row.
    public final class Row {
        private final int index;

        private Row(int index) {
            this.index = index;
        }

        /// The number in a column, as [Observations#column] has it.
        ///
        /// @throws BadInput where there is none
        public double get(String name) {
            return value(name, index);
        }

        /// What stands in a column, as text.
        ///
        /// @throws BadInput when there is no such column
        public String text(String name) {
            return cells.get(index)[place(name)];
        }
    }

    /// Rows of a CSV file: a line of headings, then numbers, between commas, semicolons or tabs. Empty lines and
    /// those that begin with `#` are left out.
    ///
    /// @throws BadInput when there is no such file, or a line has another number of cells than the headings
    public static Observations csv(Path file) {
        return ObservationsFile.read(file);
    }

    /// Rows of such a file's text.
    ///
    /// @param source of the text, for messages
    public static Observations parse(String source, String text) {
        return ObservationsFile.parse(source, text.lines().toList());
    }

    /// Rows of a table, named by it in messages.
    public static Observations of(Table table) {
        List<String[]> cells = new ArrayList<>();
        for (int row = 0; row < table.rowCount(); row++) {
            int at = row;
            cells.add(table.columns().stream()
                    .map(column -> column.isMissing(at) ? "" : String.valueOf(column.get(at)))
                    .toArray(String[]::new));
        }
        String name = table.name() == null || table.name().isEmpty() ? "table" : table.name();
        return new Observations(name, table.columnNames(), cells, count(cells.size()));
    }

    /// Rows out of columns of numbers.
    ///
    /// @param columns equally long, by name
    public static Observations of(Map<String, double[]> columns) {
        List<String> headings = List.copyOf(columns.keySet());
        int rows = columns.values().stream()
                .mapToInt(column -> column.length)
                .max()
                .orElse(0);
        columns.forEach((name, column) -> {
            if (column.length != rows) {
                throw new BadInput("column %s [%d numbers]: another has %d", name, column.length, rows);
            }
        });
        IntFunction<String[]> row = at -> headings.stream()
                .map(name -> Double.toString(columns.get(name)[at]))
                .toArray(String[]::new);
        return new Observations(
                "columns", headings, IntStream.range(0, rows).mapToObj(row).toList(), count(rows));
    }

    private static int[] count(int rows) {
        return IntStream.rangeClosed(1, rows).toArray();
    }

    /// How many rows there are.
    public int size() {
        return cells.size();
    }

    /// The rows, in order.
    public List<Row> rows() {
        return IntStream.range(0, size()).mapToObj(Row::new).toList();
    }

    /// Those rows that satisfy a condition, in order.
    public Observations where(Predicate<Row> condition) {
        return pick(IntStream.range(0, size())
                .filter(index -> condition.test(new Row(index)))
                .toArray());
    }

    /// The rows of some indices, which may repeat.
    Observations pick(int... indices) {
        return new Observations(
                source,
                headings,
                Arrays.stream(indices).mapToObj(cells::get).toList(),
                Arrays.stream(indices).map(index -> lines[index]).toArray());
    }

    /// Whether a column is there, or follows from others.
    public boolean has(String name) {
        return stands(name)
                || derived(name).stream().allMatch(this::stands)
                        && !derived(name).isEmpty();
    }

    /// The numbers of a column.
    ///
    /// @param name of what they are, such as `N`, `loss`, or the heading of any other column
    /// @throws BadInput naming source, line and column, when there is no such column or a cell is no number
    public double[] column(String name) {
        return IntStream.range(0, size())
                .mapToDouble(index -> value(name, index))
                .toArray();
    }

    /// The numbers of a column of which logarithms are to be taken.
    double[] positive(String name) {
        double[] column = column(name);
        for (int index = 0; index < column.length; index++) {
            if (!(column[index] > 0)) {
                throw new BadInput("%s, %s [%s] must be above 0", where(index), name, column[index]);
            }
        }
        return column;
    }

    private double value(String name, int index) {
        if (!stands(name) && has(name)) {
            double one = value(derived(name).get(0), index);
            double other = value(derived(name).get(1), index);
            return name.equalsIgnoreCase("C")
                    ? FLOP_A_PARAMETER_AND_TOKEN * one * other
                    : one / (FLOP_A_PARAMETER_AND_TOKEN * other);
        }
        int place = place(name);
        String text = cells.get(index)[place];
        double value = Headings.number(text) * Headings.factor(headings.get(place));
        if (!Double.isFinite(value)) {
            throw new BadInput(
                    "%s, %s [%s] must be a number, such as 2.1 or 70B", where(index), headings.get(place), text);
        }
        return value;
    }

    /// What stands in a column, as text, row by row.
    ///
    /// @throws BadInput when there is no such column
    public List<String> texts(String name) {
        int place = place(name);
        return cells.stream().map(row -> row[place]).toList();
    }

    /// The headings of all columns, in order.
    public List<String> headings() {
        return headings;
    }

    /// Where a row stands, for messages.
    ///
    /// @param index of the row, from 0
    public String where(int index) {
        return "%s, line %d".formatted(source, lines[index]);
    }

    private boolean stands(String name) {
        return Headings.find(name, headings).isPresent();
    }

    private static List<String> derived(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "N" -> List.of("C", "D");
            case "D" -> List.of("C", "N");
            case "C" -> List.of("N", "D");
            default -> List.of();
        };
    }

    private int place(String name) {
        OptionalInt place = Headings.find(name, headings);
        return place.orElseThrow(() -> new BadInput(
                "%s has no column [%s]%s; its columns are %s",
                source,
                name,
                derived(name).isEmpty() ? "" : ", nor both of " + derived(name) + " from which it follows",
                headings));
    }

    /// Where the rows come from, for messages: a file, a table's name.
    public String source() {
        return source;
    }
}
