package throughline.training;

import static throughline.training.LayerTime.BYTES;
import static throughline.training.LayerTime.HALF;
import static throughline.training.LayerTime.left;
import static throughline.training.LayerTime.named;
import static throughline.training.LayerTime.none;
import static throughline.training.LayerTime.times;

import java.util.List;
import java.util.function.Function;
import throughline.hardware.Cluster;
import throughline.hardware.Cluster.Group;
import throughline.hardware.Cost;
import throughline.hardware.Matmul;
import throughline.hardware.Stream;

/// The time of one training step of a plan, in seconds: what a pipeline's slowest stage does for each micro-batch, the
/// bubble, and what is left to do after the last one.
///
/// ```java
/// var step = StepTime.of(Transformer.gpt("175B", 96, 12288, 96), plan, Cluster.named("selene"));
/// show(step.explain());
/// ```
public final class StepTime {
    /// Bytes read and written for each weight by Adam: the gradient is read, and the weight and two moments are read
    /// and written. Beside it the gradient's size is found and, where it is too large, cut (12), and the weight is
    /// copied to 2 bytes (6), as Megatron-LM has it (megatron/optimizer, April 2021).
    private static final double ADAM = 28 + 12 + 6;
    /// Bytes read and written for each score of a token by the loss in single precision, each a kernel of its own:
    /// a copy of 4 bytes, the largest of a row, differences, exponentials, their sum, quotients; backward a product
    /// and a copy of 2 bytes (Megatron-LM, April 2021, mpu/cross_entropy.py).
    private static final double LOSS = 6 + 4 + 8 + 8 + 4 + 8 + 8 + 6;

    private final Transformer model;
    private final Plan plan;
    private final Cluster cluster;
    private final Function<Matmul, Cost> products;
    private final double stream;

    /// @param products times of matrix products
    StepTime(Transformer model, Plan plan, Cluster cluster, Function<Matmul, Cost> products) {
        this.products = products;
        this.model = model;
        this.plan = plan;
        this.cluster = cluster;
        stream = Memory.tokens(model, plan) * model.width() * BYTES;
    }

    /// The time of a step.
    ///
    /// @throws throughline.spec.BadInput when the plan does not divide the model or does not fit into nodes
    public static Cost of(Transformer model, Plan plan, Cluster cluster) {
        return of(model, plan, cluster, Calibration.NONE);
    }

    /// The time of a step with what a software stack adds.
    ///
    /// @throws throughline.spec.BadInput when the plan does not divide the model or does not fit into nodes
    public static Cost of(Transformer model, Plan plan, Cluster cluster, Calibration stack) {
        plan.check(model, cluster);
        Cost parts = new StepTime(model, plan, cluster, cluster.device()::cost).step();
        if (stack.equals(Calibration.NONE)) {
            return parts;
        }
        Cost scaled = new Cost(
                "all parts",
                stack.factor() * parts.value(),
                "s",
                "%.4g x parts".formatted(stack.factor()),
                stack.source(),
                Cost.Basis.CALIBRATED,
                List.of(parts));
        return Cost.sum(
                "step", scaled, Cost.of("fixed", stack.fixed(), "s", "", stack.source(), Cost.Basis.CALIBRATED));
    }

    private Cost step() {
        Cost turn = plan.pipeline() == 1
                ? Cost.sum("micro-batch on a stage", stage())
                : Cost.sum(
                        "micro-batch on a stage",
                        stage(),
                        times("between stages", 2.0 * plan.interleave(), boundary(near())));
        Cost busy = times("micro-batches", plan.microBatches(), Cost.sum("last stage", turn, head()));
        Cost bubble = times("bubble", (plan.pipeline() - 1.0) / plan.interleave(), turn);
        return Cost.sum("step", busy, bubble, added(), replicas(), table(), optimizer());
    }

    /// The gradients of each micro-batch but the first, added to those before by kernels of their own.
    private Cost added() {
        double bytes = plan.gradients().adding() * weights();
        return bytes == 0 || plan.microBatches() == 1
                ? none("gradients added", "by products")
                : times("gradients added", plan.microBatches() - 1.0, flat("to those before", bytes));
    }

    /// Weights of a device, its experts' too.
    private double weights() {
        return Memory.weights(model, plan) + Memory.expertWeights(model, plan);
    }

    private boolean near() {
        return Placement.nextStageIsNear(plan, cluster);
    }

    /// The layers of a stage, which has its share of each kind.
    Cost stage() {
        double stages = plan.pipeline();
        Cost plain = layers(false, (model.layers() - model.expertLayers()) / stages);
        return model.mixture().isEmpty()
                ? plain
                : Cost.sum("layers of a stage", plain, layers(true, model.expertLayers() / stages));
    }

    private LayerTime layer(boolean experts) {
        return new LayerTime(model, plan, cluster, experts, products);
    }

    private Cost layers(boolean experts, double howMany) {
        return times("layers of a stage", howMany, layer(experts).cost());
    }

    /// Seconds in which the layers of a stage compute gradients of a micro-batch.
    double backward() {
        double stages = plan.pipeline();
        double plain = (model.layers() - model.expertLayers())
                / stages
                * layer(false).backward().value();
        return model.mixture().isEmpty()
                ? plain
                : plain + model.expertLayers() / stages * layer(true).backward().value();
    }

    /// The output and the loss, on the last stage alone.
    Cost head() {
        long tokens = Math.max(1, (long) Memory.tokens(model, plan));
        long words = Math.max(1, model.vocabulary() / plan.tensor());
        Matmul up = new Matmul(HALF, tokens, words, model.width());
        Cost toInputs = named("to inputs", products.apply(new Matmul(HALF, tokens, model.width(), words)));
        Cost toWeights = named("to weights", products.apply(new Matmul(HALF, model.width(), words, tokens)));
        return Cost.sum(
                "output",
                named("products", products.apply(up)),
                toInputs,
                toWeights,
                flat("element-wise", LOSS * tokens * words),
                named("tensor parallel", inputOfHead(toInputs, toWeights)));
    }

    /// Megatron-LM adds up the gradients of the output's inputs; where these lie in parts, it gathers them before, and
    /// again on the way back, and scatters the sums.
    private Cost inputOfHead(Cost toInputs, Cost toWeights) {
        Group group = Placement.tensor(plan, cluster);
        if (plan.tensorOverlap()) {
            Cost back = LayerTime.inputs(plan, cluster, group, stream, toInputs, toWeights);
            return plan.sequenceParallel()
                    ? Cost.sum("gathered, and scattered back", cluster.allGather(group, stream), back)
                    : back;
        }
        return plan.sequenceParallel()
                ? Cost.sum(
                        "gathered, and scattered back",
                        times("forward and back", 2, cluster.allGather(group, stream)),
                        cluster.reduceScatter(group, stream))
                : cluster.allReduce(group, stream);
    }

    private Cost flat(String name, double bytes) {
        return named(name, cluster.device().cost(new Stream(name, bytes, 0)));
    }

    /// From stage to stage, all devices of a node at once: each its part, which is then put together again unless the
    /// next layer works on parts as well; or each device the whole.
    Cost boundary(boolean near) {
        int ways = plan.tensor();
        if (ways == 1 || !plan.scatter() && !plan.sequenceParallel()) {
            return Cost.sum("boundary", cluster.send(near, cluster.perNode(), stream));
        }
        Cost part = cluster.send(near, cluster.perNode(), stream / ways);
        return plan.sequenceParallel()
                ? Cost.sum("boundary", part)
                : Cost.sum("boundary", part, cluster.allGather(Placement.tensor(plan, cluster), stream));
    }

    /// What replicas tell each other, as far as it does not go on beside the work.
    private Cost replicas() {
        Cost once = once();
        Cost each = each();
        if (!plan.overlap()) {
            return Cost.sum("replicas", once, times("for each micro-batch", plan.microBatches(), each));
        }
        double layers = (double) model.layers() / plan.pipeline();
        Cost back = Cost.of("backward", backward(), "s", "", "", Cost.Basis.DERIVED);
        return Cost.sum(
                "replicas",
                Cost.longest(
                        "left over", left("beside the backward pass", once, back), times("tail", 1 / layers, once)),
                times("for each micro-batch", plan.microBatches(), left("left over", each, stage())));
    }

    /// Once in a step: gradients, or, where each replica has a part of the optimizer, weights too.
    Cost once() {
        return switch (plan.shards()) {
            case 0 ->
                Cost.sum(
                        "gradients",
                        exchanged(cluster::allReduce, plan.gradients().bytes()));
            case 1 ->
                Cost.sum(
                        "gradients and weights",
                        exchanged(cluster::reduceScatter, plan.gradients().bytes()),
                        exchanged(cluster::allGather, BYTES));
            case 2 -> Cost.sum("weights", exchanged(cluster::allGather, BYTES));
            default -> none("once", "nothing");
        };
    }

    /// For each micro-batch: gradients that no replica has whole, and weights that none has, on the way forward and
    /// back.
    Cost each() {
        return switch (plan.shards()) {
            case 2 ->
                Cost.sum(
                        "gradients",
                        exchanged(cluster::reduceScatter, plan.gradients().bytes()));
            case 3 ->
                Cost.sum(
                        "gradients and weights",
                        exchanged(cluster::reduceScatter, plan.gradients().bytes()),
                        times("forward and back", 2, exchanged(cluster::allGather, BYTES)));
            default -> none("each", "nothing");
        };
    }

    /// An exchange of arrays of a size in bytes.
    private interface Exchange {
        Cost cost(Group group, double bytes);
    }

    /// Weights that all replicas have in common, and experts among those that have the same.
    private Cost exchanged(Exchange exchange, double bytesEach) {
        Cost common = exchange.cost(Placement.data(plan, cluster), Memory.weights(model, plan) * bytesEach);
        if (model.mixture().isEmpty()) {
            return common;
        }
        double experts = Memory.expertWeights(model, plan) * bytesEach;
        return Cost.sum(
                common.name(), common, named("experts", exchange.cost(Placement.sameExperts(plan, cluster), experts)));
    }

    /// First and last stage add up the gradients of the table that they share.
    Cost table() {
        return plan.pipeline() == 1 || !model.tied()
                ? none("shared table", "not shared")
                : Cost.sum(
                        "shared table",
                        cluster.allReduce(new Group(2, near() ? 2 : 1).every(plan.tensor()), tableBytes()));
    }

    /// Gradients of the table that a device has.
    double tableBytes() {
        return model.embeddingWeights() / plan.tensor() * plan.gradients().bytes();
    }

    Cost optimizer() {
        double parts = plan.shards() >= 1 ? (double) plan.data() * plan.context() : 1;
        double own = Memory.weights(model, plan) / parts
                + Memory.expertWeights(model, plan) / Math.max(1, parts / plan.expert());
        return flat("optimizer", (ADAM + plan.gradients().preparing()) * own);
    }
}
