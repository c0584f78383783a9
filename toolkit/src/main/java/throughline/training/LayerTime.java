package throughline.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import throughline.hardware.Cluster;
import throughline.hardware.Cluster.Group;
import throughline.hardware.Cost;
import throughline.hardware.Cost.Basis;
import throughline.hardware.Device;
import throughline.hardware.FusedAttention;
import throughline.hardware.Kernels;
import throughline.hardware.Matmul;
import throughline.hardware.Precision;
import throughline.hardware.Stream;

/// The time of one layer for one micro-batch on one device, in seconds.
final class LayerTime {
    static final Precision HALF = Precision.BF16;
    static final double BYTES = HALF.bytes();
    /// Kernels that exchange take units from those that compute.
    private static final double SLOWED = 0.126;

    private static final String OVERLAP = "slowed as measured on A100s, profiles of Hetu-Galvatron";

    private final Transformer model;
    private final Plan plan;
    private final Cluster cluster;
    private final Device device;
    private final Function<Matmul, Cost> products;
    private final boolean experts;
    private final long tokens;
    private final double stream;
    private final double normed;
    private final Cost coreForward;
    private final Cost coreBackward;
    private final Cost forward;
    private final Cost backward;

    /// @param experts  whether it is a layer with experts
    /// @param products times of matrix products
    LayerTime(Transformer model, Plan plan, Cluster cluster, boolean experts, Function<Matmul, Cost> products) {
        this.model = model;
        this.plan = plan;
        this.cluster = cluster;
        this.experts = experts;
        this.products = products;
        device = cluster.device();
        tokens = Math.max(1, (long) plan.microBatch() * model.sequence() / plan.context());
        stream = (double) tokens * model.width() * BYTES;
        normed = stream / (plan.sequenceParallel() ? plan.tensor() : 1);
        coreForward = core(1);
        coreBackward = core(2);
        ElementWise streams = new ElementWise(model, plan, device, tokens, experts);
        forward = Cost.sum("forward", products(1), coreForward, streams.forward());
        backward = Cost.sum("backward", products(2), coreBackward, streams.backward());
    }

    /// A layer, forward and back, with what it computes again and what it exchanges.
    Cost cost() {
        Cost again =
                switch (plan.recompute()) {
                    case NONE -> none("recomputed", "nothing");
                    case SELECTIVE ->
                        plan.fused() ? none("recomputed", "by the kernel") : Cost.sum("recomputed", coreForward);
                    case FULL -> Cost.sum("recomputed", forward.terms().toArray(Cost[]::new));
                };
        String name = !experts && model.mixture().isPresent() ? "layer without experts" : "layer";
        return Cost.sum(name, forward, backward, again, exchanges());
    }

    /// What it computes forward.
    Cost forward() {
        return forward;
    }

    /// What it computes backward, but for what it computes again.
    Cost backward() {
        return backward;
    }

    static Cost none(String name, String why) {
        return Cost.of(name, 0, "s", why, "", Basis.DERIVED);
    }

    /// The products of a layer with its weights; backward there are two of each.
    private Cost products(int passes) {
        List<Cost> terms = new ArrayList<>();
        attention(passes, terms);
        if (experts) {
            mixture(passes, terms);
        } else {
            feedForward("feed-forward", passes, 1, tokens, model.inner() / plan.tensor(), terms);
        }
        return Cost.sum("products", terms.toArray(Cost[]::new));
    }

    private void attention(int passes, List<Cost> terms) {
        Attention attention = model.attention();
        long width = model.width();
        int t = plan.tensor();
        long heads = attention.width() / t;
        if (!attention.latent()) {
            long keys = (long) attention.keyWidth(t);
            terms.add(product("queries, keys, values", passes, heads + 2 * keys, width));
        } else {
            long compared = (long) attention.heads() * attention.compared() / t;
            if (attention.queryRank() > 0) {
                terms.add(product("queries down", passes, attention.queryRank(), width));
            }
            terms.add(
                    product("queries up", passes, compared, attention.queryRank() > 0 ? attention.queryRank() : width));
            terms.add(product("keys and values down", passes, attention.keyRank() + attention.rotary(), width));
            terms.add(product("keys and values up", passes, 2 * heads, attention.keyRank()));
        }
        terms.add(product("attention output", passes, width, heads));
    }

    private void mixture(int passes, List<Cost> terms) {
        Experts mixture = model.mixture().orElseThrow();
        long inner = mixture.expertInner() / plan.tensor();
        int here = mixture.experts() / plan.expert();
        long each = Math.max(1, tokens * mixture.chosen() * plan.expert() / mixture.experts());
        terms.add(product("choice of experts", passes, mixture.experts(), model.width()));
        feedForward("experts", passes, here, each, inner, terms);
        if (mixture.shared() > 0) {
            feedForward("shared experts", passes, 1, tokens, inner * mixture.shared(), terms);
        }
    }

    private void feedForward(String name, int passes, int batch, long rows, long inner, List<Cost> terms) {
        int up = model.gated() ? 2 : 1;
        terms.add(product(name + " up", passes, batch, rows, up * inner, model.width()));
        terms.add(product(name + " down", passes, batch, rows, model.width(), inner));
    }

    private Cost product(String name, int passes, long n, long k) {
        return product(name, passes, 1, tokens, n, k);
    }

    private Cost product(String name, int passes, int batch, long rows, long n, long k) {
        if (passes == 1) {
            return named(name, products.apply(new Matmul(HALF, batch, rows, n, k)));
        }
        return Cost.sum(
                name,
                named("to inputs", products.apply(new Matmul(HALF, batch, rows, k, n))),
                named("to weights", products.apply(new Matmul(HALF, batch, k, n, rows))));
    }

    static Cost named(String name, Cost cost) {
        return new Cost(name, cost.value(), cost.unit(), cost.name(), cost.source(), cost.basis(), cost.terms());
    }

    /// Attention itself: queries of this device with the keys of the whole sequence.
    private Cost core(int passes) {
        return plan.fused()
                ? Cost.sum("attention core", fused(passes))
                : slower(device.knownKernels().attention(), Cost.sum("as other kernels", unfused(passes)));
    }

    private static Cost slower(Kernels.Attention kernels, Cost asOthers) {
        return new Cost(
                "attention core",
                asOthers.value() / kernels.share(),
                "s",
                "%s / %.3g".formatted(asOthers.name(), kernels.share()),
                kernels.source(),
                Basis.CALIBRATED,
                List.of(asOthers));
    }

    private Cost fused(int passes) {
        Attention attention = model.attention();
        FusedAttention kernel = new FusedAttention(
                HALF,
                (long) plan.microBatch() * attention.heads() / plan.tensor(),
                Math.max(1, model.sequence() / plan.context()),
                model.sequence(),
                attention.compared(),
                attention.headWidth(),
                true);
        return passes == 1 ? kernel.forward(device) : kernel.backward(device);
    }

    /// Scores, softmax, dropout, and their product with the values, each a kernel of its own. Of these, softmax alone
    /// knows of the mask: it reads what is not masked, and writes all (Megatron-LM, April 2021,
    /// fused_kernels/scaled_upper_triang_masked_softmax.h).
    private Cost[] unfused(int passes) {
        long batch = (long) plan.microBatch() * model.heads() / plan.tensor();
        long queries = Math.max(1, model.sequence() / plan.context());
        long keys = model.sequence();
        double scores = (double) batch * queries * keys;
        double read = passes == 1 ? 0.5 : 1;
        int compared = model.attention().compared();
        int width = model.headWidth();
        return new Cost[] {
            passes == 1
                    ? named("scores", compare(batch, queries, keys, compared))
                    : Cost.sum(
                            "scores", combine(batch, queries, compared, keys), combine(batch, keys, compared, queries)),
            passes == 1
                    ? named("values", combine(batch, queries, width, keys))
                    : Cost.sum("values", compare(batch, queries, keys, width), combine(batch, keys, width, queries)),
            flat("softmax", (read + 1) * scores * BYTES),
            model.classic() ? flat("dropout", scores * (2 * BYTES + 1)) : none("dropout", "none")
        };
    }

    /// All of some vectors with all of others, and gradients of what weights these are given.
    private Cost compare(long batch, long queries, long keys, long width) {
        return products.apply(new Matmul(HALF, batch, queries, keys, width));
    }

    /// Sums of vectors with weights.
    private Cost combine(long batch, long sums, long width, long vectors) {
        return products.apply(new Matmul(HALF, batch, sums, width, vectors));
    }

    Cost flat(String name, double bytes) {
        return named(name, device.cost(new Stream(name, bytes, 0)));
    }

    static Cost times(String name, double factor, Cost each) {
        return new Cost(
                name,
                factor * each.value(),
                each.unit(),
                "%.4g x %s".formatted(factor, each.name()),
                "",
                each.basis(),
                List.of(each));
    }

    /// What the devices of a layer tell each other, forward and back.
    private Cost exchanges() {
        List<Cost> terms = new ArrayList<>(List.of(tensorParallel()));
        if (plan.context() > 1) {
            terms.add(contextParallel());
        }
        if (experts && plan.expert() > 1) {
            terms.add(expertParallel());
        }
        if (plan.offload() > 0) {
            terms.add(offloaded());
        }
        return terms.size() == 1 ? terms.getFirst() : Cost.sum("exchanges", terms.toArray(Cost[]::new));
    }

    private Cost tensorParallel() {
        Group group = Placement.tensor(plan, cluster);
        int forward = 2 * (plan.recompute() == Recompute.FULL ? 2 : 1);
        if (plan.tensorOverlap()) {
            return Cost.sum(
                    "tensor parallel",
                    times("waited for", forward, reduction(group)),
                    besideGradients("queries, keys, values", group),
                    besideGradients("feed-forward up", group));
        }
        if (!plan.sequenceParallel()) {
            return times("tensor parallel", forward + 2, reduction(group));
        }
        return Cost.sum(
                "tensor parallel",
                times("as all-reduces", forward + 2, reduction(group)),
                times("inputs gathered again", 2, cluster.allGather(group, stream)));
    }

    private Cost reduction(Group group) {
        return plan.sequenceParallel()
                ? Cost.sum(
                        "gathered and scattered",
                        cluster.allGather(group, stream),
                        cluster.reduceScatter(group, stream))
                : cluster.allReduce(group, stream);
    }

    /// What half a layer exchanges on the way back. Where norms are split, what comes back is gathered before the
    /// gradients of the half's second matrix; what the first one had as inputs, beside their gradients; these are
    /// scattered beside the gradients of its weights, or else summed there (Megatron-LM, April 2022,
    /// mpu/layers.py).
    ///
    /// @param product of the first matrix
    private Cost besideGradients(String product, Group group) {
        Cost gradients = backward.term(product);
        Cost back = inputs(plan, cluster, group, stream, gradients.term("to inputs"), gradients.term("to weights"));
        String name = "back, " + product;
        return plan.sequenceParallel()
                ? Cost.sum(name, named("gradients gathered", cluster.allGather(group, stream)), back)
                : Cost.sum(name, back);
    }

    /// What the inputs of a product take on the way back, beside its gradients.
    static Cost inputs(Plan plan, Cluster cluster, Group group, double bytes, Cost toInputs, Cost toWeights) {
        return plan.sequenceParallel()
                ? Cost.sum(
                        "inputs gathered again, gradients scattered",
                        left("beside gradients of inputs", cluster.allGather(group, bytes), toInputs),
                        left("beside gradients of weights", cluster.reduceScatter(group, bytes), toWeights))
                : left("beside gradients of weights", cluster.allReduce(group, bytes), toWeights);
    }

    /// Keys and values of the parts of a sequence. A ring goes on beside attention, so that only what is left over
    /// counts; backward it carries their gradients as well.
    private Cost contextParallel() {
        Group group = Placement.context(plan, cluster);
        double width = model.attention().latent()
                ? model.attention().keyRank() + model.attention().rotary()
                : 2 * model.attention().keyWidth(plan.tensor());
        double part = tokens * width * BYTES;
        double whole = part * plan.context();
        double heads = (double) tokens * model.attention().width() / plan.tensor() * BYTES;
        // Latent attention makes as many keys as there are queries before it exchanges them.
        double keysOrValues = (double) tokens * model.attention().keyWidth(plan.tensor()) * BYTES;
        int again = plan.recompute() == Recompute.FULL ? 2 : 1;
        return switch (plan.exchange()) {
            case RING ->
                Cost.sum(
                        "context parallel",
                        times("forward", again, left("ring forward", ring(group, part), coreForward)),
                        left("ring backward", ring(group, 2 * part), coreBackward));
            case GATHER ->
                Cost.sum(
                        "context parallel",
                        times("keys and values", again + 1, cluster.allGather(group, whole)),
                        cluster.reduceScatter(group, whole));
            case ULYSSES ->
                times(
                        "context parallel",
                        2.0 * (again + 1),
                        Cost.sum(
                                "queries or outputs, keys or values",
                                cluster.allToAll(group, heads),
                                cluster.allToAll(group, keysOrValues)));
        };
    }

    private Cost ring(Group group, double part) {
        boolean near = group.ranks() == group.perNode();
        int rings = Math.max(1, cluster.perNode() / group.perNode());
        return times("rounds", plan.context() - 1.0, cluster.send(near, rings, part));
    }

    /// What an exchange adds to the work beside it: what is left when the work is done, and what it slows the work by.
    static Cost left(String name, Cost exchange, Cost work) {
        return new Cost(
                name,
                left(exchange.value(), work.value()),
                "s",
                "max(0, e - w) + %.3g x min(e, w), e of %s and w of %s, %.4g s"
                        .formatted(SLOWED, exchange.name(), work.name(), work.value()),
                OVERLAP,
                exchange.basis(),
                List.of(exchange));
    }

    static double left(double exchange, double work) {
        return Math.max(0, exchange - work) + SLOWED * Math.min(exchange, work);
    }

    /// Activations on their way to the host beside the pass forward, and from there beside the pass backward.
    private Cost offloaded() {
        double bytes = plan.offload() * Memory.perLayer(model, plan);
        Cost way = Cost.of(
                "copy",
                bytes / device.knownHost(),
                "s",
                "%.4g B / bandwidth to the host".formatted(bytes),
                device.source(),
                Basis.DERIVED);
        return Cost.sum("offloaded", after("to the host", way, forward), after("from the host", way, backward));
    }

    /// What of a copy is left when the work is done, which it does not slow.
    private static Cost after(String name, Cost copy, Cost work) {
        return new Cost(
                name,
                Math.max(0, copy.value() - work.value()),
                "s",
                "max(0, copy - %s of %.4g s)".formatted(work.name(), work.value()),
                "",
                copy.basis(),
                List.of(copy));
    }

    private Cost expertParallel() {
        Experts mixture = model.mixture().orElseThrow();
        int again = plan.recompute() == Recompute.FULL ? 2 : 1;
        return times(
                "expert parallel",
                2.0 * (again + 1),
                cluster.allToAll(Placement.expert(plan, cluster), normed * mixture.chosen()));
    }
}
