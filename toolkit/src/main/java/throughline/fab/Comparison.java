package throughline.fab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.data.Estimate;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.spec.Workers;

/// Several variants of a fab under the same seeds: releases, breakdowns, sampling and rework fall the same way for all
/// of them, so that the difference of two variants is known better than either.
///
/// ```java
/// SequencedMap<String, Fab> rules = new LinkedHashMap<>();
/// rules.put("FIFO", fab.with(Dispatch.FIFO));
/// rules.put("mine", fab.with(Dispatch.by((lot, tool) -> lot.due()).then(Dispatch.FIFO)));
/// Comparison comparison = Comparison.of(rules, 5, 30, 180);
/// show(comparison.table("cycle time [d]", run -> run.of("Lot_3", "cycle time [d]")));
/// ```
///
/// @param runs by variant, in the order of the seeds 1, 2, ...; the first variant is what the others are held against
public record Comparison(SequencedMap<String, List<FabRun>> runs) {
    /// Simulates, until interrupted.
    public static Comparison of(SequencedMap<String, Fab> variants, int seeds, double warmUp, double days) {
        return of(variants, seeds, warmUp, days, Cancel.onInterrupt(), Progress.NONE);
    }

    /// Simulates every variant with every seed, on as many threads as there are processors; what comes out does not
    /// depend on them. When the cancel ends it, only seeds that all variants have finished are kept.
    ///
    /// @param variants at least one
    /// @param seeds    how many, from 1 on; 2 or more for intervals
    /// @param warmUp   days of each run that do not count
    /// @param days     that count
    public static Comparison of(
            SequencedMap<String, Fab> variants,
            int seeds,
            double warmUp,
            double days,
            Cancel cancel,
            Progress progress) {
        if (variants.isEmpty() || seeds < 1) {
            throw new BadInput(
                    "a comparison needs variants [%d] and seeds [%d], at least one of each", variants.size(), seeds);
        }
        AtomicLong done = new AtomicLong();
        List<Supplier<FabRun>> tasks = new ArrayList<>();
        for (int seed = 1; seed <= seeds; seed++) {
            long own = seed;
            for (Fab fab : variants.values()) {
                tasks.add(() -> {
                    FabRun run = FabRun.of(fab, own, warmUp, days, cancel, Progress.NONE);
                    progress.report(done.incrementAndGet(), (long) seeds * variants.size());
                    return run;
                });
            }
        }
        List<FabRun> all = Workers.all(tasks);
        int whole = 0;
        while (whole < seeds && !(cancel.requested() && cut(all, whole, variants.size(), days))) {
            whole++;
        }
        SequencedMap<String, List<FabRun>> runs = new LinkedHashMap<>();
        for (String name : variants.keySet()) {
            List<FabRun> own = new ArrayList<>();
            for (int seed = 0; seed < whole; seed++) {
                own.add(all.get(seed * variants.size() + runs.size()));
            }
            runs.put(name, List.copyOf(own));
        }
        return new Comparison(runs);
    }

    /// Whether a run of a seed ended before its time.
    private static boolean cut(List<FabRun> all, int seed, int variants, double days) {
        return all.subList(seed * variants, (seed + 1) * variants).stream().anyMatch(run -> run.days() < days - 1e-6);
    }

    /// A measure of each variant: its mean over the seeds with the 95 % interval, and its difference to the first
    /// one's, seed by seed, with its own.
    ///
    /// @param name  of the measure
    /// @param value of a run, finite
    public Table table(String name, ToDoubleFunction<FabRun> value) {
        StringColumn variants = StringColumn.create("variant");
        IntColumn seeds = IntColumn.create("seeds");
        List<DoubleColumn> numbers = List.of(
                DoubleColumn.create(name),
                DoubleColumn.create("low"),
                DoubleColumn.create("high"),
                DoubleColumn.create("difference"),
                DoubleColumn.create("difference low"),
                DoubleColumn.create("difference high"));
        double[] first = values(runs.firstEntry().getValue(), value);
        runs.forEach((variant, own) -> {
            double[] values = values(own, value);
            variants.append(variant);
            seeds.append(values.length);
            append(numbers.subList(0, 3), Estimate.of(values));
            append(numbers.subList(3, 6), Estimate.paired(values, first));
        });
        return Table.create(name, variants, seeds).addColumns(numbers.toArray(DoubleColumn[]::new));
    }

    private static double[] values(List<FabRun> runs, ToDoubleFunction<FabRun> value) {
        if (runs.isEmpty()) {
            throw new BadInput("the comparison was cancelled before all variants had finished a seed");
        }
        return runs.stream().mapToDouble(value).toArray();
    }

    private static void append(List<DoubleColumn> columns, Estimate estimate) {
        double half = estimate.samples() > 1 ? estimate.halfWidth(0.95) : Double.NaN;
        columns.get(0).append(estimate.mean());
        columns.get(1).append(estimate.mean() - half);
        columns.get(2).append(estimate.mean() + half);
    }
}
