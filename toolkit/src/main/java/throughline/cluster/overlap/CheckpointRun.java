package throughline.cluster.overlap;

import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.Table;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Steps of training with checkpoints between them, on a [PhaseMachine]: a node whose devices do the same and share its
/// way to storage.
///
/// ```java
/// var run = CheckpointRun.of(CheckpointScheme.LAZY, spec, 6);
/// show("%.2f s, of which %.2f s blocked".formatted(run.seconds(), run.blocked()));
/// show(Figure.from(run.gantt()).by("task").gantt("lane", "from [s]", "to [s]"));
/// ```
///
/// @param scheme how it saves
/// @param spec   what, with what and how often
/// @param steps  that ran
/// @param phases what went on
public record CheckpointRun(CheckpointScheme scheme, CheckpointSpec spec, int steps, PhaseRun phases) {
    /// Runs so many steps; there is a checkpoint after each `interval` of them, but none after the last step.
    ///
    /// @throws BadInput when there are no steps
    public static CheckpointRun of(CheckpointScheme scheme, CheckpointSpec spec, int steps) {
        return of(scheme, spec, steps, Cancel.onInterrupt(), Progress.NONE);
    }

    /// As above. When `cancel` is requested the phases are those that have ended.
    public static CheckpointRun of(
            CheckpointScheme scheme, CheckpointSpec spec, int steps, Cancel cancel, Progress progress) {
        if (steps < 1) {
            throw new BadInput("steps [%d] must be at least 1", steps);
        }
        PhaseMachine machine = new PhaseMachine();
        Resource storage = new Resource("storage", spec.storage(), spec.storage());
        List<DeviceSteps> devices = new ArrayList<>();
        for (int i = 0; i < spec.devices(); i++) {
            devices.add(new DeviceSteps(machine, scheme, spec, i, storage));
        }
        for (int step = 1; step <= steps; step++) {
            boolean saves = step % spec.interval() == 0 && step < steps;
            devices.forEach(device -> device.step(saves));
        }
        return new CheckpointRun(scheme, spec, steps, machine.run(cancel, progress));
    }

    /// Seconds from the first start to the end of the last step; what is then still being flushed does not count.
    public double seconds() {
        return phases.pieces().stream()
                .filter(piece -> piece.task().lane().equals(lane()))
                .mapToDouble(PhaseRun.Piece::end)
                .max()
                .orElse(0);
    }

    /// Seconds in which a device did not compute.
    public double blocked() {
        return phases.idle(lane());
    }

    /// Checkpoints that were taken.
    public int checkpoints() {
        return (steps - 1) / spec.interval();
    }

    /// Seconds that each of the last checkpoints blocked, on average: without those that found the buffer empty.
    ///
    /// @param last how many of them, 1 to [#checkpoints]
    /// @throws BadInput when there are not so many, or the run was cancelled before its end
    public double blockedBy(int last) {
        if (last < 1 || last > checkpoints()) {
            throw new BadInput("last checkpoints [%d] must be 1 to %d", last, checkpoints());
        }
        double[] ends = phases.pieces().stream()
                .filter(piece -> piece.task().lane().equals(lane())
                        && piece.task().name().equals(DeviceSteps.UPDATE))
                .mapToDouble(PhaseRun.Piece::end)
                .toArray();
        if (ends.length < steps) {
            throw new BadInput("the run was cancelled after [%d] of %d steps", ends.length, steps);
        }
        int before = spec.interval() * (checkpoints() - last + 1);
        double span = ends[steps - 1] - ends[before - 1];
        return (span - (steps - before) * spec.step()) / last;
    }

    /// The lanes of the first device as a table: see [PhaseRun#table].
    public Table gantt() {
        Table all = phases.table();
        var lanes = all.stringColumn("lane");
        return all.where(lanes.isEqualTo(lane()).or(lanes.startsWith(lane() + ",")))
                .setName("checkpoints");
    }

    private String lane() {
        return DeviceSteps.compute(0);
    }
}
