package throughline.training;

import throughline.hardware.Cost;
import throughline.hardware.Cost.Basis;

/// The memory that a device needs, of a plan's first stage or of its last, in bytes.
///
/// Mixed precision with Adam: weights of 2 bytes, gradients, master weights and two moments of 4 each; where
/// gradients are kept in 2 bytes, they and a copy of 4. Activations are those of Korthikanti et al. (2022, table
/// 2), of 2 bytes, counted the same way for shapes that differ from theirs; a stage holds those of as many
/// micro-batches as are under way in 1F1B, and an interleaved one of as many pieces more as its first piece begins
/// before the last ends.
public final class Memory {
    private static final String SINGLE = "2 of weights, 4 each of gradients, master weights and two moments";
    private static final String HALF = "2 each of weights and gradients, 4 each of their copies and of two moments";
    private static final String KORTHIKANTI = "Korthikanti et al. 2022, table 2";
    private static final double WEIGHT = 2;
    private static final double OPTIMIZER = 12;
    /// Layers whose activations are never in the host: the one at work, and the one that comes next.
    private static final double RESIDENT = 2;

    private Memory() {}

    /// What a device of the first or of the last stage holds, whichever holds more.
    ///
    /// @throws throughline.spec.BadInput when the plan does not divide the model
    public static Cost of(Transformer model, Plan plan) {
        Cost states = states(model, plan);
        Cost first = Cost.sum("first stage", activations(model, plan), again(model, plan));
        Cost last = Cost.sum("last stage", activationsOfLast(model, plan), again(model, plan), scores(model, plan));
        return Cost.sum("memory", states, plan.pipeline() == 1 ? last : Cost.longest("at work", first, last));
    }

    /// Bytes of [#states].
    static double stateBytes(Transformer model, Plan plan) {
        return weights(model, plan) * each(plan, 1) + expertWeights(model, plan) * each(plan, plan.expert());
    }

    /// Weights that a device of the first stage works with and has in common with all replicas.
    static double weights(Transformer model, Plan plan) {
        return ofLayers(model, plan) + ofTable(model, plan);
    }

    private static double ofLayers(Transformer model, Plan plan) {
        int t = plan.tensor();
        double attention = model.attention().weights(model.width(), t);
        double plain = attention + model.feedForward(model.inner()) / t;
        double shared = model.mixture()
                .map(experts -> attention
                        + experts.shared() * model.expertWeights() / t
                        + (double) model.width() * experts.experts())
                .orElse(0.0);
        return ((model.layers() - model.expertLayers()) * plain + model.expertLayers() * shared) / plan.pipeline();
    }

    /// Weights of the experts that a device has.
    static double expertWeights(Transformer model, Plan plan) {
        double each = model.expertLayers() * model.expertWeights() / plan.tensor() / plan.pipeline() / plan.expert();
        return model.mixture().map(experts -> experts.experts() * each).orElse(0.0);
    }

    private static double ofTable(Transformer model, Plan plan) {
        return (plan.pipeline() == 1 && !model.tied() ? 2 : 1) * model.embeddingWeights() / plan.tensor();
    }

    /// Weights, gradients and the optimizer's state.
    ///
    /// @throws throughline.spec.BadInput when the plan does not divide the model
    public static Cost states(Transformer model, Plan plan) {
        plan.check(model);
        Cost layers = states(plan, "matrices of layers", ofLayers(model, plan) * each(plan, 1));
        Cost table = states(plan, "table of tokens", ofTable(model, plan) * each(plan, 1));
        return model.mixture().isEmpty()
                ? Cost.sum("states", layers, table)
                : Cost.sum(
                        "states",
                        layers,
                        states(plan, "experts", expertWeights(model, plan) * each(plan, plan.expert())),
                        table);
    }

    private static Cost states(Plan plan, String name, double bytes) {
        String each = plan.gradients() == Gradients.HALF ? HALF : SINGLE;
        return Cost.of(name, bytes, "B", each, "", Basis.DERIVED);
    }

    /// Bytes of each weight, where as many replicas as are given have other ones.
    private static double each(Plan plan, int others) {
        double parts = (double) plan.data() * plan.context() / others;
        return WEIGHT / (plan.shards() >= 3 ? parts : 1)
                + plan.gradients().bytes() / (plan.shards() >= 2 ? parts : 1)
                + (OPTIMIZER + plan.gradients().copy()) / (plan.shards() >= 1 ? parts : 1);
    }

    /// Activations that the first stage keeps for the way back.
    ///
    /// @throws throughline.spec.BadInput when the plan does not divide the model
    public static Cost activations(Transformer model, Plan plan) {
        plan.check(model);
        return activations(
                model,
                plan,
                layersOfFirst(model.layers(), plan.pipeline(), plan.interleave(), plan.microBatches(), plan.offload()));
    }

    private static Cost activationsOfLast(Transformer model, Plan plan) {
        return activations(
                model,
                plan,
                layersOfLast(model.layers(), plan.pipeline(), plan.interleave(), plan.microBatches(), plan.offload()));
    }

    private static Cost activations(Transformer model, Plan plan, double layers) {
        return Cost.of(
                "activations",
                layers * perLayer(model, plan),
                "B",
                "%.4g layers of %.4g B".formatted(layers, perLayer(model, plan)),
                KORTHIKANTI,
                Basis.DERIVED);
    }

    /// Layers of whose activations the first stage holds as much as one micro-batch has: as many micro-batches are
    /// under way as there are stages, and with several pieces those that begin before the last ends, but never more
    /// than there are.
    static double layersOfFirst(double layers, int stages, int pieces, int microBatches, double offload) {
        double early = pieces > 1 ? (stages - 1.0) / ((double) stages * pieces) : 0;
        double own = layers / stages;
        double held = Math.min(own * Math.min(stages, microBatches) * (1 + early), own * microBatches);
        return kept(held, offload);
    }

    /// The same of the last stage, which works back at once what has come through all its pieces.
    static double layersOfLast(double layers, int stages, int pieces, int microBatches, double offload) {
        double held = layers / stages * Math.min(microBatches, ((pieces - 1.0) * stages + 1) / pieces);
        return kept(held, offload);
    }

    private static double kept(double layers, double offload) {
        return layers - offload * Math.max(0, layers - RESIDENT);
    }

    private static Cost again(Transformer model, Plan plan) {
        return Cost.of("layer computed again", againBytes(model, plan), "B", "", KORTHIKANTI, Basis.DERIVED);
    }

    private static Cost scores(Transformer model, Plan plan) {
        return Cost.of("scores of tokens", scoreBytes(model, plan), "B", "4 B each", KORTHIKANTI, Basis.DERIVED);
    }

    static double againBytes(Transformer model, Plan plan) {
        return plan.recompute() == Recompute.FULL ? kept(model, plan, true) : 0;
    }

    static double scoreBytes(Transformer model, Plan plan) {
        return 4 * tokens(model, plan) * model.vocabulary() / plan.tensor();
    }

    /// Tokens of a micro-batch on a device.
    static double tokens(Transformer model, Plan plan) {
        return (double) model.sequence() * plan.microBatch() / plan.context();
    }

    /// Bytes of activations that a layer keeps for one micro-batch, in the mean of all layers.
    static double perLayer(Transformer model, Plan plan) {
        return switch (plan.recompute()) {
            case NONE -> kept(model, plan, true);
            case SELECTIVE -> kept(model, plan, false);
            case FULL -> tokens(model, plan) * model.width() * 2 / split(plan);
        };
    }

    private static double split(Plan plan) {
        return plan.sequenceParallel() ? plan.tensor() : 1;
    }

    private static double kept(Transformer model, Plan plan, boolean core) {
        double stream = (model.classic() ? 10.0 : 8.0) * model.width() / split(plan);
        double scores = core && !plan.fused() ? (model.classic() ? 5.0 : 2.0) * model.heads() * model.sequence() : 0;
        double layer = stream
                + heads(model, plan.tensor())
                + (feedForward(model) + scores) / plan.tensor()
                + routed(model, plan);
        return tokens(model, plan) * layer;
    }

    /// Bytes of a token of queries, keys and values, and of what attention gives, on each of some devices.
    private static double heads(Transformer model, int ways) {
        Attention attention = model.attention();
        double queries = (double) attention.heads() * attention.compared() / ways;
        double out = (double) attention.width() / ways;
        return attention.latent()
                ? 2 * (2 * queries + 2 * out + attention.queryRank() + attention.keyRank())
                : 2 * (queries + 2 * attention.keyWidth(ways) + out);
    }

    /// Bytes of a token inside feed-forward layers and experts, in the mean of all layers.
    private static double feedForward(Transformer model) {
        double each = model.gated() ? 6 : 4;
        double plain = each * model.inner() * (model.layers() - model.expertLayers());
        double expert = model.mixture()
                .map(experts -> each * experts.expertInner() * (experts.chosen() + experts.shared()))
                .orElse(0.0);
        return (plain + expert * model.expertLayers()) / model.layers();
    }

    /// Bytes of a token that its experts hold of it: it was sent to each of them.
    private static double routed(Transformer model, Plan plan) {
        return model.mixture()
                .map(experts -> 2.0 * experts.chosen() * model.width() * model.expertLayers() / model.layers())
                .map(bytes -> bytes / split(plan))
                .orElse(0.0);
    }
}
