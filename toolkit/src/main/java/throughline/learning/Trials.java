package throughline.learning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// One comparison under several seeds, each of which deals the runs anew and starts the learners anew: what a single
/// deal shows may be luck.
///
/// ```java
/// Trials trials = Trials.run(seed -> Backtest.of(task, Split.byRun(runs, 0.6, 0.2, seed)), 5, new Lstm());
/// trials.table(Metric.RMSE);     // mean, sd and verdict against the best naive forecaster
/// ```
///
/// @param seeds   of the trials that were finished, in order
/// @param results one a seed
public record Trials(List<Long> seeds, List<Backtest.Results> results) {
    /// @throws BadInput if there is none, one twice, or not as many of both
    public Trials {
        seeds = List.copyOf(seeds);
        results = List.copyOf(results);
        if (seeds.isEmpty() || seeds.size() != results.size()) {
            throw new BadInput("[%d] seeds, %d results; as many, and at least one", seeds.size(), results.size());
        }
        requireDifferent(seeds);
    }

    /// The same deal twice would look like no spread between deals.
    private static void requireDifferent(List<Long> seeds) {
        if (new HashSet<>(seeds).size() < seeds.size()) {
            throw new BadInput("seeds %s: one is there twice; each must deal anew", seeds);
        }
    }

    /// Runs under seeds 1, 2, ..., until done or interrupted.
    ///
    /// @param deal        the backtest of a seed
    /// @param trials      how many seeds, at least 1
    /// @param forecasters as for [Backtest#run(Forecaster...)]
    public static Trials run(LongFunction<Backtest> deal, int trials, Forecaster... forecasters) {
        List<Long> seeds = LongStream.rangeClosed(1, trials).boxed().toList();
        return run(deal, seeds, List.of(forecasters), Cancel.onInterrupt(), Progress.NONE);
    }

    /// Runs under some seeds. A learner with a setting `seed` is set to each in turn, and keeps the last.
    ///
    /// @param deal        the backtest of a seed
    /// @param seeds       at least one
    /// @param forecasters as for [Backtest#run(Forecaster...)]
    /// @param cancel      ends with the trials that are finished
    /// @param progress    told often, with equal shares for each seed
    /// @throws BadInput if there is no seed, one twice, or none was finished
    public static Trials run(
            LongFunction<Backtest> deal,
            List<Long> seeds,
            List<Forecaster> forecasters,
            Cancel cancel,
            Progress progress) {
        requireDifferent(seeds);
        List<Backtest.Results> results = new ArrayList<>();
        for (long seed : seeds) {
            forecasters.stream()
                    .map(Forecaster::settings)
                    .filter(settings -> settings.has("seed"))
                    .forEach(settings -> settings.set("seed", seed));
            long before = results.size();
            Backtest.Results result = deal.apply(seed)
                    .run(
                            forecasters,
                            cancel,
                            (done, of) -> progress.report(before * of + done, Math.multiplyExact(seeds.size(), of)));
            if (cancel.requested()) {
                break;
            }
            results.add(result);
        }
        if (results.isEmpty() && !seeds.isEmpty()) {
            throw new BadInput("cancelled before the first of [%d] trials was finished", seeds.size());
        }
        return new Trials(seeds.subList(0, results.size()), results);
    }

    /// The names of the models.
    public List<String> models() {
        return results.getFirst().rows().stream().map(Backtest.Row::model).toList();
    }

    /// The values of a model, `[seed]`.
    ///
    /// @throws BadInput if there is no such model or target
    public double[] values(String model, String target, Metric metric) {
        return results.stream()
                .mapToDouble(result -> metric.of(result.row(model).score(target).concatenated()))
                .toArray();
    }

    /// The naive forecaster whose mean is lowest.
    public String bestNaive(String target, Metric metric) {
        return results.getFirst().rows().stream()
                .filter(row -> Naive.is(row.forecaster()))
                .map(Backtest.Row::model)
                .min(Comparator.comparingDouble(model ->
                        Verdict.MeanSd.of(values(model, target, metric)).mean()))
                .orElseThrow();
    }

    /// The verdict on a model.
    ///
    /// @param reference the model it is held against
    /// @throws BadInput if there is no such model or target
    public Verdict verdict(String model, String reference, String target, Metric metric) {
        return Verdict.of(values(model, target, metric), values(reference, target, metric));
    }

    /// One row a model and target, held against the best naive forecaster of each target.
    ///
    /// @return `model`, `target`, the metric's `mean` and `sd` over seeds, `against`, and the `verdict`
    public Table table(Metric metric) {
        return table(metric, null);
    }

    /// One row a model and target, held against one model.
    ///
    /// @param reference its name
    /// @return as [#table(Metric)]
    /// @throws BadInput if there is no such model
    public Table against(String reference, Metric metric) {
        results.getFirst().row(reference);
        return table(metric, reference);
    }

    private Table table(Metric metric, String reference) {
        StringColumn model = StringColumn.create("model");
        StringColumn target = StringColumn.create("target");
        DoubleColumn mean = DoubleColumn.create(metric.label() + " mean");
        DoubleColumn sd = DoubleColumn.create(metric.label() + " sd");
        StringColumn against = StringColumn.create("against");
        StringColumn verdict = StringColumn.create("verdict");
        for (String name : models()) {
            for (String column : results.getFirst().task().targets()) {
                String other = reference == null ? bestNaive(column, metric) : reference;
                Verdict.MeanSd spread = Verdict.MeanSd.of(values(name, column, metric));
                model.append(name);
                target.append(column);
                mean.append(spread.mean());
                sd.append(spread.sd());
                against.append(other);
                Verdict found = name.equals(other) ? Verdict.NONE : verdict(name, other, column, metric);
                verdict.append(found.toString());
            }
        }
        return Table.create(
                "%s over %d seeds".formatted(metric.label(), seeds.size()), model, target, mean, sd, against, verdict);
    }

    /// One row a model and target: how much a central interval held, over the seeds.
    ///
    /// @param nominal the interval's own share, such as 0.9
    /// @return `model`, `target`, the `mean`, `sd`, `least` and `most` of the coverage over seeds, and the mean
    /// `width`
    /// @throws BadInput if the task asks for no such interval
    public Table coverage(double nominal) {
        Table table = Table.create(
                "coverage of %s over %d seeds".formatted(ResultTables.percent(nominal), seeds.size()),
                StringColumn.create("model"),
                StringColumn.create("target"));
        for (String number : List.of("mean", "sd", "least", "most", "width")) {
            table.addColumns(DoubleColumn.create(number));
        }
        for (String name : models()) {
            for (String target : results.getFirst().task().targets()) {
                List<Errors.Interval> intervals = results.stream()
                        .map(result ->
                                result.row(name).score(target).concatenated().interval(nominal))
                        .toList();
                double[] covered = intervals.stream()
                        .mapToDouble(Errors.Interval::coverage)
                        .sorted()
                        .toArray();
                Verdict.MeanSd spread = Verdict.MeanSd.of(covered);
                double width = intervals.stream()
                        .mapToDouble(Errors.Interval::width)
                        .average()
                        .orElseThrow();
                table.stringColumn(0).append(name);
                table.stringColumn(1).append(target);
                double[] numbers = {spread.mean(), spread.sd(), covered[0], covered[covered.length - 1], width};
                for (int n = 0; n < numbers.length; n++) {
                    table.doubleColumn(n + 2).append(numbers[n]);
                }
            }
        }
        return table;
    }
}
