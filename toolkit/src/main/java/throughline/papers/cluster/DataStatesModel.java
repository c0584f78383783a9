package throughline.papers.cluster;

import java.util.List;
import throughline.cluster.overlap.CheckpointSpec;
import throughline.hardware.Cluster;
import throughline.hardware.Cost;
import throughline.hardware.Device;
import throughline.hardware.Link;
import throughline.training.Plan;
import throughline.training.StepTime;
import throughline.training.Transformer;

/// A model of DataStates-LLM's evaluation on Polaris: layers split over the 4 devices of a node, stages over nodes, one
/// replica, 16 sequences of 2,048 tokens to a step, all recomputed on the way back.
///
/// A step is as long as [StepTime] says, of which the optimizer is the update, and of the rest a third is the pass
/// forward. Weights and states are 14 bytes each, spread evenly over all devices.
///
/// @param shape of it
/// @param nodes that it is trained on
public record DataStatesModel(Transformer shape, int nodes) {
    /// Sequences of a step.
    public static final int BATCH = 16;

    private static final Cluster POLARIS = Cluster.named("polaris");
    /// Forward is to backward as 1 to 2, as recalled.
    private static final double FORWARD = 1.0 / 3;

    /// Those of the paper, the smallest first.
    public static List<DataStatesModel> all() {
        return DataStatesRates.lines("datastates-models.csv").stream()
                .map(cells -> new DataStatesModel(
                        Transformer.gpt(cells[0], number(cells[1]), number(cells[2]), number(cells[3]))
                                .with("vocabulary", cells[4]),
                        number(cells[5])))
                .toList();
    }

    private static int number(String cell) {
        return Integer.parseInt(cell);
    }

    /// How it is trained. Of stages with unlike many layers the longest sets the pace, so all are as long.
    ///
    /// @param microBatch sequences that go through the pipeline together, a divisor of 16
    public Plan plan(int microBatch) {
        return Plan.of(POLARIS.perNode(), nodes, 1, BATCH)
                .with("microBatch", String.valueOf(microBatch))
                .with("recompute", "full");
    }

    private Transformer even() {
        int layers = nodes * layersOfAStage();
        return shape.with("layers", String.valueOf(layers));
    }

    private int layersOfAStage() {
        return Math.ceilDiv(shape.layers(), nodes);
    }

    /// The time of a step without a checkpoint, in seconds.
    public Cost step(int microBatch) {
        return StepTime.of(even(), plan(microBatch), POLARIS);
    }

    /// Operations of a step, forward and back, without what is recomputed.
    public double operations() {
        return shape.operations(BATCH);
    }

    /// Bytes of a checkpoint on each device.
    public double bytes(DataStatesRates rates) {
        return shape.weights() * rates.bytesOfAWeight() / (nodes * POLARIS.perNode());
    }

    /// What every checkpoint blocks at least, in seconds: what is copied is read from memory that computing needs as
    /// well, and the copy of each array must be launched.
    public Cost floor(DataStatesRates rates) {
        Device device = POLARIS.device();
        return Cost.sum(
                "floor",
                Cost.of(
                        "memory",
                        bytes(rates) / device.bandwidth(),
                        "s",
                        "bytes / bandwidth",
                        device.source(),
                        Cost.Basis.DERIVED),
                Cost.of(
                        "launches",
                        layersOfAStage() * rates.arraysOfALayer() * rates.launch(),
                        "s",
                        "layers of a stage x arrays of a layer x launch",
                        DataStatesRates.FILE,
                        Cost.Basis.ASSUMED));
    }

    /// Its checkpoints.
    ///
    /// @param interval steps from one to the next
    public CheckpointSpec spec(DataStatesRates rates, int microBatch, int interval) {
        Cost step = step(microBatch);
        double update = step.term("optimizer").value();
        double unchanged = step.value() - update;
        return new CheckpointSpec(
                bytes(rates),
                FORWARD * unchanged,
                (1 - FORWARD) * unchanged,
                update,
                interval,
                rates.serialise(),
                Link.named("pcie-4-pageable").bandwidth(),
                POLARIS.device().host().orElseThrow(),
                Link.named("polaris-storage").bandwidth(),
                POLARIS.perNode(),
                rates.buffer(),
                rates.chunk(),
                floor(rates).value());
    }
}
