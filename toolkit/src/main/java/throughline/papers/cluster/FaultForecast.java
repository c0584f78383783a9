package throughline.papers.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.cluster.faults.Environment;
import throughline.cluster.faults.FaultFit;
import throughline.cluster.faults.FaultRates;
import throughline.cluster.faults.FaultTrace;
import throughline.cluster.faults.Offenders;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.data.Sample;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.spec.Workers;

/// Trained on synthetic, tested on real: a model of faults is fitted to the first half of InfiniteHBD's trace, and what
/// it generates is held against the second. Not a paper of the catalogue: a validation, which needs their file.
///
/// Each number of the second half stands beside two that know no mechanism: a constant rate, and the first half's own.
/// The tolerance is the model's own spread, and a quarter of its value at most: nine in ten simulated halves lie so
/// near their mean. Of the 272 faults from day 174 on, 271 are in the second half; one is on the trace's last day.
public final class FaultForecast implements Paper {
    /// Its name in the list of validations.
    public static final String ID = "fault-forecast";

    static final int NODES = 400;
    static final int GPUS = 8;
    static final double HALF = 174;
    private static final int RUNS = 200;
    private static final double WIDEST = 0.25;
    private static final String TRIED =
            "Nothing was tried to bring it nearer: the model was fitted once, to the first half. That half has a month"
                    + " with more than a third of its faults, most of them unknown; the second has no such month.";

    private final Path file;

    /// @param file `fault_trace.json` of InfiniteHBD
    public FaultForecast(Path file) {
        this.file = file;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        String where = "counted in fault_trace.json";
        for (FaultMeasure measure : FaultMeasure.ALL) {
            rows.add(Reported.of(measure.firstHalf(), measure.first(), measure.unit(), where, Provenance.AUTHORS_DATA));
            rows.add(Reported.of(
                    measure.secondHalf(), measure.second(), measure.unit(), where, Provenance.AUTHORS_DATA));
        }
        rows.addAll(FaultForecastDays.reported());
        rows.addAll(FaultForecastLearner.reported());
        return rows;
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        FaultTrace trace = FaultTrace.infiniteHbd(file, NODES);
        FaultTrace first = trace.between(0, HALF);
        FaultTrace second = trace.between(HALF, 2 * HALF);
        FaultRates fitted = FaultFit.of(first, GPUS, cancel, Progress.NONE).rates();
        progress.report(1, 4);
        if (cancel.requested()) {
            return;
        }
        List<FaultTrace> model = simulate(fitted, RUNS);
        List<FaultTrace> constant = simulate(constant(fitted, trace), RUNS);
        progress.report(2, 4);
        Constant[] constants = constants(fitted);
        FaultMeasure.ALL.forEach(measure -> claims(evidence, measure, model, constant, constants));
        FaultForecastDays.claims(evidence, first, second, model);
        progress.report(3, 4);
        FaultForecastLearner.claims(evidence, first, second, model, constant);
        progress.report(4, 4);
    }

    private static void claims(
            Evidence evidence,
            FaultMeasure measure,
            List<FaultTrace> model,
            List<FaultTrace> constant,
            Constant[] constants) {
        double[] values = model.stream().mapToDouble(measure.of()).toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double[] off = Arrays.stream(values)
                .map(value -> Math.abs(value - mean))
                .sorted()
                .toArray();
        double without = constant.stream().mapToDouble(measure.of()).average().orElseThrow();
        Recomputed recomputed = Recomputed.of(measure.secondHalf(), mean)
                .within(Tolerance.absolute(
                        Math.min(off[off.length * 9 / 10], WIDEST * mean),
                        "nine in ten simulated halves lie so near their mean; but no wider than a quarter of it"))
                .byArithmetic(measure.name().equals(FaultMeasure.COUNT) ? "the rate is the first half's" : "")
                .using(constants)
                .tried(TRIED);
        evidence.claim(recomputed.against(Null.of(without, "a constant rate, nodes all alike")));
        evidence.claim(recomputed
                .as(measure.secondHalf() + ", beside the first half's own")
                .against(Null.of("the first half's own", rows -> rows.value(measure.firstHalf()))));
    }

    /// What the fit found in the first half; the shares and repairs of its classes come on top.
    private static Constant[] constants(FaultRates fitted) {
        Offenders offenders = fitted.offenders();
        List<Constant> constants = new ArrayList<>(List.of(
                constant("faults a day", fitted.perDay(NODES, GPUS)),
                constant("share of lemons", offenders.lemons()),
                constant("times as often as lemons fail", offenders.factor()),
                constant("probability of failing again", offenders.again()),
                constant("days until then", offenders.afterDays())));
        fitted.environment()
                .scales()
                .forEach(scale -> constants.add(
                        constant("variance of rates over %s days".formatted(scale.days()), scale.variance())));
        return constants.toArray(Constant[]::new);
    }

    private static Constant constant(String name, double value) {
        return Constant.frozen(name, value, "fitted to days 0 to 174 of fault_trace.json", Provenance.AUTHORS_DATA);
    }

    /// The rates of the first half, without offenders and without an environment.
    private static FaultRates constant(FaultRates rates, FaultTrace trace) {
        FaultRates plain = rates.with(Offenders.NONE).with(Environment.STEADY);
        return plain.scaled(trace.between(0, HALF).entries().size() / plain.expected(NODES, GPUS, HALF));
    }

    /// Simulated halves; the same bits on any number of threads.
    static List<FaultTrace> simulate(FaultRates rates, int runs) {
        return Workers.all(IntStream.range(0, runs)
                .<Supplier<FaultTrace>>mapToObj(run -> () -> FaultTrace.of(
                        rates.within(HALF, NODES, GPUS, new Streams(run).below("fault-forecast")), NODES, HALF))
                .toList());
    }

    /// A row a measure: its value in the `first half` and the `second half` of the real trace, the median and the
    /// band of nine in ten of the `model`'s halves, `low` and `high`, and that of a `constant rate`.
    public Table table(Cancel cancel, Progress progress) {
        FaultTrace trace = FaultTrace.infiniteHbd(file, NODES);
        FaultRates fitted =
                FaultFit.of(trace.between(0, HALF), GPUS, cancel, progress).rates();
        List<FaultTrace> model = simulate(fitted, RUNS);
        List<FaultTrace> constant = simulate(constant(fitted, trace), RUNS);
        return Table.create(
                "the second half of a trace",
                StringColumn.create("measure", FaultMeasure.ALL.stream().map(FaultMeasure::name)),
                column("first half", measure -> measure.of().applyAsDouble(trace.between(0, HALF))),
                column("second half", measure -> measure.of().applyAsDouble(trace.between(HALF, 2 * HALF))),
                column("model", measure -> quantile(measure, model, 0.5)),
                column("low", measure -> quantile(measure, model, 0.05)),
                column("high", measure -> quantile(measure, model, 0.95)),
                column("constant rate", measure -> quantile(measure, constant, 0.5)));
    }

    private static DoubleColumn column(String name, ToDoubleFunction<FaultMeasure> value) {
        return DoubleColumn.create(name, FaultMeasure.ALL.stream().mapToDouble(value));
    }

    private static double quantile(FaultMeasure measure, List<FaultTrace> runs, double share) {
        return new Sample(runs.stream().mapToDouble(measure.of()).toArray()).quantile(share);
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        FaultTrace trace = FaultTrace.infiniteHbd(file, NODES);
        FaultRates fitted =
                FaultFit.of(trace.between(0, HALF), GPUS, cancel, progress).rates();
        double[] days = IntStream.range(0, (int) HALF).asDoubleStream().toArray();
        double[][] paths =
                simulate(fitted, RUNS).stream().map(FaultForecast::path).toArray(double[][]::new);
        return Optional.of(Plot.of(
                        "Faults of the second half, simulated by a model of the first",
                        Axis.of("day since 174", "d"),
                        Axis.of("faults so far", ""))
                .ribbon("model, nine in ten", days, at(paths, 0.5), at(paths, 0.05), at(paths, 0.95))
                .published("InfiniteHBD's trace", days, path(trace.between(HALF, 2 * HALF))));
    }

    private static double[] path(FaultTrace trace) {
        double[] path = Arrays.stream(trace.counts(1)).asDoubleStream().toArray();
        Arrays.parallelPrefix(path, Double::sum);
        return path;
    }

    private static double[] at(double[][] paths, double share) {
        return IntStream.range(0, paths[0].length)
                .mapToDouble(day -> {
                    double[] sorted = Arrays.stream(paths)
                            .mapToDouble(path -> path[day])
                            .sorted()
                            .toArray();
                    return sorted[(int) (share * (sorted.length - 1))];
                })
                .toArray();
    }
}
