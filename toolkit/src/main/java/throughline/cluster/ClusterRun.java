package throughline.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import throughline.data.Recipe;
import throughline.data.Schema;
import throughline.data.Trace;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// One run of a training job on a cluster that breaks, and the time series that it leaves.
///
/// ```java
/// var run = ClusterRun.of(ClusterSpec.SMALL, 1);
/// show(run.goodput().effective());
/// ```
///
/// @param tables  by name: steps, collectives, transport, links, gpu, jobs, events, labels and runs
/// @param goodput where its time went
public record ClusterRun(Map<String, Trace> tables, Goodput goodput) {
    private static final int SEEDS = 8;

    /// Runs a job.
    ///
    /// @throws throughline.spec.BadInput when profiles are missing, or model, plan and cluster do not fit together
    public static ClusterRun of(ClusterSpec spec, long seed) {
        return of(spec, seed, Cancel.onInterrupt(), Progress.NONE);
    }

    /// Runs a job until the cancel is requested, and tells how far it is.
    ///
    /// @throws throughline.spec.BadInput as above
    public static ClusterRun of(ClusterSpec spec, long seed, Cancel cancel, Progress progress) {
        return of(spec, Faults.of(spec), seed, cancel, progress);
    }

    /// Runs a job on which other faults strike than the specification says, such as those of a trace.
    ///
    /// @throws throughline.spec.BadInput as above
    public static ClusterRun of(ClusterSpec spec, FaultProcess faults, long seed, Cancel cancel, Progress progress) {
        Map<String, Trace> tables = new LinkedHashMap<>();
        for (Schema schema : ClusterTables.all()) {
            tables.put(schema.table(), new Trace(schema));
        }
        ClusterModel model = new ClusterModel(spec, faults, seed);
        new ClusterRecorder(0, model, seed, tables).record(cancel, progress);
        return new ClusterRun(tables, model.goodput());
    }

    /// Runs a job and keeps nothing but where its time went: quick, even for a large one.
    ///
    /// @throws throughline.spec.BadInput as above
    public static Goodput goodput(ClusterSpec spec, long seed, Cancel cancel) {
        ClusterModel model = new ClusterModel(spec, seed);
        new Simulation(model).runUntil(Tick.NANOSECOND.days(spec.days()), cancel, Progress.NONE);
        return model.goodput();
    }

    /// A table.
    ///
    /// @throws IllegalArgumentException when there is none of that name
    public Trace table(String name) {
        Trace table = tables.get(name);
        if (table == null) {
            throw new IllegalArgumentException("no table [%s]; there are %s".formatted(name, tables.keySet()));
        }
        return table;
    }

    /// The recipe of the dataset, by default of small jobs.
    public static Recipe<ClusterSpec> recipe() {
        return new Recipe<>(
                "cluster",
                "Runs of a training job on a GPU cluster that breaks, simulated as a Parallel DEVS model: steps, exchanges,"
                        + " links, sensors of GPUs, events, and the truth about each fault.",
                ClusterTables.all(),
                List.of(ClusterSpec.SMALL),
                SEEDS,
                (run, spec, seed, tables, cancel) -> new ClusterRecorder(
                                run, new ClusterModel(spec, seed), seed, tables)
                        .record(cancel, Progress.NONE));
    }
}
