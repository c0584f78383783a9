package throughline.training;

import java.math.BigInteger;
import java.util.List;
import throughline.hardware.Cluster;
import throughline.hardware.Cluster.Group;
import throughline.hardware.Cost;
import throughline.hardware.Cost.Basis;
import throughline.hardware.Matmul;
import throughline.hardware.Precision;
import throughline.hardware.Stream;

/// The time of one training step of a plan, in seconds: what a pipeline's slowest stage does for each micro-batch, the
/// bubble, and what is left to do after the last one.
///
/// ```java
/// var step = StepTime.of(Transformer.gpt("175B", 96, 12288, 96), plan, Cluster.named("selene"));
/// show(step.explain());
/// ```
public final class StepTime {
    private static final Precision HALF = Precision.BF16;
    private static final double BYTES = HALF.bytes();
    /// A backward kernel that reads the gradient beside its input moves half as much again.
    private static final double BACK = 1.5;
    /// Bytes read and written for each weight by Adam in mixed precision.
    private static final double ADAM = 28;

    private final Transformer model;
    private final Plan plan;
    private final Cluster cluster;
    private final long tokens;
    private final double stream;
    private final double normed;

    private StepTime(Transformer model, Plan plan, Cluster cluster) {
        this.model = model;
        this.plan = plan;
        this.cluster = cluster;
        tokens = (long) plan.microBatch() * model.sequence();
        stream = (double) tokens * model.width() * BYTES;
        normed = stream / (plan.sequenceParallel() ? plan.tensor() : 1);
    }

    /// The time of a step.
    ///
    /// @throws throughline.spec.BadInput when the plan does not divide the model or does not fit into nodes
    public static Cost of(Transformer model, Plan plan, Cluster cluster) {
        plan.check(model, cluster);
        return new StepTime(model, plan, cluster).step();
    }

    private Cost step() {
        Cost stage = times("layers of a stage", (double) model.layers() / plan.pipeline(), layer());
        Cost turn = plan.pipeline() == 1
                ? Cost.sum("micro-batch on a stage", stage)
                : Cost.sum(
                        "micro-batch on a stage", stage, times("between stages", 2.0 * plan.interleave(), boundary()));
        Cost busy = times("micro-batches", plan.microBatches(), Cost.sum("last stage", turn, head()));
        Cost bubble = times("bubble", (plan.pipeline() - 1.0) / plan.interleave(), turn);
        return Cost.sum("step", busy, bubble, exchange(), optimizer());
    }

    /// What a plan's time is made of that hangs on nothing but how a layer is split, the micro-batch and what is
    /// computed again: many plans share it.
    ///
    /// @param layer    seconds of a micro-batch in a layer, forward and back
    /// @param boundary seconds from a stage to the next
    /// @param head     seconds of the output and the loss
    record Parts(double layer, double boundary, double head) {
        static Parts of(Transformer model, Plan plan, Cluster cluster) {
            StepTime time = new StepTime(model, plan, cluster);
            return new Parts(
                    time.layer().value(), time.boundary().value(), time.head().value());
        }

        /// The time of a step, as [StepTime#of] has it.
        double seconds(Transformer model, Plan plan, double after) {
            double stage = (double) model.layers() / plan.pipeline() * layer;
            double turn = plan.pipeline() == 1 ? stage : stage + 2.0 * plan.interleave() * boundary;
            return plan.microBatches() * (turn + head) + (plan.pipeline() - 1.0) / plan.interleave() * turn + after;
        }
    }

    /// Seconds after the last micro-batch: gradients of replicas and the optimizer.
    static double after(Transformer model, Plan plan, Cluster cluster) {
        StepTime time = new StepTime(model, plan, cluster);
        return time.exchange().value() + time.optimizer().value();
    }

    private static Cost times(String name, double factor, Cost each) {
        return new Cost(
                name,
                factor * each.value(),
                each.unit(),
                "%.4g x %s".formatted(factor, each.name()),
                "",
                each.basis(),
                List.of(each));
    }

    /// A layer, forward and back, with what it computes again and what it exchanges.
    private Cost layer() {
        Cost forward = Cost.sum("forward", products(1), core(1), streams(1));
        Cost back = Cost.sum("backward", products(2), core(2), streams(2));
        Cost again =
                switch (plan.recompute()) {
                    case NONE -> Cost.of("recomputed", 0, "s", "nothing", "", Basis.DERIVED);
                    case SELECTIVE -> Cost.sum("recomputed", core(1));
                    case FULL -> Cost.sum("recomputed", products(1), core(1), streams(1));
                };
        return Cost.sum("layer", forward, back, again, exchanges());
    }

    /// The products of a layer with its weights; backward there are two of each.
    private Cost products(int passes) {
        long width = model.width();
        long inner = model.inner();
        int t = plan.tensor();
        long keys = (width + 2L * model.keyWidth()) / t;
        int up = model.gated() ? 2 : 1;
        return Cost.sum(
                "products",
                product("queries, keys, values", passes, keys, width),
                product("attention output", passes, width, width / t),
                product("feed-forward up", passes, up * inner / t, width),
                product("feed-forward down", passes, width, inner / t));
    }

    private Cost product(String name, int passes, long n, long k) {
        if (passes == 1) {
            return named(name, cluster.device().cost(new Matmul(HALF, tokens, n, k)));
        }
        return Cost.sum(
                name,
                named("to inputs", cluster.device().cost(new Matmul(HALF, tokens, k, n))),
                named("to weights", cluster.device().cost(new Matmul(HALF, k, n, tokens))));
    }

    private static Cost named(String name, Cost cost) {
        return new Cost(name, cost.value(), cost.unit(), cost.name(), cost.source(), cost.basis(), cost.terms());
    }

    /// Scores, softmax, dropout, and their product with the values: not fused.
    private Cost core(int passes) {
        long batch = (long) plan.microBatch() * model.heads() / plan.tensor();
        long sequence = model.sequence();
        long head = model.width() / model.heads();
        double scores = (double) batch * sequence * sequence;
        double softmax = 2 * scores * BYTES * (passes == 1 ? 1 : BACK);
        double dropout = scores * (2 * BYTES + 1);
        return Cost.sum(
                "attention core",
                times("scores", passes, cluster.device().cost(new Matmul(HALF, batch, sequence, sequence, head))),
                times("values", passes, cluster.device().cost(new Matmul(HALF, batch, sequence, head, sequence))),
                flat("softmax", softmax),
                flat("dropout", dropout));
    }

    /// Norms, activation, dropouts and residual sums.
    private Cost streams(int passes) {
        double back = passes == 1 ? 1 : BACK;
        double inner = (double) tokens * model.inner() / plan.tensor() * BYTES;
        double gate = model.gated() ? 3 : 2;
        double masks = normed / BYTES;
        Cost forks = passes == 1
                ? Cost.of("sums of gradients", 0, "s", "only backward", "", Basis.DERIVED)
                : flat("sums of gradients", 6 * normed + 4 * stream);
        return Cost.sum(
                "element-wise",
                times("norms", 2, flat("norm", 2 * normed * back)),
                flat("activation", gate * inner * back),
                times("dropouts", 2, flat("dropout", 2 * normed + masks)),
                times("residual sums", 2, flat("sum", 3 * normed)),
                forks);
    }

    private Cost flat(String name, double bytes) {
        return named(name, cluster.device().cost(new Stream(name, bytes, 0)));
    }

    /// What the devices of a layer tell each other, forward and back.
    private Cost exchanges() {
        Group group = new Group(plan.tensor(), plan.tensor());
        int forward = 2 * (plan.recompute() == Recompute.FULL ? 2 : 1);
        if (!plan.sequenceParallel()) {
            return times("tensor parallel", forward + 2, cluster.allReduce(group, stream));
        }
        Cost pair = Cost.sum(
                "gathered and scattered", cluster.allGather(group, stream), cluster.reduceScatter(group, stream));
        return Cost.sum(
                "tensor parallel",
                times("as all-reduces", forward + 2, pair),
                times("inputs gathered again", 2, cluster.allGather(group, stream)));
    }

    /// The output and the loss, on the last stage alone.
    private Cost head() {
        long words = model.vocabulary() / plan.tensor();
        return Cost.sum(
                "output",
                product("products", 1, words, model.width()),
                product("products back", 2, words, model.width()),
                flat("softmax", 6 * BYTES * tokens * words),
                times("exchanges", 2, cluster.allReduce(new Group(plan.tensor(), plan.tensor()), stream)));
    }

    /// From stage to stage, each device its part, which is then put together again.
    private Cost boundary() {
        Group group = new Group(plan.tensor(), plan.tensor());
        return Cost.sum("boundary", cluster.send(false, stream / plan.tensor()), cluster.allGather(group, stream));
    }

    /// Gradients of the replicas, which stand next to each other as far as a node has room beside the ways of a layer.
    /// Sharded weights are gathered for each micro-batch, on its way forward and on its way back.
    private Cost exchange() {
        int near = BigInteger.valueOf(plan.data())
                .gcd(BigInteger.valueOf(cluster.perNode() / plan.tensor()))
                .intValue();
        Group group = new Group(plan.data(), near);
        double bytes = Memory.weights(model, plan) * Memory.GRADIENT;
        if (plan.shards() < 3) {
            return named("gradients", cluster.allReduce(group, bytes));
        }
        return Cost.sum(
                "gradients and weights",
                cluster.reduceScatter(group, bytes),
                times(
                        "gathered",
                        2.0 * plan.microBatches(),
                        cluster.allGather(group, Memory.weights(model, plan) * BYTES)));
    }

    private Cost optimizer() {
        double parts = plan.shards() >= 1 ? plan.data() : 1;
        return flat("optimizer", ADAM * Memory.weights(model, plan) / parts);
    }
}
