package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.cluster.overlap.CheckpointRun;
import throughline.cluster.overlap.CheckpointScheme;
import throughline.cluster.overlap.CheckpointSpec;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// One of [DataStatesModel]s trained under each [CheckpointScheme], as event models.
///
/// @param model that is trained
/// @param spec  its checkpoints
/// @param runs  by scheme; not all after a cancel
public record DataStatesTimes(DataStatesModel model, CheckpointSpec spec, Map<CheckpointScheme, CheckpointRun> runs) {
    /// Steps of a run: with a checkpoint at each of them, 50 are taken.
    public static final int STEPS = 51;

    public DataStatesTimes {
        runs = Map.copyOf(runs);
    }

    /// All models with the declared rates, until interrupted.
    ///
    /// @param interval   steps from a checkpoint to the next, at most 50
    /// @param microBatch sequences that go through the pipeline together, a divisor of 16
    public static List<DataStatesTimes> all(int interval, int microBatch) {
        return all(interval, microBatch, DataStatesRates.declared(), Cancel.onInterrupt());
    }

    /// Those that are done when `cancel` is requested.
    static List<DataStatesTimes> all(int interval, int microBatch, DataStatesRates rates, Cancel cancel) {
        List<DataStatesTimes> all = new ArrayList<>();
        for (DataStatesModel model : DataStatesModel.all()) {
            DataStatesTimes times = of(model, model.spec(rates, microBatch, interval), STEPS, cancel);
            if (cancel.requested()) {
                break;
            }
            all.add(times);
        }
        return all;
    }

    /// The same, with one checkpoint alone.
    DataStatesTimes alone(Cancel cancel) {
        return of(model, spec, 2, cancel);
    }

    private static DataStatesTimes of(DataStatesModel model, CheckpointSpec spec, int steps, Cancel cancel) {
        Map<CheckpointScheme, CheckpointRun> runs = new EnumMap<>(CheckpointScheme.class);
        for (CheckpointScheme scheme : CheckpointScheme.values()) {
            if (!cancel.requested()) {
                runs.put(scheme, CheckpointRun.of(scheme, spec, steps, cancel, Progress.NONE));
            }
        }
        return new DataStatesTimes(model, spec, runs);
    }

    /// The same, serialising at another rate, in bytes a second.
    DataStatesTimes serialising(double rate) {
        CheckpointSpec other = spec.with("serialise", String.valueOf(rate));
        Map<CheckpointScheme, CheckpointRun> changed = new EnumMap<>(runs);
        changed.computeIfPresent(
                CheckpointScheme.SYNCHRONOUS, (scheme, run) -> CheckpointRun.of(scheme, other, run.steps()));
        return new DataStatesTimes(model, other, changed);
    }

    /// Seconds that a checkpoint blocks, on average.
    public double blocked(CheckpointScheme scheme) {
        CheckpointRun run = runs.get(scheme);
        return run.blocked() / run.checkpoints();
    }

    /// Bytes a second that training sees, of all devices.
    public double perceived(CheckpointScheme scheme) {
        return allBytes() / blocked(scheme);
    }

    private double allBytes() {
        return spec.bytes() * spec.devices() * model.nodes();
    }

    /// Seconds from the first step to the last.
    public double seconds(CheckpointScheme scheme) {
        return runs.get(scheme).seconds();
    }

    /// A row for each model and scheme: `model`, `scheme`, `step [s]`, `checkpoint [GB]` of all devices, `blocked
    /// [s]` by each, `perceived [GB/s]` and `all steps [s]`.
    ///
    /// @param interval   steps from a checkpoint to the next, at most 50
    /// @param microBatch sequences that go through the pipeline together, a divisor of 16
    public static Table table(int interval, int microBatch) {
        Table table = Table.create(
                "checkpoints on Polaris",
                StringColumn.create("model"),
                StringColumn.create("scheme"),
                DoubleColumn.create("step [s]"),
                DoubleColumn.create("checkpoint [GB]"),
                DoubleColumn.create("blocked [s]"),
                DoubleColumn.create("perceived [GB/s]"),
                DoubleColumn.create("all steps [s]"));
        for (DataStatesTimes times : all(interval, microBatch)) {
            for (CheckpointScheme scheme : times.runs.keySet().stream().sorted().toList()) {
                table.stringColumn("model").append(times.model.shape().name());
                table.stringColumn("scheme").append(name(scheme));
                table.doubleColumn("step [s]").append(times.spec.step());
                table.doubleColumn("checkpoint [GB]").append(times.allBytes() / 1e9);
                table.doubleColumn("blocked [s]").append(times.blocked(scheme));
                table.doubleColumn("perceived [GB/s]").append(times.perceived(scheme) / 1e9);
                table.doubleColumn("all steps [s]").append(times.seconds(scheme));
            }
        }
        return table;
    }

    /// The system that a scheme stands for.
    static String name(CheckpointScheme scheme) {
        return switch (scheme) {
            case SYNCHRONOUS -> "DeepSpeed, synchronous";
            case COPY_THEN_FLUSH -> "CheckFreq-like";
            case CHUNKED -> "TorchSnapshot-like";
            case LAZY -> "DataStates, lazy";
        };
    }
}
