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

    /// A click, or the return key, on a column's head sorts by it. Where scripts are stripped the table just stands.
    private static final String SORT = """
            <script>
            document.querySelectorAll("table[data-sortable]").forEach(function (table) {
              if (table.dataset.ready) return;
              table.dataset.ready = "yes";
              var body = table.tBodies[0];
              Array.from(table.tHead.rows[0].cells).forEach(function (head, column) {
                function key(row) {
                  var cell = row.cells[column], text = cell.dataset.sort || cell.textContent, number = Number(text);
                  return text === "" || isNaN(number) ? text : number;
                }
                function sort() {
                  var up = head.getAttribute("aria-sort") !== "ascending";
                  var rows = Array.from(body.rows).sort(function (a, b) {
                    var x = key(a), y = key(b);
                    var order = typeof x === typeof y ? (x < y ? -1 : x > y ? 1 : 0) : typeof x === "number" ? -1 : 1;
                    return up ? order : -order;
                  });
                  Array.from(head.parentNode.cells).forEach(function (other) { other.removeAttribute("aria-sort"); });
                  head.setAttribute("aria-sort", up ? "ascending" : "descending");
                  rows.forEach(function (row) { body.appendChild(row); });
                }
                head.tabIndex = 0;
                head.style.cursor = "pointer";
                head.title = "sort";
                head.addEventListener("click", sort);
                head.addEventListener("keydown", function (event) {
                  if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(); }
                });
              });
            });
            </script>""";

    /// How a cell looks beyond its text, as CSS; empty for as usual.
    @FunctionalInterface
    interface Styling {
        String of(String column, String text);
    }

    Bundle bundle() {
        return bundle((column, text) -> "");
    }

    Bundle bundle(Styling styling) {
        return Bundle.html(html(styling), text());
    }

    /// A column, cut to the rows shown.
    private record Shown(String name, boolean number, List<String> cells, List<String> keys) {
        int width() {
            return cells.stream().mapToInt(String::length).reduce(name.length(), Math::max);
        }

        String padded(String text) {
            return ("%" + (number ? "" : "-") + width() + "s").formatted(text);
        }

        String head() {
            String side = number ? "right" : "left";
            return "<th align=\"%1$s\" style=\"text-align:%1$s\">%2$s</th>".formatted(side, Html.escape(name));
        }

        /// A number is sorted by all its digits, not by those shown.
        String cell(int row, String style) {
            String side = number ? "right" : "left";
            return "<td align=\"%1$s\" style=\"text-align:%1$s%3$s\"%4$s>%2$s</td>"
                    .formatted(
                            side,
                            Html.escape(cells.get(row)),
                            style.isEmpty() ? "" : ";" + style,
                            keys.get(row).equals(cells.get(row)) ? "" : " data-sort=\"%s\"".formatted(keys.get(row)));
        }
    }

    private String html(Styling styling) {
        List<Shown> columns = columns();
        String head = columns.stream().map(Shown::head).collect(Collectors.joining());
        String body = IntStream.range(0, rows())
                .mapToObj(row -> columns.stream()
                        .map(c -> c.cell(row, styling.of(c.name(), c.cells().get(row))))
                        .collect(Collectors.joining("", "<tr>", "</tr>\n")))
                .collect(Collectors.joining());
        return "<div style=\"overflow-x:auto\"><table data-sortable>\n<thead><tr>%s</tr></thead>\n<tbody>\n%s</tbody>\n</table></div>\n<p>%s</p>\n%s"
                .formatted(
                        head,
                        body,
                        Html.escape(count() + (table.rowCount() > ROWS ? "; a head sorts these" : "")),
                        SORT);
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
                    .mapToObj(row ->
                            column.isMissing(row) ? "" : column.getString(row).replaceAll("\\p{Cntrl}+", " "))
                    .toList();
            return new Shown(column.name(), false, cells, cells);
        }
        NumberText format = NumberText.of(
                IntStream.range(0, rows())
                        .filter(row -> !numbers.isMissing(row))
                        .mapToDouble(numbers::getDouble)
                        .toArray(),
                4);
        List<String> cells = IntStream.range(0, rows())
                .mapToObj(row -> numbers.isMissing(row) ? "" : format.text(numbers.get(row)))
                .toList();
        List<String> keys = IntStream.range(0, rows())
                .mapToObj(row -> numbers.isMissing(row) ? "" : String.valueOf(numbers.get(row)))
                .toList();
        return new Shown(column.name(), true, cells, keys);
    }
}
