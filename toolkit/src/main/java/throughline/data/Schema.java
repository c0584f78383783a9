package throughline.data;

import java.util.List;
import java.util.regex.Pattern;

/// The columns of a table, described well enough that a stranger can use it.
///
/// @param table   name: letters, digits and underscores; also that of its folder, and of the table in SQL
/// @param about   what a row is
/// @param columns in order
public record Schema(String table, String about, List<Column> columns) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    public Schema {
        checkName("table", table);
        columns = List.copyOf(columns);
        if (columns.stream().map(Column::name).distinct().count() != columns.size()) {
            throw new IllegalArgumentException("table %s has two columns of one name".formatted(table));
        }
    }

    /// Names stand in SQL as they are.
    private static void checkName(String of, String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "%s name [%s] may hold only letters, digits and underscores, a letter first".formatted(of, name));
        }
    }

    /// Whether a table or column can have that name.
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /// The kind of value in a column.
    public enum Type {
        /// A whole number of 64 bits.
        LONG("BIGINT"),
        /// A whole number of 32 bits.
        INT("INTEGER"),
        /// A double.
        DOUBLE("DOUBLE"),
        /// Text.
        TEXT("VARCHAR");

        final String sql;

        Type(String sql) {
            this.sql = sql;
        }
    }

    /// A column.
    ///
    /// @param name  letters, digits and underscores
    /// @param type  of every value; none is missing
    /// @param unit  empty for a pure number or text
    /// @param about what it says
    public record Column(String name, Type type, String unit, String about) {
        public Column {
            checkName("column", name);
        }
    }
}
