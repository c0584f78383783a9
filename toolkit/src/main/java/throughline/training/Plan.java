package throughline.training;

import throughline.hardware.Cluster;
import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// How the training of a model is spread over devices.
///
/// ```java
/// var plan = Plan.of(8, 8, 1, 64).with("interleave", "3").with("recompute", "selective");
/// ```
///
/// @param tensor           ways in which each layer is split
/// @param pipeline         stages
/// @param data             replicas
/// @param interleave       pieces of layers that each stage has
/// @param batch            sequences of a step, of all replicas
/// @param microBatch       sequences that go through the pipeline together
/// @param sequenceParallel whether norms and dropouts are split along the sequence, over the ways of a layer
/// @param recompute        what is computed again on the way back
/// @param shards           parts of the optimizer's state over the replicas: 0 none, 1 that state, 2 gradients too, 3
///                         weights too (ZeRO)
public record Plan(
        @Param(value = "ways of tensor parallelism", min = 1)
        int tensor,

        @Param(value = "stages of the pipeline", min = 1) int pipeline,
        @Param(value = "replicas", min = 1) int data,

        @Param(value = "pieces of layers in a stage", min = 1)
        int interleave,

        @Param(value = "sequences of a step", min = 1) int batch,

        @Param(value = "sequences of a micro-batch", min = 1)
        int microBatch,

        @Param("whether norms are split along the sequence") boolean sequenceParallel,
        @Param("what is computed again on the way back") Recompute recompute,
        @Param(value = "stage of ZeRO", min = 0, max = 3) int shards) {
    public Plan {
        Spec.check(
                Plan.class, tensor, pipeline, data, interleave, batch, microBatch, sequenceParallel, recompute, shards);
    }

    /// One sequence to a micro-batch, nothing interleaved, recomputed or sharded.
    public static Plan of(int tensor, int pipeline, int data, int batch) {
        return new Plan(tensor, pipeline, data, 1, batch, 1, false, Recompute.NONE, 0);
    }

    /// A copy with one part set from text, as in `with("microBatch", "4")`.
    ///
    /// @throws BadInput when there is no such part, or the value is not allowed
    public Plan with(String part, String text) {
        return Spec.with(this, part, text);
    }

    /// Devices it takes.
    public int devices() {
        return tensor * pipeline * data;
    }

    /// Micro-batches of a step in each replica.
    public int microBatches() {
        return batch / data / microBatch;
    }

    /// Refuses what does not divide.
    ///
    /// @throws BadInput naming the part, what was found and the rule
    public void check(Transformer model, Cluster cluster) {
        divides("tensor", tensor, "heads", model.heads());
        divides("tensor", tensor, "width inside feed-forward layers", model.inner());
        divides("tensor", tensor, "devices of a node of " + cluster.name(), cluster.perNode());
        divides("pipeline x interleave", pipeline * interleave, "layers", model.layers());
        divides("data x microBatch", data * microBatch, "batch", batch);
        if (interleave > 1 && microBatches() % pipeline != 0) {
            throw new BadInput(
                    "interleave [%d]: the %d micro-batches must be a multiple of the %d stages",
                    interleave, microBatches(), pipeline);
        }
    }

    private static void divides(String what, int ways, String of, int whole) {
        if (whole % ways != 0) {
            throw new BadInput("%s [%d] must divide the %s [%d]", what, ways, of, whole);
        }
    }
}
