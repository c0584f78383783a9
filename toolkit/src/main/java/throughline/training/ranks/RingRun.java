package throughline.training.ranks;

import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What every device did when, from a [RingTimes].
///
/// @param pieces of time
/// @param seconds until the last device has its outputs
public record RingRun(List<Piece> pieces, double seconds) {
    public RingRun {
        pieces = List.copyOf(pieces);
    }

    /// What a device does.
    public enum What {
        COMPUTE("compute"),
        /// Keys and values, to the next.
        KEYS("send keys and values"),
        /// Queries, to the next.
        QUERIES("send queries"),
        /// Outputs, to the owner of their queries.
        OUTPUTS("send outputs");

        private final String text;

        What(String text) {
            this.text = text;
        }

        /// In words.
        public String text() {
            return text;
        }
    }

    /// A piece of time.
    ///
    /// @param rank that computes, or sends
    /// @param step from 0
    /// @param what it does
    /// @param from seconds
    /// @param to   seconds
    public record Piece(int rank, int step, What what, double from, double to) {}

    /// The longest piece of a step over all devices, seconds. After the last step, one more holds the last outputs.
    ///
    /// @throws IllegalArgumentException if there is no such step
    public double step(int number) {
        return pieces.stream()
                .filter(piece -> piece.step() == number)
                .mapToDouble(piece -> piece.to() - piece.from())
                .max()
                .orElseThrow(() -> new IllegalArgumentException("there is no step [%d]".formatted(number)));
    }

    /// The pieces as a table with the columns `rank`, `step`, `what`, `from [s]` and `to [s]`.
    public Table table() {
        StringColumn ranks = StringColumn.create("rank");
        IntColumn steps = IntColumn.create("step");
        StringColumn whats = StringColumn.create("what");
        DoubleColumn from = DoubleColumn.create("from [s]");
        DoubleColumn to = DoubleColumn.create("to [s]");
        for (Piece piece : pieces) {
            ranks.append("rank " + piece.rank());
            steps.append(piece.step());
            whats.append(piece.what().text());
            from.append(piece.from());
            to.append(piece.to());
        }
        return Table.create("attention", ranks, steps, whats, from, to);
    }
}
