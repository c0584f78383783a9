package throughline.training.formats;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import throughline.training.Attention;
import throughline.training.Plan;
import throughline.training.Transformer;

/// The three files of Calculon (Isaev et al. 2023): an application is a [Transformer], a system has a
/// [throughline.hardware.Cluster], and an execution has a [Plan].
///
/// ```java
/// var execution = Calculon.execution(Path.of("execution.json"));
/// var model = execution.of(Calculon.application(Path.of("application.json")));
/// var system = Calculon.system(Path.of("system.json"));
/// show(StepTime.of(model, execution.plan(), system.cluster()));
/// execution.leftOut().forEach(System.out::println);
/// ```
public final class Calculon {
    /// Calculon counts the weights of a table of this many tokens, whatever the model.
    private static final int VOCABULARY = 51_200;

    private static final Set<String> EXECUTION = Set.of(
            "num_procs",
            "tensor_par",
            "pipeline_par",
            "data_par",
            "tensor_par_net",
            "pipeline_par_net",
            "data_par_net",
            "batch_size",
            "microbatch_size",
            "datatype",
            "fused_activation",
            "attention_type",
            "activation_recompute",
            "pipeline_interleaving",
            "optimizer_sharding",
            "tensor_par_comm_type",
            "tensor_par_overlap",
            "seq_par_ag_redo",
            "data_par_overlap",
            "weight_offload",
            "activations_offload",
            "optimizer_offload",
            "training");

    private Calculon() {}

    /// The shape of a model. Its name is that of the file.
    ///
    /// @throws throughline.spec.BadInput naming file, key, what was found and what is allowed
    public static Transformer application(Path path) {
        JsonKeys keys = JsonKeys.read(path);
        int heads = keys.count("attn_heads");
        keys.atMost("attn_size", keys.count("attn_size"), "attn_heads", heads);
        return new Transformer(
                keys.fileName(),
                keys.count("num_blocks"),
                keys.count("hidden"),
                Attention.grouped(heads, heads, keys.count("attn_size")),
                keys.count("feedforward"),
                false,
                Optional.empty(),
                VOCABULARY,
                true,
                true,
                keys.count("seq_size"));
    }

    /// Devices and the networks between them.
    ///
    /// @throws throughline.spec.BadInput naming file, key, what was found and what is allowed
    public static CalculonSystem system(Path path) {
        return CalculonSystem.read(JsonKeys.read(path));
    }

    /// How a model is spread over devices.
    ///
    /// @param plan       with all that a [Plan] can say
    /// @param multiquery whether all heads share one key
    /// @param leftOut    what it cannot say, a line each that names the key
    public record Execution(Plan plan, boolean multiquery, List<String> leftOut) {
        public Execution {
            leftOut = List.copyOf(leftOut);
        }

        /// An application with as many keys as this has.
        public Transformer of(Transformer application) {
            return multiquery ? application.with("keyHeads", "1") : application;
        }
    }

    /// A plan.
    ///
    /// @throws throughline.spec.BadInput naming file, key, what was found and what is allowed; also for a key that
    ///                                   Calculon does not know
    public static Execution execution(Path path) {
        JsonKeys keys = JsonKeys.read(path);
        keys.only(EXECUTION);
        if (!keys.flag("training")) {
            throw keys.refusal("training", "must be true: plans are of training");
        }
        return new Execution(
                plan(keys),
                keys.oneOf("attention_type", List.of("multihead", "multiquery")).equals("multiquery"),
                leftOut(keys));
    }

    private static Plan plan(JsonKeys keys) {
        String exchange = keys.oneOf("tensor_par_comm_type", List.of("ar", "p2p_rs_ag", "rs_ag"));
        String recompute = keys.oneOf("activation_recompute", List.of("full", "attn_only", "none"));
        Plan plan = Plan.of(
                        keys.count("tensor_par"),
                        keys.count("pipeline_par"),
                        keys.count("data_par"),
                        keys.count("batch_size"))
                .with("microBatch", "" + keys.count("microbatch_size"))
                .with("interleave", "" + keys.count("pipeline_interleaving"))
                .with("recompute", recompute.equals("attn_only") ? "selective" : recompute)
                .with("shards", keys.flag("optimizer_sharding") ? "1" : "0")
                .with("sequenceParallel", "" + exchange.equals("rs_ag"))
                .with("scatter", "" + !exchange.equals("ar"))
                .with("offload", keys.flag("activations_offload") ? "1" : "0")
                .with("overlap", "" + keys.flag("data_par_overlap"));
        if (plan.devices() != keys.count("num_procs")) {
            throw keys.refusal("num_procs", "must be tensor_par x pipeline_par x data_par [%d]", plan.devices());
        }
        return plan;
    }

    private static List<String> leftOut(JsonKeys keys) {
        List<String> left = new ArrayList<>();
        String type = keys.oneOf("datatype", List.of("float8", "float16", "bfloat16", "float32"));
        if (!type.endsWith("float16")) {
            left.add("datatype [%s]: numbers have two bytes here".formatted(type));
        }
        String overlap = keys.oneOf("tensor_par_overlap", List.of("none", "ring", "pipe"));
        if (!overlap.equals("none")) {
            left.add("tensor_par_overlap [%s]: exchanges inside a layer are not beside its work here"
                    .formatted(overlap));
        }
        if (keys.flag("fused_activation")) {
            left.add("fused_activation [true]: an activation is a kernel of its own here");
        }
        if (!keys.flag("seq_par_ag_redo") && plan(keys).sequenceParallel()) {
            left.add("seq_par_ag_redo [false]: inputs of split layers are gathered again on the way back here");
        }
        for (String key : List.of("weight_offload", "optimizer_offload")) {
            if (keys.flag(key)) {
                left.add("%s [true]: only activations can be in the host here".formatted(key));
            }
        }
        for (String key : List.of("tensor_par_net", "pipeline_par_net", "data_par_net")) {
            int tier = keys.whole(key, 0);
            int usual = key.startsWith("tensor") ? 0 : 1;
            if (tier != usual) {
                left.add("%s [%d]: the network follows from which devices share a node here".formatted(key, tier));
            }
        }
        return left;
    }
}
