package throughline.learning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import throughline.spec.BadInput;

/// One run as regular series: several columns of equally many values, at equal steps of time, and the knobs that were
/// set for the whole run. Immutable; every value and knob is finite.
public final class Series {
    /// Steps are equal when they differ by less than this share: times in hours are often rounded quarters.
    private static final double STEP_TOLERANCE = 1e-6;

    private final String run;
    private final double start;
    private final double step;
    private final List<String> columns;
    private final double[][] values;
    private final SequencedMap<String, Double> knobs;

    /// @param run     identifies the run; splits are made by it
    /// @param start   time of the first value, in the unit of the data
    /// @param step    time between values, positive, in the same unit
    /// @param columns names, one for each row of `values`
    /// @param values  `[column][step]`; copied
    /// @param knobs   what was set for this run, in order
    /// @throws BadInput if the columns are unequally long, one is there twice, a value or a knob is not finite, or
    ///                  the step is not positive
    public Series(
            String run,
            double start,
            double step,
            List<String> columns,
            double[][] values,
            SequencedMap<String, Double> knobs) {
        this.run = run;
        this.start = start;
        this.step = step;
        this.columns = List.copyOf(columns);
        this.values = new double[values.length][];
        this.knobs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(knobs));
        if (columns.isEmpty() || values.length != columns.size()) {
            throw new BadInput(
                    "run %s: [%d] rows of values for [%d] columns; one row each, at least one",
                    run, values.length, columns.size());
        }
        requireRegular();
        for (int c = 0; c < values.length; c++) {
            if (values[c].length != values[0].length) {
                throw new BadInput(
                        "run %s: column %s has [%d] values, column %s has %d; all must have as many",
                        run, columns.get(c), values[c].length, columns.get(0), values[0].length);
            }
            this.values[c] = values[c].clone();
            requireFinite(c);
        }
    }

    private void requireRegular() {
        if (!Double.isFinite(start) || !(step > 0 && step < Double.POSITIVE_INFINITY)) {
            throw new BadInput(
                    "run %s: start [%s] and step [%s] must be finite, and the step positive", run, start, step);
        }
        if (new LinkedHashSet<>(columns).size() < columns.size()) {
            throw new BadInput("run %s: columns %s; none may be there twice", run, columns);
        }
        knobs.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw new BadInput("run %s: knob %s is [%s]; it must be a finite number", run, name, value);
            }
        });
    }

    private void requireFinite(int column) {
        for (int i = 0; i < values[column].length; i++) {
            if (!Double.isFinite(values[column][i])) {
                throw new BadInput(
                        "run %s, time %s: %s is [%s]; a series needs a finite number at each step",
                        run, number(start + i * step), columns.get(column), values[column][i]);
            }
        }
    }

    /// The runs of a table without knobs; see [#of(Table, String, String, List, List)].
    public static List<Series> of(Table table, String run, String time, List<String> values) {
        return of(table, run, time, values, List.of());
    }

    /// The runs of a table, in order of first appearance.
    ///
    /// @param table  one row for each run and time; rows of one run in ascending time, runs in any order
    /// @param run    column that identifies the run, of any type
    /// @param time   column of times, numeric
    /// @param values columns that change in time, numeric or boolean (0 and 1)
    /// @param knobs  columns that are constant in a run; a text column `c` becomes one knob `c=v` for each value
    ///               `v` of the table, in sorted order, which is 1 in the runs that have it and 0 elsewhere
    /// @throws BadInput if a column is missing or of the wrong type, a cell is empty, times are not equally spaced,
    ///                  two runs step differently, or a knob changes within a run
    public static List<Series> of(Table table, String run, String time, List<String> values, List<String> knobs) {
        Column<?> runs = column(table, run);
        double[] times = numbers(table, time, run);
        double[][] cells = new double[values.size()][];
        for (int c = 0; c < cells.length; c++) {
            cells[c] = numbers(table, values.get(c), run);
        }
        SequencedMap<String, double[]> settings = settings(table, knobs, run);
        List<Series> all = new ArrayList<>();
        for (var rows : rowsByRun(runs).entrySet()) {
            all.add(one(rows.getKey(), rows.getValue(), times, values, cells, settings));
            requireSameStep(all.getFirst(), all.getLast());
        }
        if (all.isEmpty()) {
            throw new BadInput("table [%s] has no rows; a run needs at least two", table.name());
        }
        return List.copyOf(all);
    }

    private static Map<String, List<Integer>> rowsByRun(Column<?> runs) {
        Map<String, List<Integer>> rows = new LinkedHashMap<>();
        requireFilled(runs);
        for (int r = 0; r < runs.size(); r++) {
            rows.computeIfAbsent(runs.getString(r), name -> new ArrayList<>()).add(r);
        }
        return rows;
    }

    private static void requireFilled(Column<?> texts) {
        for (int r = 0; r < texts.size(); r++) {
            // A text that was set to be missing is empty, and Tablesaw does not call it missing.
            if (texts.isMissing(r) || texts.getString(r).isEmpty()) {
                throw new BadInput("row %d: %s is [empty]; every row needs one", r + 1, texts.name());
            }
        }
    }

    private static Series one(
            String run,
            List<Integer> rows,
            double[] times,
            List<String> columns,
            double[][] cells,
            SequencedMap<String, double[]> settings) {
        double start = times[rows.getFirst()];
        double step = equalStep(run, rows, times);
        double[][] values = new double[cells.length][rows.size()];
        for (int c = 0; c < cells.length; c++) {
            for (int i = 0; i < rows.size(); i++) {
                values[c][i] = cells[c][rows.get(i)];
            }
        }
        SequencedMap<String, Double> knobs = new LinkedHashMap<>();
        settings.forEach((name, setting) -> knobs.put(name, constant(run, name, rows, times, setting)));
        return new Series(run, start, step, columns, values, knobs);
    }

    private static double equalStep(String run, List<Integer> rows, double[] times) {
        if (rows.size() < 2) {
            throw new BadInput("run %s has [%d] row; a series needs at least two", run, rows.size());
        }
        double first = times[rows.get(1)] - times[rows.get(0)];
        for (int i = 1; i < rows.size(); i++) {
            double step = times[rows.get(i)] - times[rows.get(i - 1)];
            if (!(step > 0) || Math.abs(step - first) > STEP_TOLERANCE * Math.abs(first)) {
                throw new BadInput(
                        "run %s, time %s: the step is [%s], before it %s; times of a run must ascend in equal steps",
                        run, number(times[rows.get(i)]), number(step), number(first));
            }
        }
        return first;
    }

    private static double constant(String run, String name, List<Integer> rows, double[] times, double[] setting) {
        double value = setting[rows.getFirst()];
        for (int row : rows) {
            if (setting[row] != value) {
                throw new BadInput(
                        "run %s, time %s: knob %s changes from %s to [%s]; a knob is constant in a run",
                        run, number(times[row]), name, number(value), number(setting[row]));
            }
        }
        return value;
    }

    private static void requireSameStep(Series first, Series next) {
        if (Math.abs(next.step - first.step) > STEP_TOLERANCE * first.step) {
            throw new BadInput(
                    "run %s steps by [%s], run %s by %s; all runs must share one step",
                    next.run, number(next.step), first.run, number(first.step));
        }
    }

    private static Column<?> column(Table table, String name) {
        if (!table.columnNames().contains(name)) {
            throw new BadInput("no column [%s]; the table has %s", name, String.join(", ", table.columnNames()));
        }
        return table.column(name);
    }

    private static double[] numbers(Table table, String name, String run) {
        Column<?> column = column(table, name);
        double[] numbers =
                switch (column) {
                    case NumericColumn<?> numeric -> numeric.asDoubleArray();
                    case BooleanColumn truth -> truth.asDoubleArray();
                    default ->
                        throw new BadInput(
                                "column %s is of type [%s]; it must be numeric or boolean",
                                name, column.type().name());
                };
        for (int r = 0; r < numbers.length; r++) {
            if (column.isMissing(r)) {
                throw new BadInput(
                        "run %s, row %d: %s is [empty]; it must be a number",
                        table.column(run).getString(r), r + 1, name);
            }
        }
        return numbers;
    }

    private static SequencedMap<String, double[]> settings(Table table, List<String> knobs, String run) {
        SequencedMap<String, double[]> settings = new LinkedHashMap<>();
        for (String knob : knobs) {
            Column<?> column = column(table, knob);
            if (column instanceof NumericColumn<?> || column instanceof BooleanColumn) {
                settings.put(knob, numbers(table, knob, run));
            } else {
                requireFilled(column);
                String[] texts = column.asStringColumn().asObjectArray();
                for (String text : new TreeSet<>(List.of(texts))) {
                    double[] is = new double[texts.length];
                    for (int r = 0; r < texts.length; r++) {
                        is[r] = texts[r].equals(text) ? 1 : 0;
                    }
                    settings.put(knob + "=" + text, is);
                }
            }
        }
        return settings;
    }

    /// A number as a person writes it: without a trailing `.0`.
    private static String number(double x) {
        return x == Math.rint(x) && Math.abs(x) < 1e15 ? Long.toString((long) x) : Double.toString(x);
    }

    /// Identifies the run.
    public String run() {
        return run;
    }

    /// Time of the first value, in the unit of the data.
    public double start() {
        return start;
    }

    /// Time between values, in the unit of the data.
    public double step() {
        return step;
    }

    /// How many steps there are.
    public int length() {
        return values[0].length;
    }

    /// Time of step `i`, in the unit of the data.
    public double time(int i) {
        return start + i * step;
    }

    /// The names of the columns that change in time.
    public List<String> columns() {
        return columns;
    }

    /// What was set for this run, in order.
    public SequencedMap<String, Double> knobs() {
        return knobs;
    }

    /// A copy of one column.
    ///
    /// @throws BadInput if there is no such column
    public double[] values(String column) {
        return raw(column).clone();
    }

    /// The setting of one knob.
    ///
    /// @throws BadInput if there is no such knob
    public double knob(String name) {
        Double value = knobs.get(name);
        if (value == null) {
            throw new BadInput("run %s: no knob [%s]; there are %s", run, name, known(knobs.keySet()));
        }
        return value;
    }

    /// One column as it is stored: views share it, nobody writes to it.
    double[] raw(String column) {
        int index = columns.indexOf(column);
        if (index < 0) {
            throw new BadInput("run %s: no column [%s]; there are %s", run, column, known(columns));
        }
        return values[index];
    }

    private static String known(Iterable<String> names) {
        String joined = String.join(", ", names);
        return joined.isEmpty() ? "none" : joined;
    }

    /// The names of the knobs that a text column would become here: every knob `column=...`, or the column itself.
    List<String> knobsOf(String column) {
        if (knobs.containsKey(column)) {
            return List.of(column);
        }
        var indicators = new LinkedHashSet<String>();
        for (String name : knobs.keySet()) {
            if (name.startsWith(column + "=")) {
                indicators.add(name);
            }
        }
        if (indicators.isEmpty()) {
            knob(column);
        }
        return List.copyOf(indicators);
    }

    @Override
    public String toString() {
        return "run %s: %d steps of %s, %s".formatted(run, length(), number(step), String.join(", ", columns));
    }
}
