package throughline.workshop.league;

import java.util.Optional;
import throughline.fab.Dispatch;

/// One rule of a league, as it was handed in.
///
/// @param name     of who handed it in, unique in a league
/// @param text     an expression of Java that gives a [Dispatch]; may span lines
/// @param file     where it stands, for errors; empty when it was not read from a file
/// @param line     of its first character in that file, from 1
/// @param column   of its first character in that line, from 1
/// @param rule     the rule itself, where it needs no compiling
/// @param baseline whether it runs along to be beaten
/// @param fault    why it cannot even be compiled, such as a line without a name; empty when it can
public record Entry(
        String name,
        String text,
        String file,
        int line,
        int column,
        Optional<Dispatch> rule,
        boolean baseline,
        String fault) {
    /// An expression that was read from a file.
    public static Entry read(String name, String text, String file, int line, int column) {
        return new Entry(name, text, file, line, column, Optional.empty(), false, "");
    }

    /// An expression.
    public static Entry of(String name, String text) {
        return read(name, text, "", 1, 1);
    }

    /// A rule that is there already, such as one of a notebook. Runs share it, on several threads: it must not
    /// remember anything.
    public static Entry of(String name, Dispatch rule) {
        return new Entry(name, "(a rule of this program)", "", 1, 1, Optional.of(rule), false, "");
    }

    /// A line of a file that holds no rule.
    static Entry faulty(String name, String text, String file, int line, String fault) {
        return new Entry(name, text, file, line, 1, Optional.empty(), false, fault);
    }

    /// This, to be beaten.
    Entry asBaseline() {
        return new Entry(name, text, file, line, column, rule, true, fault);
    }

    /// Where a character of the expression stands.
    ///
    /// @param lines   behind the expression's first line, 0 or more
    /// @param columns in its line, from 1
    /// @return such as `entries.txt, line 3, column 14`; without a file, as in a text of its own
    String place(int lines, int columns) {
        int lastLine = (int) text.lines().count() - 1;
        int row = Math.clamp(lines, 0, Math.max(0, lastLine));
        int inLine = row == 0 ? column - 1 + columns : columns;
        String place = "line %d, column %d".formatted(line + row, inLine);
        return file.isEmpty() ? place : file + ", " + place;
    }
}
