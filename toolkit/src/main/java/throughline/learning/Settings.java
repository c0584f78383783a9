package throughline.learning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import throughline.spec.BadInput;

/// What can be set of a forecaster before it learns: named numbers, each with a default and a range. So a forecaster
/// can be made from texts, told apart in a table, and saved with what it has learnt.
public final class Settings {
    private final String of;
    private final SequencedMap<String, Range> ranges = new LinkedHashMap<>();
    private final SequencedMap<String, Double> values = new LinkedHashMap<>();

    /// As of the last fit; null before one.
    private SequencedMap<String, Double> fitted;

    private record Range(double least, double most, boolean whole) {
        boolean holds(double value) {
            return value >= least && value <= most && (!whole || value == Math.rint(value));
        }
    }

    /// No settings yet.
    ///
    /// @param of the forecaster's kind, for messages
    public Settings(String of) {
        this.of = of;
    }

    /// A whole number that can be set.
    ///
    /// @param least smallest value allowed
    /// @param most  largest value allowed
    public Settings whole(String name, long usual, long least, long most) {
        ranges.put(name, new Range(least, most, true));
        values.put(name, (double) usual);
        return this;
    }

    /// A number that can be set.
    ///
    /// @param least smallest value allowed
    /// @param most  largest value allowed
    public Settings real(String name, double usual, double least, double most) {
        ranges.put(name, new Range(least, most, false));
        values.put(name, usual);
        return this;
    }

    /// Sets one.
    ///
    /// @throws BadInput if there is no such setting, or the value is out of its range
    public void set(String name, double value) {
        Range range = ranges.get(name);
        if (range == null) {
            throw new BadInput("%s: no option [%s]; there are %s", of, name, String.join(", ", ranges.keySet()));
        }
        if (!range.holds(value)) {
            throw new BadInput(
                    "%s: %s [%s] must be %s from %s to %s",
                    of,
                    name,
                    text(value),
                    range.whole() ? "a whole number" : "a number",
                    text(range.least()),
                    text(range.most()));
        }
        values.put(name, value);
    }

    /// Sets one from its text.
    ///
    /// @throws BadInput as [#set(String, double)], and if the text is no number
    public void set(String name, String value) {
        try {
            set(name, Double.parseDouble(value));
        } catch (NumberFormatException e) {
            throw new BadInput("%s: %s [%s] is not a number", of, name, value);
        }
    }

    /// Whether there is such a setting.
    public boolean has(String name) {
        return ranges.containsKey(name);
    }

    /// The value in force of a whole number.
    public int whole(String name) {
        return (int) real(name);
    }

    /// The value in force.
    ///
    /// @throws BadInput if there is no such setting
    public double real(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new BadInput("%s: no option [%s]; there are %s", of, name, String.join(", ", ranges.keySet()));
        }
        return value;
    }

    /// All values in force, in order.
    public SequencedMap<String, Double> values() {
        return Collections.unmodifiableSequencedMap(values);
    }

    /// Sets all of these.
    ///
    /// @throws BadInput as [#set(String, double)]
    public void setAll(Map<String, Double> others) {
        others.forEach(this::set);
    }

    /// Remembers the values in force as those of a fit that begins.
    void keep() {
        fitted = new LinkedHashMap<>(values);
    }

    /// The values of the last fit, which belong to what it has learnt; those in force where no fit was remembered.
    SequencedMap<String, Double> ofFit() {
        return fitted == null ? values() : Collections.unmodifiableSequencedMap(fitted);
    }

    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
