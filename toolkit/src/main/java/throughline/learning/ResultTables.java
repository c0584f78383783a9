package throughline.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The results of a backtest as tables.
final class ResultTables {
    private ResultTables() {}

    /// One line: a forecaster and one of its targets.
    private record Line(Backtest.Row row, Score score) {}

    private static List<Line> lines(Backtest.Results results) {
        return results.rows().stream()
                .flatMap(row -> row.scores().stream().map(score -> new Line(row, score)))
                .toList();
    }

    private static boolean manyTargets(Backtest.Results results) {
        return results.task().targets().size() > 1;
    }

    private static String title(Backtest.Results results, String what) {
        Task task = results.task();
        return "%s%s, %d %s ahead"
                .formatted(
                        what,
                        String.join(", ", task.targets()),
                        task.horizon(),
                        task.horizon() == 1 ? "step" : "steps");
    }

    static Table table(Backtest.Results results) {
        Table table = errors(results, title(results, ""), "", Score::concatenated);
        List<Line> lines = lines(results);
        add(table, "forecasts/s alone", lines, line -> 1 / line.row().secondsAlone());
        add(table, "forecasts/s in batch", lines, line -> 1 / line.row().secondsInBatch());
        add(table, "fit s", lines, line -> line.row().fitSeconds());
        return table;
    }

    static Table meanOfWindows(Backtest.Results results) {
        return errors(results, title(results, "mean over windows, "), "mean ", Score::meanOfWindows);
    }

    private static Table errors(Backtest.Results results, String title, String before, Function<Score, Errors> of) {
        List<Line> lines = lines(results);
        Table table = Table.create(title, StringColumn.create("model"));
        lines.forEach(line -> table.stringColumn(0).append(line.row().model()));
        if (manyTargets(results)) {
            table.addColumns(StringColumn.create(
                    "target", lines.stream().map(line -> line.score().target())));
        }
        List<Metric> metrics = results.task().levels().isEmpty()
                ? List.of(Metric.MAE, Metric.RMSE, Metric.SMAPE, Metric.MASE, Metric.RMSSE)
                : List.of(Metric.values());
        for (Metric metric : metrics) {
            add(table, before + metric.label(), lines, line -> metric.of(of.apply(line.score())));
        }
        for (Errors.Interval interval : of.apply(lines.getFirst().score()).intervals()) {
            String nominal = percent(interval.nominal());
            ToDoubleFunction<Line> covered =
                    line -> of.apply(line.score()).interval(interval.nominal()).coverage();
            ToDoubleFunction<Line> wide =
                    line -> of.apply(line.score()).interval(interval.nominal()).width();
            add(table, before + "coverage of " + nominal, lines, covered);
            add(table, before + "width of " + nominal, lines, wide);
        }
        return table;
    }

    /// A share as in headings, such as `90 %`.
    static String percent(double share) {
        String digits = String.format(Locale.ROOT, "%.6f", 100 * share).replaceAll("\\.?0+$", "");
        return digits + " %";
    }

    static Table byHorizon(Backtest.Results results, Metric metric) {
        return byHorizon(results, metric.label() + " by horizon, ", metric::of);
    }

    static Table coverageByHorizon(Backtest.Results results, double nominal) {
        String title = "coverage of " + percent(nominal) + " by horizon, ";
        return byHorizon(results, title, errors -> errors.interval(nominal).coverage());
    }

    private static Table byHorizon(Backtest.Results results, String title, ToDoubleFunction<Errors> number) {
        int horizon = results.task().horizon();
        IntColumn ahead = IntColumn.create("horizon");
        results.task().targets().forEach(target -> IntStream.rangeClosed(1, horizon)
                .forEach(ahead::append));
        Table table = Table.create(title(results, title));
        addTargets(table, results, horizon);
        table.addColumns(ahead);
        addModels(table, results, score -> score.byHorizon().stream(), number);
        return table;
    }

    static Table byRun(Backtest.Results results, Metric metric) {
        List<String> runs =
                new ArrayList<>(results.rows().getFirst().score().byRun().keySet());
        StringColumn run = StringColumn.create("run");
        results.task().targets().forEach(target -> runs.forEach(run::append));
        Table table = Table.create(title(results, metric.label() + " by run, "));
        addTargets(table, results, runs.size());
        table.addColumns(run);
        addModels(table, results, score -> score.byRun().values().stream(), metric::of);
        return table;
    }

    private static void addTargets(Table table, Backtest.Results results, int linesEach) {
        if (manyTargets(results)) {
            StringColumn targets = StringColumn.create("target");
            for (String target : results.task().targets()) {
                IntStream.range(0, linesEach).forEach(line -> targets.append(target));
            }
            table.addColumns(targets);
        }
    }

    private static void addModels(
            Table table,
            Backtest.Results results,
            Function<Score, Stream<Errors>> parts,
            ToDoubleFunction<Errors> number) {
        for (Backtest.Row row : results.rows()) {
            double[] values =
                    row.scores().stream().flatMap(parts).mapToDouble(number).toArray();
            table.addColumns(DoubleColumn.create(row.model(), values));
        }
    }

    private static void add(Table table, String name, List<Line> lines, ToDoubleFunction<Line> value) {
        table.addColumns(
                DoubleColumn.create(name, lines.stream().mapToDouble(value).toArray()));
    }
}
