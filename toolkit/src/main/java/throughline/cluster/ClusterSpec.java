package throughline.cluster;

import java.util.Set;
import throughline.cluster.fabric.Routing;
import throughline.cluster.overlap.CheckpointScheme;
import throughline.hardware.Cluster;
import throughline.hardware.Profile;
import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;
import throughline.training.Plan;
import throughline.training.Transformer;

/// The knobs of a training job on a cluster and of its telemetry. [#LLAMA_3] is a job of the size that Llama 3 405B was
/// trained with; [#SMALL] fits into a notebook cell.
///
/// What is measured of real clusters (rates of faults, times of repair, power) is no knob but stands in profiles, which
/// are named here: one that comes with the toolkit, or the path of a file of the user's.
public record ClusterSpec(
        @Param(value = "GPUs of the job; a multiple of tensor x pipeline", min = 8, max = 131_072)
        int gpus,

        @Param(value = "length of the run", unit = "d", min = 0.001, max = 400)
        double days,

        @Param("what a row of the telemetry stands for: a node, a GPU, or a rank with its exchanges too")
        Detail detail,

        @Param("profile of the cluster's nodes") String hardware,
        @Param("shape of the model that is trained") String model,

        @Param(value = "ways of tensor parallelism", min = 1, max = 64)
        int tensor,

        @Param(value = "stages of the pipeline", min = 1, max = 1024)
        int pipeline,

        @Param(value = "pieces of layers in a stage; the layers fill them", min = 1, max = 64)
        int interleave,

        @Param(value = "micro-batches of one sequence that each replica works on in a step", min = 1, max = 10_000)
        int microBatches,

        @Param("whether replicas exchange gradients beside the work")
        boolean overlap,

        @Param(
                value = "standard deviation of a rank's computing time, as a share of it (assumed: 1 %)",
                min = 0,
                max = 0.2)
        double noise,

        @Param(
                value = "standard deviation of the time of an exchange of replicas, as a share of it (assumed: 3 %)",
                min = 0,
                max = 0.3)
        double congestion,

        @Param("what makes ranks slow in healthy operation") Set<Straggling> stragglers,

        @Param("profile of what breaks, none, or the path of a trace of faults")
        String faults,

        @Param(
                value = "mean time between faults of hardware anywhere in the cluster; 0 for what the profile says",
                unit = "h",
                min = 0,
                max = 1e6)
        double mtbf,

        @Param(value = "nodes kept ready beside the job's", min = 0, max = 10_000)
        int spares,

        @Param("profile of how failures are noticed and mended")
        String recovery,

        @Param(value = "days between planned stops; 0 for none", unit = "d", min = 0, max = 400)
        double maintenanceEvery,

        @Param(value = "time between checkpoints", unit = "min", min = 0.01, max = 100_000)
        double checkpointEvery,

        @Param("how a checkpoint is saved") CheckpointScheme checkpoint,
        @Param("profile of what carries checkpoints") String storage,

        @Param("how flows find their way through the network")
        Routing routes,

        @Param("profile of the network between nodes") String fabric,

        @Param(value = "flows of a port to the next node of the ring", min = 1, max = 64)
        int queuePairs,

        @Param(value = "nodes beside the job's that others use", min = 0, max = 10_000)
        int tenants,

        @Param("mix of the jobs that run there") String jobs,

        @Param(value = "share of their GPUs that these jobs would keep busy", min = 0.001, max = 10)
        double tenantLoad,

        @Param("profile of what the sensors show") String telemetry,

        @Param(value = "time between two samples of a sensor", unit = "s", min = 0.1, max = 3600)
        double sampling,

        @Param(value = "a sample is late by up to that share of the sampling time", min = 0, max = 1)
        double jitter,

        @Param(value = "share of samples that are lost, in stretches", min = 0, max = 0.5)
        double gaps) {

    /// What a row of the telemetry stands for.
    public enum Detail {
        /// Sensors by node, exchanges by step.
        NODE,
        /// Sensors by GPU, exchanges by step.
        GPU,
        /// Sensors by GPU, exchanges by step and rank.
        RANK
    }

    /// What slows healthy ranks.
    public enum Straggling {
        /// Replicas have sequences of unlike length in each step.
        IMBALANCE,
        /// A rank's program pauses to collect garbage.
        PAUSES,
        /// Clocks fall a little when the day is hot.
        THROTTLING
    }

    /// 54 days of 16,384 H100, telemetry by node each minute, with a monitor that finds what hangs, and lazy
    /// checkpoints. The plan is close to the published one (tensor 8, pipeline 16, data 128).
    public static final ClusterSpec LLAMA_3 = new ClusterSpec(
            16_384,
            54,
            Detail.NODE,
            "dgx-h100",
            "llama-3-405b",
            8,
            16,
            8,
            16,
            true,
            0.01,
            0.03,
            Set.of(Straggling.IMBALANCE, Straggling.THROTTLING),
            "faults-llama-3",
            0,
            64,
            "recovery-monitored",
            0,
            10,
            CheckpointScheme.LAZY,
            "storage-node",
            Routing.PLANNED,
            "fabric-32-below-a-leaf",
            4,
            0,
            "jobs-kalos",
            0.5,
            "telemetry-h100",
            60,
            0.2,
            0.002);

    /// A day of 64 A100 that train Llama 2 7B, telemetry by GPU each 15 seconds; hardware breaks each six
    /// hours, which is far too often for so few, so that a day shows some.
    public static final ClusterSpec SMALL = LLAMA_3.with("gpus", "64")
            .with("days", "1")
            .with("detail", "gpu")
            .with("hardware", "selene")
            .with("model", "llama-2-7b")
            .with("tensor", "4")
            .with("pipeline", "2")
            .with("interleave", "4")
            .with("mtbf", "6 h")
            .with("spares", "4")
            .with("tenants", "4")
            .with("telemetry", "telemetry-a100")
            .with("sampling", "15");

    /// A day of 512 A100 that train Llama 2 70B, with the exchanges of each rank in each step.
    public static final ClusterSpec RANKS = SMALL.with("gpus", "512")
            .with("detail", "rank")
            .with("model", "llama-2-70b")
            .with("tensor", "8")
            .with("pipeline", "4")
            .with("sampling", "60");

    public ClusterSpec {
        stragglers = Set.copyOf(stragglers);
        Spec.check(
                ClusterSpec.class,
                gpus,
                days,
                detail,
                hardware,
                model,
                tensor,
                pipeline,
                interleave,
                microBatches,
                overlap,
                noise,
                congestion,
                stragglers,
                faults,
                mtbf,
                spares,
                recovery,
                maintenanceEvery,
                checkpointEvery,
                checkpoint,
                storage,
                routes,
                fabric,
                queuePairs,
                tenants,
                jobs,
                tenantLoad,
                telemetry,
                sampling,
                jitter,
                gaps);
    }

    /// A copy with one knob set from text, as on the command line: `with("days", "2 week")`.
    ///
    /// @throws BadInput naming the knobs there are, or the values allowed
    public ClusterSpec with(String key, String text) {
        return Spec.with(this, key, text);
    }

    /// The nodes, as their profile has them; it reads the profile.
    ///
    /// @throws BadInput when there is no such profile, or the GPUs do not fill nodes and replicas
    public Cluster cluster() {
        Cluster cluster = Cluster.of(Profile.of(hardware));
        if (gpus % cluster.perNode() != 0) {
            throw new BadInput("gpus [%d] must be a multiple of the %d in a node", gpus, cluster.perNode());
        }
        return cluster;
    }

    /// The shape that is trained.
    public Transformer shape() {
        return Transformer.named(model);
    }

    /// How the job is spread over its GPUs: Megatron's plan with the optimizer's state in parts over the replicas,
    /// norms along the sequence, and fused attention.
    ///
    /// @throws BadInput when tensor x pipeline does not divide the GPUs
    public Plan plan() {
        if (gpus % (tensor * pipeline) != 0) {
            throw new BadInput("gpus [%d] must be a multiple of tensor x pipeline [%d x %d]", gpus, tensor, pipeline);
        }
        int data = gpus / (tensor * pipeline);
        return Plan.of(tensor, pipeline, data, Math.multiplyExact(data, microBatches))
                .with("interleave", String.valueOf(pipeline > 1 ? interleave : 1))
                .with("sequenceParallel", String.valueOf(tensor > 1))
                .with("shards", data > 1 ? "1" : "0")
                .with("fused", "true")
                .with("overlap", String.valueOf(overlap));
    }

    /// Nodes of the job. It reads the profile of the nodes, so ask once and not in a loop.
    public int nodes() {
        return gpus / cluster().perNode();
    }
}
