package throughline.papers;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A paper's reported values, readable by key, and a record of which were read. Handed to what may see them: a fit
/// ([Evidence#fit]), a [Null], a figure.
public final class Published {
    private final Map<String, Reported> rows;
    private final Set<String> read = new LinkedHashSet<>();

    private Published(Map<String, Reported> rows) {
        this.rows = rows;
    }

    static Published of(List<Reported> reported) {
        Map<String, Reported> rows = new LinkedHashMap<>();
        for (Reported row : reported) {
            if (rows.put(row.key(), row) != null) {
                throw new IllegalArgumentException("two reported rows are called [%s]".formatted(row.key()));
            }
        }
        return new Published(rows);
    }

    /// The reported value of a row.
    ///
    /// @throws IllegalArgumentException if there is no such row or its value is not known
    public double value(String key) {
        double value = row(key).value()
                .orElseThrow(() -> new IllegalArgumentException("the value of [%s] is not known".formatted(key)));
        read.add(key);
        return value;
    }

    /// The reported values of several rows, in the order given.
    public double[] values(String... keys) {
        double[] values = new double[keys.length];
        for (int i = 0; i < keys.length; i++) {
            values[i] = value(keys[i]);
        }
        return values;
    }

    Reported row(String key) {
        Reported row = rows.get(key);
        if (row == null) {
            throw new IllegalArgumentException("no reported row [%s]; there are %s".formatted(key, rows.keySet()));
        }
        return row;
    }

    Set<String> keys() {
        return rows.keySet();
    }

    /// The keys that were read here.
    Set<String> read() {
        return new LinkedHashSet<>(read);
    }

    /// The same rows with nothing read yet.
    Published unread() {
        return new Published(rows);
    }

    /// These rows, those named changed.
    Published changed(Set<String> keys, UnaryOperator<Reported> change) {
        Map<String, Reported> next = new LinkedHashMap<>(rows);
        next.replaceAll((key, row) -> keys.contains(key) ? change.apply(row) : row);
        return new Published(next);
    }
}
