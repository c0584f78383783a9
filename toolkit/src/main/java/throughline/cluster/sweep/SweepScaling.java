package throughline.cluster.sweep;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.cluster.FaultProcess;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// One sweep on more and more workers.
///
/// @param runs with ascending numbers of workers
public record SweepScaling(List<SweepRun> runs) {
    public SweepScaling {
        runs = List.copyOf(runs);
    }

    /// Simulates a sweep on each number of workers.
    ///
    /// @param workers ascending, each 1 to 100,000
    /// @param faults  of the workers
    public static SweepScaling of(
            SweepSetup setup, int[] workers, FaultProcess faults, long seed, Cancel cancel, Progress progress) {
        return new SweepScaling(IntStream.range(0, workers.length)
                .mapToObj(i -> {
                    SweepSetup with = setup.with("workers", Integer.toString(workers[i]));
                    SweepRun run = SweepRun.of(with, faults, seed, cancel);
                    progress.report(i + 1, workers.length);
                    return run;
                })
                .toList());
    }

    /// A row a number of workers: time, share of the slots' time that went into parts, what binds, and what went over
    /// the network and stays in the driver.
    public Table table() {
        return Table.create(
                "sweep",
                IntColumn.create(
                        "workers",
                        runs.stream().mapToInt(run -> run.setup().workers()).toArray()),
                column("time [s]", SweepRun::seconds),
                column("efficiency [%]", run -> 100 * run.efficiency()),
                StringColumn.create(
                        "binds",
                        runs.stream()
                                .map(run -> SweepBounds.of(run.setup()).first().text())
                                .toList()),
                column("driver busy [%]", run -> 100 * run.driver() / run.seconds()),
                column("driver's card busy [%]", run -> 100 * run.card() / run.seconds()),
                column("metadata busy [%]", run -> 100 * run.metadata() / run.seconds()),
                column("over the driver's card [GB]", run -> SweepBounds.network(run.setup()) / 1e9),
                column("kept by the driver [MB]", run -> SweepBounds.held(run.setup()) / 1e6),
                IntColumn.create(
                        "workers lost", runs.stream().mapToInt(SweepRun::losses).toArray()),
                column("parts repeated", SweepRun::repeated));
    }

    private DoubleColumn column(String name, ToDoubleFunction<SweepRun> value) {
        return DoubleColumn.create(name, runs.stream().mapToDouble(value).toArray());
    }

    /// Time over workers, with what no schedule can beat beside it.
    public Plot plot() {
        double[] workers =
                runs.stream().mapToDouble(run -> run.setup().workers()).toArray();
        Plot plot = Plot.of(
                        "What %,d parts take, and what no schedule can beat"
                                .formatted(runs.getFirst().setup().parts()),
                        new Axis("workers", "", true),
                        new Axis("time", "s", true))
                .points(
                        "simulated",
                        workers,
                        runs.stream().mapToDouble(SweepRun::seconds).toArray());
        for (SweepBounds.Part part : SweepBounds.Part.values()) {
            double[] bound = runs.stream()
                    .mapToDouble(run -> SweepBounds.of(run.setup()).of(part))
                    .toArray();
            if (Arrays.stream(bound).allMatch(seconds -> seconds > 0)) {
                plot = plot.line(part.text(), workers, bound);
            }
        }
        return plot;
    }
}
