package throughline.training;

import throughline.hardware.Cost;
import throughline.hardware.Cost.Basis;

/// The memory that the device of a plan's first stage needs, in bytes.
///
/// Mixed precision with Adam: weights of 2 bytes, gradients, master weights and two moments of 4 each. Activations are
/// those of Korthikanti et al. (2022, table 2), of 2 bytes, with masks of 1, dropout everywhere, and feed-forward
/// layers
/// of four times the width; a stage holds those of as many micro-batches as are under way in 1F1B, and an interleaved
/// one of as many pieces more as its first piece begins before the last ends.
public final class Memory {
    private static final String STATES = "2 of weights, 4 each of gradients, master weights and two moments";
    private static final String KORTHIKANTI = "Korthikanti et al. 2022, table 2";
    private static final double WEIGHT = 2;
    static final double GRADIENT = 4;
    private static final double OPTIMIZER = 12;

    private Memory() {}

    /// What a device of the first stage holds.
    public static Cost of(Transformer model, Plan plan) {
        return Cost.sum("memory", states(model, plan), activations(model, plan));
    }

    /// Bytes of [#of].
    static double bytes(Transformer model, Plan plan) {
        return weights(model, plan) * bytesPerWeight(plan) + layersHeld(model, plan) * perLayer(model, plan);
    }

    /// Weights that a device of the first stage works with.
    static double weights(Transformer model, Plan plan) {
        return ofLayers(model, plan) + ofTable(model, plan);
    }

    private static double ofLayers(Transformer model, Plan plan) {
        return model.layers() * model.layerWeights() / plan.tensor() / plan.pipeline();
    }

    private static double ofTable(Transformer model, Plan plan) {
        return model.embeddingWeights() / plan.tensor();
    }

    /// Weights, gradients and the optimizer's state.
    public static Cost states(Transformer model, Plan plan) {
        double each = bytesPerWeight(plan);
        return Cost.sum(
                "states",
                Cost.of("matrices of layers", ofLayers(model, plan) * each, "B", STATES, "", Basis.DERIVED),
                Cost.of("table of tokens", ofTable(model, plan) * each, "B", STATES, "", Basis.DERIVED));
    }

    private static double bytesPerWeight(Plan plan) {
        double parts = plan.data();
        return WEIGHT / (plan.shards() >= 3 ? parts : 1)
                + GRADIENT / (plan.shards() >= 2 ? parts : 1)
                + OPTIMIZER / (plan.shards() >= 1 ? parts : 1);
    }

    /// Activations kept for the way back.
    public static Cost activations(Transformer model, Plan plan) {
        double layersHeld = layersHeld(model, plan);
        return Cost.of(
                "activations",
                layersHeld * perLayer(model, plan),
                "B",
                "%.4g layers of %.4g B".formatted(layersHeld, perLayer(model, plan)),
                KORTHIKANTI,
                Basis.DERIVED);
    }

    /// Layers of whose activations the first stage holds as much as one micro-batch has.
    private static double layersHeld(Transformer model, Plan plan) {
        double p = plan.pipeline();
        double early = plan.interleave() > 1 ? (p - 1) / (p * plan.interleave()) : 0;
        return model.layers() / p * Math.min(p, plan.microBatches()) * (1 + early);
    }

    /// Bytes of activations that a layer keeps for one micro-batch.
    static double perLayer(Transformer model, Plan plan) {
        double tokens = (double) model.sequence() * plan.microBatch();
        double stream = tokens * model.width();
        double t = plan.tensor();
        double scores = 5.0 * model.heads() * model.sequence() / model.width();
        double split = plan.sequenceParallel() ? t : 1;
        return switch (plan.recompute()) {
            case NONE -> stream * (10 / split + (24 + scores) / t);
            case SELECTIVE -> stream * (10 / split + 24 / t);
            case FULL -> stream * 2;
        };
    }
}
