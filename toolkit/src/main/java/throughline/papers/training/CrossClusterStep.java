package throughline.papers.training;

import java.util.ArrayList;
import java.util.List;
import throughline.hardware.Cluster;
import throughline.hardware.Cluster.Group;
import throughline.hardware.Cost;
import throughline.spec.BadInput;
import throughline.training.Pipeline;
import throughline.training.Plan;
import throughline.training.StepTime;
import throughline.training.Transformer;

/// A training step whose stages may stand on islands of a cluster, and differ in layers (Yang et al. 2023).
///
/// ```java
/// var cluster = Cluster.named("holmes-mixed");
/// var mixed = CrossClusterStep.of(model, cluster, List.of("infiniband", "roce"), 16, 768).split(16, 14);
/// show(mixed.samplesPerSecond());
/// ```
///
/// Replicas of a stage exchange gradients and weights over the fastest network that all of them have; neighbouring
/// stages send activations, and all devices of a node at once, over the one that both have.
///
/// @param model      that is trained
/// @param cluster    on which
/// @param islands    of each stage; empty texts where stages may be on any node
/// @param layers     of each stage
/// @param tensor     ways in which a layer is split, inside a node
/// @param data       replicas
/// @param batch      sequences of a step
/// @param microBatch sequences that go through the pipeline together
/// @param factor     of all times of computing
/// @param overlap    share of the replicas' exchange that goes on beside the work, 0 to 1
public record CrossClusterStep(
        Transformer model,
        Cluster cluster,
        List<String> islands,
        List<Integer> layers,
        int tensor,
        int data,
        int batch,
        int microBatch,
        double factor,
        double overlap) {
    private static final double BYTES = 2;

    public CrossClusterStep {
        islands = List.copyOf(islands);
        layers = List.copyOf(layers);
        int sum = layers.stream().mapToInt(Integer::intValue).sum();
        if (islands.size() != layers.size() || sum != model.layers()) {
            throw new BadInput(
                    "step: layers %s of stages on %s must be one each and %d together",
                    layers, islands, model.layers());
        }
        if (batch % (data * microBatch) != 0) {
            throw new BadInput("step: data x microBatch [%d] must divide the batch [%d]", data * microBatch, batch);
        }
        if (!(overlap >= 0 && overlap <= 1 && factor > 0)) {
            throw new BadInput("step: overlap [%s] must be 0 to 1, factor [%s] positive", overlap, factor);
        }
    }

    /// Layers that are dealt out evenly to two stages and not split, four sequences to a micro-batch, nothing
    /// overlapped.
    public static CrossClusterStep of(Transformer model, Cluster cluster, List<String> islands, int data, int batch) {
        int half = model.layers() / 2;
        return new CrossClusterStep(
                model, cluster, islands, List.of(model.layers() - half, half), 1, data, batch, 4, 1, 0);
    }

    /// This step with other layers in its stages.
    public CrossClusterStep split(Integer... ofStages) {
        return new CrossClusterStep(
                model, cluster, islands, List.of(ofStages), tensor, data, batch, microBatch, factor, overlap);
    }

    /// This step with as much of the replicas' exchange beside the work.
    public CrossClusterStep overlapping(double share) {
        return new CrossClusterStep(model, cluster, islands, layers, tensor, data, batch, microBatch, factor, share);
    }

    /// This step with layers split in ways.
    public CrossClusterStep tensor(int ways) {
        return new CrossClusterStep(model, cluster, islands, layers, ways, data, batch, microBatch, factor, overlap);
    }

    /// This step with all computing longer by a factor.
    public CrossClusterStep times(double longer) {
        return new CrossClusterStep(model, cluster, islands, layers, tensor, data, batch, microBatch, longer, overlap);
    }

    /// Sequences a second of all replicas.
    public double samplesPerSecond() {
        return batch / seconds();
    }

    /// Seconds of a step.
    public double seconds() {
        double exchange = 0;
        for (int stage = 0; stage < layers.size(); stage++) {
            exchange = Math.max(exchange, exchange(stage));
        }
        return pipeline().run().seconds() + (1 - overlap) * exchange;
    }

    /// The stages at work, without what replicas exchange.
    public Pipeline pipeline() {
        Plan one = Plan.of(tensor, 1, 1, microBatch)
                .with("microBatch", Integer.toString(microBatch))
                .with("recompute", "selective")
                .with("fused", "true")
                .with("sequenceParallel", Boolean.toString(tensor > 1));
        Cost step = StepTime.of(model, one, cluster);
        Cost layer = step.term("layer");
        double forward = factor * layer.term("forward").value();
        double back = factor * layer.value() - forward;
        double head = factor * step.term("output").value();
        List<Pipeline.Stage> stages = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            boolean last = i == layers.size() - 1;
            stages.add(Pipeline.Stage.of(
                    layers.get(i) * forward + (last ? head / 3 : 0),
                    layers.get(i) * back + (last ? 2 * head / 3 : 0),
                    0,
                    last ? 0 : send(i)));
        }
        return Pipeline.of(Pipeline.Order.ONE_F_ONE_B, stages, batch / data / microBatch);
    }

    /// Activations to the next stage, in parts where layers are split, while all devices of a node share its cards.
    private double send(int stage) {
        double bytes = (double) microBatch * model.sequence() * model.width() * BYTES / tensor;
        Group pair = on(new Group(2, 1).every(cluster.perNode()), islands.get(stage), islands.get(stage + 1));
        return cluster.send(pair, bytes).value();
    }

    /// Gradients scattered and weights gathered by the replicas of a stage.
    private double exchange(int stage) {
        int perNode = Math.min(data, cluster.perNode() / tensor);
        Group replicas = on(new Group(data, perNode).every(tensor), islands.get(stage));
        double ends = stage == 0 || stage == layers.size() - 1 ? model.embeddingWeights() : 0;
        double bytes = (layers.get(stage) * model.layerWeights() + ends) / tensor * BYTES;
        return cluster.reduceScatter(replicas, bytes).value()
                + cluster.allGather(replicas, bytes).value();
    }

    private static Group on(Group group, String... names) {
        return List.of(names).contains("") ? group : group.in(names);
    }
}
