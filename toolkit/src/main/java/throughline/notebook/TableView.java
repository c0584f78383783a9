package throughline.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// A table as people read it: numbers to the right and rounded alike within a column, the first rows only.
///
/// @param table any Tablesaw table
record TableView(Table table) {
    private static final int ROWS = 30;

    Bundle bundle() {
        return Bundle.html(html(), text());
    }

    /// A column, cut to the rows shown.
    private record Shown(String name, boolean number, List<String> cells) {
        int width() {
            return cells.stream().mapToInt(String::length).reduce(name.length(), Math::max);
        }

        String padded(String text) {
            return ("%" + (number ? "" : "-") + width() + "s").formatted(text);
        }

        String cell(String tag, String text) {
            String side = number ? "right" : "left";
            return "<%1$s align=\"%2$s\" style=\"text-align:%2$s\">%3$s</%1$s>".formatted(tag, side, Html.escape(text));
        }
    }

    String html() {
        List<Shown> columns = columns();
        String head = columns.stream().map(c -> c.cell("th", c.name())).collect(Collectors.joining());
        String body = IntStream.range(0, rows())
                .mapToObj(row -> columns.stream()
                        .map(c -> c.cell("td", c.cells().get(row)))
                        .collect(Collectors.joining("", "<tr>", "</tr>\n")))
                .collect(Collectors.joining());
        return "<table>\n<thead><tr>%s</tr></thead>\n<tbody>\n%s</tbody>\n</table>\n<p>%s</p>"
                .formatted(head, body, Html.escape(count()));
    }

    String text() {
        List<Shown> columns = columns();
        List<String> lines = new ArrayList<>();
        lines.add(columns.stream().map(c -> c.padded(c.name())).collect(Collectors.joining("  ")));
        for (int row = 0; row < rows(); row++) {
            int r = row;
            lines.add(columns.stream().map(c -> c.padded(c.cells().get(r))).collect(Collectors.joining("  ")));
        }
        lines.add(count());
        return lines.stream().map(String::stripTrailing).collect(Collectors.joining("\n"));
    }

    private int rows() {
        return Math.min(ROWS, table.rowCount());
    }

    private String count() {
        String all = String.format(Locale.ROOT, "%,d %s", table.rowCount(), table.rowCount() == 1 ? "row" : "rows");
        return table.rowCount() > ROWS ? "the first %d of %s".formatted(ROWS, all) : all;
    }

    private List<Shown> columns() {
        return table.columns().stream().map(this::shown).toList();
    }

    private Shown shown(Column<?> column) {
        if (!(column instanceof NumericColumn<?> numbers)) {
            List<String> cells = IntStream.range(0, rows())
                    .mapToObj(row -> column.isMissing(row) ? "" : column.getString(row))
                    .toList();
            return new Shown(column.name(), false, cells);
        }
        Numbers format = Numbers.of(IntStream.range(0, rows())
                .filter(row -> !numbers.isMissing(row))
                .mapToDouble(numbers::getDouble)
                .toArray());
        List<String> cells = IntStream.range(0, rows())
                .mapToObj(row -> numbers.isMissing(row) ? "" : format.text(numbers.get(row)))
                .toList();
        return new Shown(column.name(), true, cells);
    }

    /// How all numbers of one column are written: with as many decimals as give the largest four digits, or with an
    /// exponent where that would hide the small ones.
    private record Numbers(int decimals, boolean exponent) {
        static Numbers of(double[] values) {
            double[] sizes = IntStream.range(0, values.length)
                    .mapToDouble(i -> Math.abs(values[i]))
                    .filter(size -> size > 0 && Double.isFinite(size))
                    .sorted()
                    .toArray();
            boolean whole = IntStream.range(0, values.length).allMatch(i -> values[i] == Math.rint(values[i]));
            if (sizes.length == 0) {
                return new Numbers(0, false);
            }
            double largest = sizes[sizes.length - 1];
            if (whole && largest < 1e15) {
                return new Numbers(0, false);
            }
            boolean exponent = largest >= 1e9 || largest < 1e-3 || sizes[sizes.length / 2] < 1e-4 * largest;
            int before = (int) Math.floor(Math.log10(largest));
            return new Numbers(Math.max(0, 3 - before), exponent);
        }

        String text(Number value) {
            if (value instanceof Long || value instanceof Integer || value instanceof Short) {
                return grouped(value.longValue());
            }
            double number = value.doubleValue();
            if (!Double.isFinite(number)) {
                return String.valueOf(number);
            }
            if (exponent && number != 0) {
                return String.format(Locale.ROOT, "%.3e", number);
            }
            return decimals == 0 || exponent
                    ? grouped(Math.round(number))
                    : String.format(Locale.ROOT, "%." + decimals + "f", number);
        }

        /// Years and small counts read better without separators.
        private static String grouped(long value) {
            return Math.abs(value) < 10_000 ? Long.toString(value) : String.format(Locale.ROOT, "%,d", value);
        }
    }
}
