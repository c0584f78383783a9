package throughline.training;

import java.util.Arrays;
import throughline.hardware.Cluster;
import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// How the training of a model is spread over devices.
///
/// Devices are numbered so that those which split a layer are next to each other, then those which split sequences,
/// then replicas, then stages.
///
/// ```java
/// var plan = Plan.of(8, 8, 1, 64).with("interleave", "3").with("recompute", "selective");
/// ```
///
/// @param tensor           ways in which each layer is split
/// @param pipeline         stages
/// @param data             replicas
/// @param context          ways in which each sequence is split
/// @param exchange         how the parts of a sequence attend to each other
/// @param expert           ways in which the experts of a layer are spread over replicas
/// @param interleave       pieces of layers that each stage has
/// @param batch            sequences of a step, of all replicas
/// @param microBatch       sequences that go through the pipeline together
/// @param sequenceParallel whether norms and dropouts are split along the sequence, over the ways of a layer
/// @param recompute        what is computed again on the way back
/// @param shards           parts of the optimizer's state over the replicas: 0 none, 1 that state, 2 gradients too, 3
///                         weights too (ZeRO)
/// @param offload          share of the activations kept in the memory of the host
/// @param fused            whether attention is one kernel that stores no scores (Dao 2023)
/// @param overlap          whether what replicas exchange goes on beside the work
/// @param tensorOverlap    whether devices that split a layer exchange for its gradients beside its products
///                         (Megatron-LM since August 2021, where it sums; Korthikanti et al. 2022, where it gathers)
/// @param gradients        how gradients are kept and added up
/// @param scatter          whether devices that split a layer each send their part to the next stage, which gathers
///                         them there (Narayanan et al. 2021, section 4.1)
public record Plan(
        @Param(value = "ways of tensor parallelism", min = 1)
        int tensor,

        @Param(value = "stages of the pipeline", min = 1) int pipeline,
        @Param(value = "replicas", min = 1) int data,

        @Param(value = "ways of context parallelism", min = 1)
        int context,

        @Param("how parts of a sequence attend") ContextExchange exchange,

        @Param(value = "ways of expert parallelism", min = 1)
        int expert,

        @Param(value = "pieces of layers in a stage", min = 1)
        int interleave,

        @Param(value = "sequences of a step", min = 1) int batch,

        @Param(value = "sequences of a micro-batch", min = 1)
        int microBatch,

        @Param("whether norms are split along the sequence") boolean sequenceParallel,
        @Param("what is computed again on the way back") Recompute recompute,
        @Param(value = "stage of ZeRO", min = 0, max = 3) int shards,

        @Param(value = "share of activations kept in the host", min = 0, max = 1)
        double offload,

        @Param("whether attention is one kernel") boolean fused,
        @Param("whether replicas exchange beside the work") boolean overlap,

        @Param("whether a layer exchanges for gradients beside its products")
        boolean tensorOverlap,

        @Param("how gradients are kept and added up") Gradients gradients,
        @Param("whether stages send in parts") boolean scatter) {
    public Plan {
        Spec.check(
                Plan.class,
                tensor,
                pipeline,
                data,
                context,
                exchange,
                expert,
                interleave,
                batch,
                microBatch,
                sequenceParallel,
                recompute,
                shards,
                offload,
                fused,
                overlap,
                tensorOverlap,
                gradients,
                scatter);
        product("tensor x context x pipeline x data", tensor, context, pipeline, data);
        product("pipeline x interleave", pipeline, interleave);
        product("data x microBatch", data, microBatch);
    }

    private static void product(String what, int... factors) {
        long product = 1;
        for (int factor : factors) {
            product *= factor;
            if (product > Integer.MAX_VALUE) {
                throw new BadInput("%s [%s] must be at most %d", what, Arrays.toString(factors), Integer.MAX_VALUE);
            }
        }
    }

    /// One sequence to a micro-batch, stages that send in parts, and nothing interleaved, recomputed, sharded, fused or
    /// overlapped; gradients in single precision.
    public static Plan of(int tensor, int pipeline, int data, int batch) {
        return new Plan(
                tensor,
                pipeline,
                data,
                1,
                ContextExchange.RING,
                1,
                1,
                batch,
                1,
                false,
                Recompute.NONE,
                0,
                0,
                false,
                false,
                false,
                Gradients.SINGLE,
                true);
    }

    /// A copy with one part set from text, as in `with("microBatch", "4")`.
    ///
    /// @throws BadInput when there is no such part, or the value is not allowed
    public Plan with(String part, String text) {
        return Spec.with(this, part, text);
    }

    /// Devices it takes.
    public int devices() {
        return tensor * context * pipeline * data;
    }

    /// Micro-batches of a step in each replica.
    public int microBatches() {
        return batch / data / microBatch;
    }

    /// Refuses what does not divide the model, or does not fit into nodes.
    ///
    /// @throws BadInput naming the part, what was found and the rule
    public void check(Transformer model, Cluster cluster) {
        check(model);
        if (tensor % cluster.perNode() != 0 && cluster.perNode() % tensor != 0) {
            throw new BadInput(
                    "tensor [%d] must divide the devices of a node of %s [%d], or be a multiple of them",
                    tensor, cluster.name(), cluster.perNode());
        }
    }

    /// Refuses what does not divide the model.
    ///
    /// @throws BadInput naming the part, what was found and the rule
    public void check(Transformer model) {
        divides("tensor", tensor, "heads", model.heads());
        divides("tensor", tensor, "width inside feed-forward layers", model.inner());
        if (model.keyHeads() % tensor != 0) {
            divides("keyHeads", model.keyHeads(), "ways of tensor", tensor);
        }
        divides("pipeline x interleave", pipeline * interleave, "layers", model.layers());
        divides("data x microBatch", data * microBatch, "batch", batch);
        if (interleave > 1 && pipeline == 1) {
            throw new BadInput("interleave [%d] must be 1 where there is one stage", interleave);
        }
        if (interleave > 1 && microBatches() % pipeline != 0) {
            throw new BadInput(
                    "interleave [%d]: the %d micro-batches must be a multiple of the %d stages",
                    interleave, microBatches(), pipeline);
        }
        if (context > 1) {
            divides("2 x context", 2 * context, "tokens of a sequence", model.sequence());
        }
        if (sequenceParallel) {
            int tokens = (int) Math.min(Integer.MAX_VALUE, (long) model.sequence() * microBatch / context);
            divides("tensor", tensor, "tokens of a micro-batch, as sequenceParallel needs,", tokens);
        }
        if (context > 1 && exchange == ContextExchange.ULYSSES) {
            divides("tensor x context", tensor * context, "heads, as exchange [ulysses] needs,", model.heads());
        }
        checkExperts(model);
        if (tensorOverlap && (model.mixture().isPresent() || model.attention().latent())) {
            throw new BadInput(
                    "tensorOverlap [true] must be false: %s has experts or latent attention, whose exchanges are not"
                            + " known to go on beside products",
                    model.name());
        }
    }

    private void checkExperts(Transformer model) {
        if (model.mixture().isEmpty() && expert > 1) {
            throw new BadInput("expert [%d] must be 1: %s has no experts", expert, model.name());
        }
        if (expert > 1) {
            Experts experts = model.mixture().orElseThrow();
            divides("expert", expert, "experts", experts.experts());
            divides("expert", expert, "replicas", data);
        }
        model.mixture().ifPresent(experts -> divides("tensor", tensor, "width of an expert", experts.expertInner()));
    }

    private static void divides(String what, int ways, String of, int whole) {
        if (whole % ways != 0) {
            throw new BadInput("%s [%d] must divide the %s [%d]", what, ways, of, whole);
        }
    }
}
