package throughline.data;

import java.util.List;
import throughline.data.Plot.Axis;

/// A table of numbers as colours.
///
/// @param title  what to see, as a sentence
/// @param x      names of the columns
/// @param y      names of the rows, from the top
/// @param value  of the cells: its label and unit, and whether colours follow its logarithm
/// @param values `[row][column]`; NaN where there is none
public record Heatmap(String title, Axis x, Axis y, Axis value, double[][] values) implements Drawing {
    public Heatmap {
        if (!x.named() || !y.named()) {
            throw new IllegalArgumentException("heatmap [%s]: both axes must have names".formatted(title));
        }
        List<double[]> rows = List.of(values);
        if (rows.size() != y.names().size()
                || rows.stream().anyMatch(row -> row.length != x.names().size())) {
            throw new IllegalArgumentException("heatmap [%s]: values must be %d rows of %d"
                    .formatted(title, y.names().size(), x.names().size()));
        }
    }

    @Override
    public Heatmap titled(String other) {
        return new Heatmap(other, x, y, value, values);
    }

    @Override
    public String text() {
        return "%s (%s over %s and %s)".formatted(title, value.text(), x.text(), y.text());
    }
}
