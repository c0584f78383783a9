package throughline.data;

import java.util.List;

/// The columns of a table, described well enough that a stranger can use it.
///
/// @param table   name, also the name of its folder
/// @param about   what a row is
/// @param columns in order
public record Schema(String table, String about, List<Column> columns) {
    public Schema {
        columns = List.copyOf(columns);
        if (columns.stream().map(Column::name).distinct().count() != columns.size()) {
            throw new IllegalArgumentException("table %s has two columns of one name".formatted(table));
        }
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
            if (!name.matches("[A-Za-z][A-Za-z0-9_]*")) {
                throw new IllegalArgumentException(
                        "column name [%s] may hold only letters, digits and underscores".formatted(name));
            }
        }
    }
}
