package throughline.workshop.circular;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.random.Stream;

/// The study that the teaching paper is about: made up, with numbers as if its authors had timed real machines for a
/// long while. They are what is true of the queues, up to 1.2 % off, and rounded to three digits.
final class Study {
    private static final double ERROR = 0.012;
    private static final MathContext DIGITS = new MathContext(3);

    private final Map<Topic, Double> values = new EnumMap<>(Topic.class);
    private final Set<Topic> unprinted;

    /// @param stream    draws the errors
    /// @param unprinted what the study does not hold, though somebody remembers a number
    Study(Stream stream, Set<Topic> unprinted) {
        this.unprinted = unprinted;
        for (Topic topic : Topic.values()) {
            double timed = topic.truth() * (1 + stream.uniform(-ERROR, ERROR));
            values.put(topic, new BigDecimal(timed).round(DIGITS).doubleValue());
        }
    }

    double value(Topic topic) {
        return values.get(topic);
    }

    /// Where it stands, or is said to stand.
    static String where(Topic topic) {
        return "table %d, row %d".formatted(topic.ordinal() / 5 + 1, topic.ordinal() % 5 + 1);
    }

    /// What is printed, and where.
    Table table() {
        StringColumn rows = StringColumn.create("row");
        DoubleColumn numbers = DoubleColumn.create("printed");
        StringColumn units = StringColumn.create("unit");
        StringColumn places = StringColumn.create("where");
        for (Topic topic : Topic.values()) {
            if (!unprinted.contains(topic)) {
                rows.append(topic.key());
                numbers.append(value(topic));
                units.append(topic.unit());
                places.append(where(topic));
            }
        }
        return Table.create("the study as printed", rows, numbers, units, places);
    }
}
