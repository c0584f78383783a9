package throughline.notebook;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import throughline.data.Heatmap;
import throughline.data.Multiples;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.data.Sample;
import throughline.spec.BadInput;

/// A table on its way to a figure; [Figure#from] makes one. What is set here holds for the figure that a last word,
/// such as [#line], makes of it. Columns are named as in the table; a unit in brackets at the end of a name goes to the
/// axis, so that `turnaround [h]` is labelled just so.
///
/// Every method throws [BadInput] when there is no such column, naming those there are, or when a column that must hold
/// numbers does not.
public final class FromTable {
    private static final Pattern UNIT = Pattern.compile("(.*?)\\s*\\[([^\\]]*)]\\s*");
    /// Names longer than this, all together, stand beside lying bars better than below upright ones.
    private static final int MOST_LETTERS = 60;

    private static final int MOST_BINS = 60;
    private static final String MISSING = "(missing)";

    private final Table table;
    /// Of the table, in the order in which they are drawn.
    private final int[] rows;

    private final Optional<String> by;
    private final Optional<String> low;
    private final Optional<String> high;
    private final Optional<String> labels;

    FromTable(Table table) {
        this(
                table,
                IntStream.range(0, table.rowCount()).toArray(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private FromTable(
            Table table,
            int[] rows,
            Optional<String> by,
            Optional<String> low,
            Optional<String> high,
            Optional<String> labels) {
        this.table = table;
        this.rows = rows;
        this.by = by;
        this.low = low;
        this.high = high;
        this.labels = labels;
    }

    /// One series for each value of a column.
    public FromTable by(String column) {
        column(column);
        return new FromTable(table, rows, Optional.of(column), low, high, labels);
    }

    /// A band around a line, an interval through a point.
    public FromTable band(String lowColumn, String highColumn) {
        numbers(lowColumn);
        numbers(highColumn);
        return new FromTable(table, rows, by, Optional.of(lowColumn), Optional.of(highColumn), labels);
    }

    /// A name beside each point where there is room.
    public FromTable labels(String column) {
        column(column);
        return new FromTable(table, rows, by, low, high, Optional.of(column));
    }

    /// Lines, in the order of x; with a band where one is set.
    ///
    /// @param y one column or several of one unit
    public Figure line(String x, String... y) {
        return Figure.of(series(x, y, (plot, name, part, column) -> {
            FromTable sorted = part.sorted(x);
            return plot.with(new Plot.Series(
                    name,
                    Plot.Kind.LINE,
                    sorted.values(x),
                    sorted.values(column),
                    sorted.edge(low),
                    sorted.edge(high),
                    false));
        }));
    }

    /// Steps: each value holds until the next x.
    ///
    /// @param y one column or several of one unit
    public Figure step(String x, String... y) {
        return Figure.of(series(x, y, (plot, name, part, column) -> {
            FromTable sorted = part.sorted(x);
            return plot.step(name, sorted.values(x), sorted.values(column));
        }));
    }

    /// Points, with an interval each where a band is set, and a name where labels are.
    public Figure scatter(String x, String y) {
        return Figure.of(series(
                x,
                new String[] {y},
                (plot, name, part, column) -> plot.with(new Plot.Series(
                        name,
                        Plot.Kind.POINTS,
                        part.values(x),
                        part.values(column),
                        part.edge(low),
                        part.edge(high),
                        false,
                        labels.map(part::texts).orElse(List.of())))));
    }

    /// One bar for each name, those of several series side by side; lying where the names are long.
    ///
    /// @throws BadInput when a name occurs twice in one series
    public Figure bar(String names, String value) {
        return Figure.of(named(names, value, (plot, name, values) -> plot.bars(name, values)));
    }

    /// One bar for each name, a piece of it for each series.
    ///
    /// @throws BadInput when a name occurs twice in one series
    public Figure stack(String names, String value) {
        return Figure.of(named(names, value, (plot, name, values) -> plot.stack(name, values)));
    }

    /// One point for each name, with the interval of the band.
    ///
    /// @throws BadInput when no band is set, or a name occurs twice in one series
    public Figure intervals(String names, String value) {
        if (low.isEmpty()) {
            throw new BadInput("intervals need their ends: set them with band(low, high)");
        }
        return Figure.of(named(names, value, (plot, name, values) -> {
            FromTable part = parts().get(name);
            return plot.intervals(
                    name,
                    values,
                    part.atNames(names, places(names), low.orElseThrow()),
                    part.atNames(names, places(names), high.orElseThrow()));
        }));
    }

    /// How often a column has values in each of equal intervals, by Freedman and Diaconis' (1981) width.
    public Figure histogram(String column) {
        double[] all = Arrays.stream(values(column)).filter(Double::isFinite).toArray();
        if (all.length == 0) {
            throw new BadInput("column [%s] has no numbers to count", column);
        }
        Sample sample = new Sample(all);
        double span = sample.quantile(1) - sample.quantile(0);
        double width = 2 * (sample.quantile(0.75) - sample.quantile(0.25)) / Math.cbrt(all.length);
        int bins = span == 0 ? 1 : (int) Math.clamp(Math.ceil(span / (width > 0 ? width : span / 10)), 5, MOST_BINS);
        double from = span == 0 ? all[0] - 0.5 : sample.quantile(0);
        double each = span == 0 ? 1 : span / bins;
        double[] edges =
                IntStream.rangeClosed(0, bins).mapToDouble(i -> from + i * each).toArray();
        Plot plot = Plot.of("How often: " + axis(column).label(), axis(column), Axis.of("count", ""));
        for (Map.Entry<String, FromTable> part : parts().entrySet()) {
            double[] counts = new double[bins];
            for (double value : part.getValue().values(column)) {
                if (Double.isFinite(value)) {
                    counts[Math.clamp((long) ((value - from) / each), 0, bins - 1)]++;
                }
            }
            plot = plot.histogram(part.getKey(), edges, counts);
        }
        return Figure.of(plot);
    }

    /// A box for each name: median, quartiles, whiskers, and what lies beyond.
    public Figure box(String names, String value) {
        List<String> places = places(names);
        boolean lying = lying(places);
        Axis ofNames = new Axis(axis(names).label(), axis(names).unit(), false, places);
        Plot plot = Plot.of(title(value, names), lying ? axis(value) : ofNames, lying ? ofNames : axis(value));
        for (Map.Entry<String, FromTable> part : parts().entrySet()) {
            double[] at = part.getValue().texts(names).stream()
                    .mapToDouble(places::indexOf)
                    .toArray();
            plot = plot.boxes(part.getKey(), at, part.getValue().values(value));
        }
        return Figure.of(plot);
    }

    /// A colour for each pair of names.
    ///
    /// @throws BadInput when a pair occurs twice
    public Figure heatmap(String columns, String rows, String value) {
        List<String> across = places(columns);
        List<String> down = new ArrayList<>(places(rows));
        if (column(rows) instanceof NumericColumn<?>) {
            down = down.reversed();
        }
        double[][] values = new double[down.size()][across.size()];
        for (double[] row : values) {
            Arrays.fill(row, Double.NaN);
        }
        List<String> rowNames = texts(rows);
        List<String> columnNames = texts(columns);
        double[] numbers = values(value);
        for (int i = 0; i < numbers.length; i++) {
            double[] row = values[down.indexOf(rowNames.get(i))];
            int at = across.indexOf(columnNames.get(i));
            if (!Double.isNaN(row[at])) {
                throw new BadInput(
                        "[%s] and [%s] occur twice together; a heatmap needs one row for each pair",
                        columnNames.get(i), rowNames.get(i));
            }
            row[at] = numbers[i];
        }
        Axis x = new Axis(axis(columns).label(), axis(columns).unit(), false, across);
        Axis y = new Axis(axis(rows).label(), axis(rows).unit(), false, down);
        return Figure.of(new Heatmap(
                "%s by %s and %s".formatted(capital(axis(value).label()), x.label(), y.label()),
                x,
                y,
                axis(value),
                values));
    }

    /// A Gantt chart: one row for each name, a piece from each start to its end, coloured by series.
    public Figure gantt(String rows, String start, String end) {
        List<String> places = allTexts(rows).stream().distinct().toList();
        Plot plot = Plot.of(
                "%s over time".formatted(capital(axis(rows).label())),
                new Axis("time", axis(start).unit(), false),
                Axis.of(axis(rows).label(), places));
        for (Map.Entry<String, FromTable> part : parts().entrySet()) {
            plot = plot.spans(
                    part.getKey(),
                    part.getValue().texts(rows).stream()
                            .mapToDouble(places::indexOf)
                            .toArray(),
                    part.getValue().values(start),
                    part.getValue().values(end));
        }
        return Figure.of(plot);
    }

    /// A roofline (Williams, Waterman and Patterson, 2009): what each point reaches, under what the machine allows.
    ///
    /// @param intensity   operations for each byte moved
    /// @param performance reached, in the unit of the peak
    /// @param peak        the most the machine computes, such as 989 where performance is in TFLOP/s
    /// @param bandwidth   the most it moves, in that unit for one operation a byte, such as 3.35
    public Figure roofline(String intensity, String performance, double peak, double bandwidth) {
        double ridge = peak / bandwidth;
        double[] reached = finite(intensity, performance).values(intensity);
        double[] at = DoubleStream.concat(Arrays.stream(reached), DoubleStream.of(ridge))
                .sorted()
                .toArray();
        double[] x = {at[0] / 2, ridge, at[at.length - 1] * 2};
        double[] roof = {x[0] * bandwidth, peak, peak};
        Plot plot = Plot.of(
                        "What is reached of what the machine allows",
                        axis(intensity).logarithmic(),
                        axis(performance).logarithmic())
                .line("roof", x, roof);
        for (Map.Entry<String, FromTable> part : parts().entrySet()) {
            FromTable points = part.getValue().finite(intensity, performance);
            plot = plot.points(
                    by.isPresent() ? part.getKey() : "reached",
                    points.values(intensity),
                    points.values(performance),
                    labels.map(points::texts).orElse(List.of()));
        }
        return Figure.of(plot);
    }

    /// What is better in a column of [#pareto].
    public enum Better {
        /// Small values.
        LOW,
        /// Large values.
        HIGH
    }

    /// All points, and through those that no other beats in both columns the Pareto front.
    public Figure pareto(String x, Better betterX, String y, Better betterY) {
        if (by.isPresent() || low.isPresent()) {
            throw new BadInput("a Pareto front has no series and no bands; leave out by and band");
        }
        FromTable points = finite(x, y);
        double[] xs = points.values(x);
        double[] ys = points.values(y);
        ParetoFront front = new ParetoFront(xs, betterX, ys, betterY);
        List<String> names = labels.map(points::texts).orElse(List.of());
        Plot plot = Plot.of("No choice beats these in both", axis(x), axis(y))
                .points("on the front", front.x(), front.y(), front.named(names));
        if (front.beatenX().length > 0) {
            plot = plot.points("beaten", front.beatenX(), front.beatenY());
        }
        Plot.Series stairs = front.stairs();
        return Figure.of(stairs.x().length < 2 ? plot : plot.with(stairs));
    }

    /// The same figure for each value of a column, side by side on the same axes.
    ///
    /// @param each makes a plot of the rows with one value: `part -> part.line("time [d]", "wip [lots]")`
    /// @throws BadInput when it makes something else, or the table has no rows
    public Figure multiples(String column, Function<FromTable, Figure> each) {
        if (table.rowCount() == 0) {
            throw new BadInput("small multiples need rows; the table has none");
        }
        List<Plot> plots = new ArrayList<>();
        by(column).parts().forEach((name, part) -> {
            Figure figure = each.apply(new FromTable(table, part.rows, by, low, high, labels));
            if (!(figure.drawing() instanceof Plot plot)) {
                throw new BadInput(
                        "small multiples are made of plots; [%s] is none",
                        figure.drawing().title());
            }
            plots.add(plot.titled("%s %s".formatted(axis(column).label(), name)));
        });
        Plot first = plots.getFirst();
        return Figure.of(new Multiples(
                "%s by %s".formatted(capital(first.y().label()), axis(column).label()),
                plots.stream().map(plot -> plot.on(first.x(), first.y())).toList()));
    }

    @FunctionalInterface
    private interface Adding {
        Plot to(Plot plot, String name, FromTable part, String column);
    }

    private Plot series(String x, String[] y, Adding adding) {
        if (y.length == 0) {
            throw new BadInput("no column to draw over [%s]", x);
        }
        String unit = axis(y[0]).unit();
        for (String column : y) {
            if (!axis(column).unit().equals(unit)) {
                throw new BadInput(
                        "columns [%s] and [%s] have different units; draw them in two figures", y[0], column);
            }
        }
        Axis values = y.length == 1 ? axis(y[0]) : Axis.of(unit, "");
        String[] labels = Arrays.stream(y).map(column -> axis(column).label()).toArray(String[]::new);
        Plot plot = Plot.of(title(String.join(", ", labels), x), axis(x), values);
        for (String column : y) {
            for (Map.Entry<String, FromTable> part : parts().entrySet()) {
                String name = by.isEmpty()
                        ? axis(column).label()
                        : y.length == 1 ? part.getKey() : axis(column).label() + ", " + part.getKey();
                plot = adding.to(plot, name, part.getValue(), column);
            }
        }
        return plot;
    }

    @FunctionalInterface
    private interface AddingNamed {
        Plot to(Plot plot, String name, double[] values);
    }

    private Plot named(String names, String value, AddingNamed adding) {
        List<String> places = places(names);
        boolean lying = lying(places);
        Axis ofNames = new Axis(axis(names).label(), axis(names).unit(), false, places);
        Plot plot = Plot.of(title(value, names), lying ? axis(value) : ofNames, lying ? ofNames : axis(value));
        for (Map.Entry<String, FromTable> part : parts().entrySet()) {
            plot = adding.to(plot, part.getKey(), part.getValue().atNames(names, places, value));
        }
        return plot;
    }

    private static boolean lying(List<String> names) {
        return names.stream().mapToInt(String::length).sum() + 2 * names.size() > MOST_LETTERS;
    }

    private double[] atNames(String names, List<String> places, String value) {
        double[] at = new double[places.size()];
        Arrays.fill(at, Double.NaN);
        List<String> own = texts(names);
        double[] values = values(value);
        for (int i = 0; i < values.length; i++) {
            int place = places.indexOf(own.get(i));
            if (!Double.isNaN(at[place])) {
                throw new BadInput("[%s] has the name [%s] twice; there must be one row a name", names, own.get(i));
            }
            at[place] = values[i];
        }
        return at;
    }

    /// The rows of each series, by name; all of them, when none tells them apart.
    private Map<String, FromTable> parts() {
        if (by.isEmpty()) {
            return Map.of("", this);
        }
        Map<String, List<Integer>> found = new LinkedHashMap<>();
        places(by.get()).forEach(place -> found.put(place, new ArrayList<>()));
        List<String> texts = texts(by.get());
        for (int i = 0; i < texts.size(); i++) {
            found.get(texts.get(i)).add(rows[i]);
        }
        Map<String, FromTable> parts = new LinkedHashMap<>();
        found.forEach((name, own) -> parts.put(
                name,
                new FromTable(
                        table,
                        own.stream().mapToInt(Integer::intValue).toArray(),
                        Optional.empty(),
                        low,
                        high,
                        labels)));
        return parts;
    }

    /// The distinct values of a column of the whole table as text: numbers in ascending order, the rest as they come.
    /// Plots of parts of a table then have the same names, series and colours.
    private List<String> places(String name) {
        List<String> texts = allTexts(name);
        if (column(name) instanceof NumericColumn<?> numbers) {
            Map<Double, String> sorted = new TreeMap<>();
            for (int row = 0; row < texts.size(); row++) {
                sorted.put(numbers.isMissing(row) ? Double.NaN : numbers.getDouble(row), texts.get(row));
            }
            return List.copyOf(sorted.values());
        }
        return texts.stream().distinct().toList();
    }

    /// The rows whose numbers in some columns are all finite.
    private FromTable finite(String... columns) {
        List<double[]> values = Arrays.stream(columns).map(this::values).toList();
        int[] kept = IntStream.range(0, rows.length)
                .filter(i -> values.stream().allMatch(column -> Double.isFinite(column[i])))
                .map(i -> rows[i])
                .toArray();
        return new FromTable(table, kept, by, low, high, labels);
    }

    private FromTable sorted(String x) {
        double[] values = values(x);
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted((i, j) -> Double.compare(values[i], values[j]))
                .mapToInt(i -> rows[i])
                .toArray();
        return new FromTable(table, order, by, low, high, labels);
    }

    private double[] edge(Optional<String> name) {
        return name.map(this::values).orElse(null);
    }

    private double[] values(String name) {
        NumericColumn<?> numbers = numbers(name);
        return Arrays.stream(rows)
                .mapToDouble(row -> numbers.isMissing(row) ? Double.NaN : numbers.getDouble(row))
                .toArray();
    }

    /// A column as text, the same for a value whichever rows are drawn.
    private List<String> texts(String name) {
        List<String> all = allTexts(name);
        return Arrays.stream(rows).mapToObj(all::get).toList();
    }

    /// Numbers with as many digits as tell them apart.
    private List<String> allTexts(String name) {
        Column<?> column = column(name);
        if (!(column instanceof NumericColumn<?> numbers)) {
            return IntStream.range(0, column.size())
                    .mapToObj(row -> column.isMissing(row) ? MISSING : column.getString(row))
                    .toList();
        }
        double[] values = IntStream.range(0, numbers.size())
                .mapToDouble(row -> numbers.isMissing(row) ? Double.NaN : numbers.getDouble(row))
                .toArray();
        NumberText format = NumberText.of(values, 4).tight(values);
        long different = Arrays.stream(values).distinct().count();
        boolean enough = Arrays.stream(values).mapToObj(format::text).distinct().count() == different;
        return Arrays.stream(values)
                .mapToObj(value -> Double.isNaN(value)
                        ? MISSING
                        : enough ? format.text(value) : new BigDecimal(Double.toString(value)).toString())
                .toList();
    }

    private NumericColumn<?> numbers(String name) {
        if (column(name) instanceof NumericColumn<?> numbers) {
            return numbers;
        }
        throw new BadInput(
                "column [%s] holds %s; numbers are needed",
                name, column(name).type().name().toLowerCase(Locale.ROOT));
    }

    private Column<?> column(String name) {
        if (!table.containsColumn(name)) {
            throw new BadInput(
                    "the table has no column [%s]; it has %s",
                    name, table.columnNames().stream().collect(Collectors.joining(", ", "[", "]")));
        }
        return table.column(name);
    }

    private static Axis axis(String column) {
        Matcher unit = UNIT.matcher(column);
        return unit.matches() ? Axis.of(unit.group(1), unit.group(2)) : Axis.of(column, "");
    }

    private String title(String value, String over) {
        return "%s over %s%s"
                .formatted(
                        capital(axis(value).label()),
                        axis(over).label(),
                        by.map(name -> " by " + axis(name).label()).orElse(""));
    }

    private static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
