package throughline.training;

import java.util.function.Function;
import throughline.hardware.Cluster;
import throughline.hardware.Cost;
import throughline.hardware.Matmul;

/// What many plans have in common, so that a search need not find it for each: their time and memory are put together
/// from it with a few operations, and are those of [StepTime] and [Memory].
final class Shared {
    private Shared() {}

    /// What hangs on how a layer is split, the micro-batch, what is computed again and what the host keeps.
    ///
    /// @param layer    seconds of a micro-batch in a layer, in the mean of all layers, forward and back
    /// @param backward of these, those in which gradients can be sent
    /// @param near     seconds from a stage to the next in its node
    /// @param far      seconds to one in another node
    /// @param head     seconds of the output and the loss
    record Times(double layer, double backward, double near, double far, double head) {
        static Times of(Transformer model, Plan plan, Cluster cluster, Function<Matmul, Cost> products) {
            StepTime time = new StepTime(model, plan, cluster, products);
            return new Times(
                    time.stage().value() * plan.pipeline() / model.layers(),
                    time.backward() * plan.pipeline() / model.layers(),
                    time.boundary(true).value(),
                    time.boundary(false).value(),
                    time.head().value());
        }
    }

    /// What hangs on the same, and is found sooner.
    ///
    /// @param kept    bytes that a layer keeps of a micro-batch
    /// @param again   bytes of the layer that is computed again
    /// @param scores  bytes of the scores of tokens on the last stage
    record Bytes(double kept, double again, double scores) {
        static Bytes of(Transformer model, Plan plan) {
            return new Bytes(
                    Memory.perLayer(model, plan), Memory.againBytes(model, plan), Memory.scoreBytes(model, plan));
        }
    }

    /// What hangs on how weights are spread.
    ///
    /// @param once      seconds that replicas exchange once in a step
    /// @param each      seconds that they exchange for each micro-batch
    /// @param optimizer seconds, with those for the table that stages share
    /// @param states    bytes of weights, gradients and the optimizer's state
    record Weights(double once, double each, double optimizer, double states) {
        static Weights of(Transformer model, Plan plan, Cluster cluster) {
            StepTime time = new StepTime(model, plan, cluster, cluster.device()::cost);
            return new Weights(
                    time.once().value(),
                    time.each().value(),
                    time.table().value() + time.optimizer().value(),
                    Memory.stateBytes(model, plan));
        }
    }

    /// The bytes of a plan.
    static double bytes(
            Bytes shared, Weights weights, int layers, int stages, int pieces, int microBatches, double offload) {
        double first = Memory.layersOfFirst(layers, stages, pieces, microBatches, offload) * shared.kept;
        double last = Memory.layersOfLast(layers, stages, pieces, microBatches, offload) * shared.kept + shared.scores;
        return weights.states + shared.again + (stages == 1 ? last : Math.max(first, last));
    }

    /// The seconds of a step of a plan.
    ///
    /// @param near whether stages are in one node
    static double seconds(
            Times shared,
            Weights weights,
            int layers,
            int stages,
            int pieces,
            int microBatches,
            boolean near,
            boolean overlap) {
        double own = (double) layers / stages;
        double stage = own * shared.layer;
        double turn = stages == 1 ? stage : stage + 2.0 * pieces * (near ? shared.near : shared.far);
        double exchange = overlap
                ? Math.max(LayerTime.left(weights.once, own * shared.backward), weights.once / own)
                        + microBatches * LayerTime.left(weights.each, stage)
                : weights.once + microBatches * weights.each;
        return microBatches * (turn + shared.head) + (stages - 1.0) / pieces * turn + exchange + weights.optimizer;
    }
}
