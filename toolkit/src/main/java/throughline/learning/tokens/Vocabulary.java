package throughline.learning.tokens;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import throughline.spec.BadInput;

/// How rows of numbers become tokens: each column has bins of its own, and tokens of its own, which follow those of the
/// column before. A row is as many tokens as there are columns, in their order, so a model that has seen some columns
/// of an hour guesses the next, and at the end of the row the next hour.
///
/// @param columns at least one
public record Vocabulary(List<Bins> columns) {
    /// As many as a model takes; a token is a short.
    private static final int MOST = 32_000;

    /// The bins of a column: bin i holds what is at least edge i - 1 and less than edge i.
    ///
    /// @param column what is binned
    /// @param edges  rising; one bin more than edges
    public record Bins(String column, List<Double> edges) {
        public Bins {
            edges = List.copyOf(edges);
            for (int i = 0; i < edges.size(); i++) {
                if (!Double.isFinite(edges.get(i)) || i > 0 && edges.get(i) <= edges.get(i - 1)) {
                    throw new BadInput("column %s: edges %s must be finite and rise", column, edges);
                }
            }
        }

        /// How many there are.
        public int size() {
            return edges.size() + 1;
        }

        /// The bin that holds a number, from 0.
        public int bin(double value) {
            if (Double.isNaN(value)) {
                throw new BadInput("column %s has no bin for [NaN]", column);
            }
            int low = 0;
            int high = edges.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (edges.get(middle) <= value) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        /// Of values that are few, each has a bin; otherwise bins hold about as many values each.
        private static Bins fit(String column, double[] values, int most) {
            Arrays.sort(values);
            double[] distinct = Arrays.stream(values).distinct().toArray();
            List<Double> edges = new ArrayList<>();
            if (distinct.length <= most) {
                Arrays.stream(distinct).skip(1).forEach(edges::add);
                return new Bins(column, edges);
            }
            for (int i = 1; i < most; i++) {
                double edge = values[(int) ((long) i * values.length / most)];
                if (edge > (edges.isEmpty() ? values[0] : edges.getLast())) {
                    edges.add(edge);
                }
            }
            return new Bins(column, edges);
        }
    }

    public Vocabulary {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new BadInput("a vocabulary needs at least 1 column; there are [0]");
        }
        int size = columns.stream().mapToInt(Bins::size).sum();
        if (size > MOST) {
            throw new BadInput(
                    "a vocabulary of [%d] tokens: at most %d can be told apart; give fewer bins", size, MOST);
        }
    }

    /// The bins of training runs.
    ///
    /// @param names of the columns
    /// @param runs  `[column][row]` of each, finite; held-out runs must not be among them
    /// @param most  bins of a column, from 2 to 1000
    /// @throws BadInput when a run has other columns, there is no row, a number is not finite, or tokens are more
    /// than 32,000
    public static Vocabulary fit(List<String> names, List<double[][]> runs, int most) {
        if (most < 2 || most > 1_000) {
            throw new BadInput("bins [%d] must be from 2 to 1000", most);
        }
        List<Bins> columns = new ArrayList<>();
        for (int c = 0; c < names.size(); c++) {
            int column = c;
            String name = names.get(c);
            runs.forEach(run -> requireColumns(run, names.size()));
            double[] values = runs.stream()
                    .flatMapToDouble(run -> Arrays.stream(run[column]))
                    .toArray();
            if (values.length == 0) {
                throw new BadInput("column %s: bins need at least 1 row of a run; there are [0]", name);
            }
            Arrays.stream(values)
                    .filter(value -> !Double.isFinite(value))
                    .findFirst()
                    .ifPresent(value -> {
                        throw new BadInput("column %s [%s]: bins are taken from finite numbers", name, value);
                    });
            columns.add(Bins.fit(name, values, most));
        }
        return new Vocabulary(columns);
    }

    /// How many tokens there are, numbered from 0.
    public int size() {
        return columns.stream().mapToInt(Bins::size).sum();
    }

    /// The tokens of a run, row by row.
    ///
    /// @param run `[column][row]`; numbers beyond the bins fall into the outermost
    /// @throws BadInput when it has other columns, or a number is NaN
    public short[] encode(double[][] run) {
        requireColumns(run, columns.size());
        short[] tokens = new short[run.length * run[0].length];
        int first = 0;
        for (int c = 0; c < run.length; c++) {
            for (int row = 0; row < run[c].length; row++) {
                tokens[row * run.length + c] = (short) (first + columns.get(c).bin(run[c][row]));
            }
            first += columns.get(c).size();
        }
        return tokens;
    }

    private static void requireColumns(double[][] run, int columns) {
        if (run.length != columns || Arrays.stream(run).anyMatch(values -> values.length != run[0].length)) {
            throw new BadInput(
                    "a run has columns of %s rows; the vocabulary needs %d columns of equal length",
                    Arrays.toString(
                            Arrays.stream(run).mapToInt(values -> values.length).toArray()),
                    columns);
        }
    }
}
