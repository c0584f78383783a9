package throughline.data;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import throughline.spec.BadInput;

/// Turns what DuckDB answers into a table. Tablesaw's own reader knows JDBC's types only, and DuckDB's sums are wider.
final class Answers {
    private Answers() {}

    /// @param query that was asked
    /// @throws BadInput naming a column that comes twice, in whatever case: a table cannot hold both
    static Table table(String query, ResultSet rows) throws SQLException {
        ResultSetMetaData about = rows.getMetaData();
        List<Column<?>> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int c = 1; c <= about.getColumnCount(); c++) {
            String name = about.getColumnLabel(c);
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                throw new BadInput(
                        "query [%s]: two columns are called [%s]; give one another name with AS", query, name);
            }
            columns.add(column(name, about.getColumnTypeName(c)));
        }
        while (rows.next()) {
            for (int c = 1; c <= columns.size(); c++) {
                append(columns.get(c - 1), rows.getObject(c));
            }
        }
        return Table.create("", columns);
    }

    private static Column<?> column(String name, String type) {
        String base = type.indexOf('(') < 0 ? type : type.substring(0, type.indexOf('('));
        return switch (base) {
            case "BOOLEAN" -> BooleanColumn.create(name);
            case "TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT" -> IntColumn.create(name);
            case "BIGINT", "UINTEGER" -> LongColumn.create(name);
            case "FLOAT", "DOUBLE", "DECIMAL", "UBIGINT", "HUGEINT", "UHUGEINT" -> DoubleColumn.create(name);
            default -> StringColumn.create(name);
        };
    }

    private static void append(Column<?> column, Object value) {
        if (value == null) {
            column.appendMissing();
            return;
        }
        switch (column) {
            case BooleanColumn truths -> truths.append((Boolean) value);
            case IntColumn wholes -> wholes.append(((Number) value).intValue());
            case LongColumn wholes -> wholes.append(((Number) value).longValue());
            case DoubleColumn numbers -> numbers.append(((Number) value).doubleValue());
            case StringColumn texts -> texts.append(value.toString());
            default -> throw new IllegalStateException("no such column: " + column.type());
        }
    }
}
