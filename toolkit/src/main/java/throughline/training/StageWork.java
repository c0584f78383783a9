package throughline.training;

import static throughline.training.LayerTime.BYTES;

import java.util.List;
import java.util.Optional;
import throughline.hardware.Cluster;
import throughline.hardware.Cluster.Group;
import throughline.hardware.Cost;

/// Times and bytes of what a stage does with a micro-batch, taken apart from [StepTime] into what a device computes
/// and what it exchanges.
final class StageWork {
    /// An exchange of a layer or of replicas.
    record Step(StepGraph.Exchange exchange, double bytes, double seconds) {}

    final int layers;
    final double forward;
    final double backward;
    final double again;
    /// Of the output and the loss, without exchanges.
    final double head;
    final double optimizer;
    /// What the first stage and the last add up of the table that they share, if they do.
    final Optional<Step> table;
    final double sendBytes;
    final double sendSeconds;
    final boolean gathered;

    private final Plan plan;
    private final Cluster cluster;
    private final Group tensor;
    private final double stream;
    private final double weights;

    StageWork(Transformer model, Plan plan, Cluster cluster) {
        this.plan = plan;
        this.cluster = cluster;
        tensor = Placement.tensor(plan, cluster);
        stream = Memory.tokens(model, plan) * model.width() * BYTES;
        weights = Memory.weights(model, plan);
        layers = model.layers() / plan.pipeline() / plan.interleave();
        LayerTime layer = new LayerTime(model, plan, cluster, false, cluster.device()::cost);
        StepTime step = new StepTime(model, plan, cluster, cluster.device()::cost);
        forward = layer.forward().value();
        backward = layer.backward().value();
        again = layer.cost().term("recomputed").value();
        Cost output = step.head();
        head = output.value() - output.term("tensor parallel").value();
        optimizer = step.optimizer().value();
        table = plan.pipeline() > 1 && model.tied()
                ? Optional.of(step(StepGraph.Exchange.ALL_REDUCE, step.tableBytes(), step.table()))
                : Optional.empty();
        boolean whole = plan.tensor() == 1 || !plan.scatter() && !plan.sequenceParallel();
        gathered = !whole && !plan.sequenceParallel();
        sendBytes = whole ? stream : stream / plan.tensor();
        sendSeconds = cluster.send(Placement.nextStageIsNear(plan, cluster), cluster.perNode(), sendBytes)
                .value();
    }

    private static Step step(StepGraph.Exchange exchange, double bytes, Cost cost) {
        return new Step(exchange, bytes, cost.value());
    }

    private Step reduce() {
        return step(StepGraph.Exchange.ALL_REDUCE, stream, cluster.allReduce(tensor, stream));
    }

    Step gather() {
        return step(StepGraph.Exchange.ALL_GATHER, stream, cluster.allGather(tensor, stream));
    }

    private Step scatter() {
        return step(StepGraph.Exchange.REDUCE_SCATTER, stream, cluster.reduceScatter(tensor, stream));
    }

    /// What stands for an all-reduce inside a layer.
    private List<Step> reduction() {
        return plan.sequenceParallel() ? List.of(gather(), scatter()) : List.of(reduce());
    }

    /// Exchanges of a layer on a way through it: after each half, and backward with inputs gathered again.
    List<List<Step>> exchanges(boolean back) {
        List<Step> half = reduction();
        if (back && plan.sequenceParallel()) {
            half = List.of(gather(), gather(), scatter());
        }
        return List.of(half, half);
    }

    /// Exchanges before the output is computed: its inputs, where they lie in parts.
    List<Step> beforeHead() {
        return plan.sequenceParallel() ? List.of(gather()) : List.of();
    }

    /// Exchanges after the output was computed: gradients of its inputs; where these lie in parts, the inputs again
    /// before.
    List<Step> afterHead() {
        return plan.sequenceParallel() ? List.of(gather(), scatter()) : List.of(reduce());
    }

    /// What replicas tell each other in the end.
    List<Step> replicas() {
        Group data = Placement.data(plan, cluster);
        double gradients = weights * plan.gradients().bytes();
        if (plan.shards() == 0) {
            return List.of(step(StepGraph.Exchange.ALL_REDUCE, gradients, cluster.allReduce(data, gradients)));
        }
        return List.of(
                step(StepGraph.Exchange.REDUCE_SCATTER, gradients, cluster.reduceScatter(data, gradients)),
                step(StepGraph.Exchange.ALL_GATHER, weights * BYTES, cluster.allGather(data, weights * BYTES)));
    }
}
