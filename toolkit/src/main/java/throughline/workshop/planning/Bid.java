package throughline.workshop.planning;

import throughline.cluster.ClusterRun;
import throughline.cluster.ClusterSpec;
import throughline.cluster.Goodput;
import throughline.hardware.Cluster;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Param;
import throughline.spec.Spec;
import throughline.training.Memory;
import throughline.training.Plan;
import throughline.training.Planner;

/// An offer to fulfil a [Contract]: what to hire and for how long, how to split the model, how often to save.
///
/// ```java
/// var bid = new Bid("dgx-h100", 512, 4, 4, 5, 30, 4, 5.0);
/// show(bid.money(Contract.COURSE), bid.rehearsed(Contract.COURSE, 1, Cancel.onInterrupt()).effective());
/// ```
public record Bid(
        @Param("cluster to hire of, selene (A100) or dgx-h100")
        String cluster,

        @Param(value = "devices that train", min = 8, max = 16_384)
        int devices,

        @Param(value = "ways of tensor parallelism", min = 1, max = 64)
        int tensor,

        @Param(value = "stages of the pipeline", min = 1, max = 128)
        int pipeline,

        @Param(value = "pieces of layers in a stage", min = 1, max = 64)
        int interleave,

        @Param(value = "time between checkpoints", unit = "min", min = 0.1, max = 100_000)
        double checkpointEvery,

        @Param(value = "nodes hired beside them, to take the place of broken ones", min = 0, max = 1000)
        int spares,

        @Param(value = "to hire them for", unit = "d", min = 0.1, max = 30)
        double days) {
    private static final double HOURS = 24;

    public Bid {
        Spec.check(Bid.class, cluster, devices, tensor, pipeline, interleave, checkpointEvery, spares, days);
    }

    /// A copy with one part set from text, as in `with("checkpointEvery", "10 min")`.
    ///
    /// @throws BadInput when there is no such part, or the value is not allowed
    public Bid with(String part, String text) {
        return Spec.with(this, part, text);
    }

    /// How the model is split: the optimizer's state is in parts over the replicas, attention is one kernel.
    ///
    /// @throws BadInput when tensor x pipeline does not divide the devices, or the batch not the replicas
    public Plan plan(Contract contract) {
        return spec(contract).plan();
    }

    /// The run as the simulator takes it: it saves while it stands still.
    ///
    /// @throws BadInput when tensor x pipeline does not divide the devices, or the replicas not the batch
    public ClusterSpec spec(Contract contract) {
        if (devices % (tensor * pipeline) != 0) {
            throw new BadInput(
                    "devices [%d] must be a multiple of tensor x pipeline [%d x %d]", devices, tensor, pipeline);
        }
        int replicas = devices / tensor / pipeline;
        if (contract.batch() % replicas != 0) {
            throw new BadInput(
                    "the replicas [%d] must divide the batch [%d]: devices / tensor / pipeline",
                    replicas, contract.batch());
        }
        return ClusterSpec.LLAMA_3
                .with("gpus", String.valueOf(devices))
                .with("days", String.valueOf(days))
                .with("hardware", cluster)
                .with("model", contract.model())
                .with("tensor", String.valueOf(tensor))
                .with("pipeline", String.valueOf(pipeline))
                .with("interleave", String.valueOf(interleave))
                .with("microBatches", String.valueOf(contract.batch() / replicas))
                .with("stragglers", "none")
                .with("faults", contract.faults())
                .with("recovery", contract.recovery())
                .with("spares", String.valueOf(spares))
                .with("checkpoint", "synchronous")
                .with("checkpointEvery", String.valueOf(checkpointEvery));
    }

    /// Refuses what cannot be had: what does not divide, does not fit into memory, takes too long or costs too much.
    ///
    /// @throws BadInput naming the limit, by how much it is broken, and what is allowed
    public void check(Contract contract) {
        contract.price(cluster);
        Cluster hired = Cluster.named(cluster);
        Plan plan = plan(contract);
        plan.check(contract.shape(), hired);
        double bytes = Memory.of(contract.shape(), plan).value();
        double room = new Planner(contract.shape(), hired, devices, contract.batch()).room();
        if (bytes > room) {
            throw new BadInput(
                    "the plan takes [%.1f GiB] on a device; %s leaves %.1f",
                    bytes / 0x1p30, hired.device().name(), room / 0x1p30);
        }
        if (days > contract.days()) {
            throw new BadInput("days [%s] must be at most %s: then it is due", days, contract.days());
        }
        if (money(contract) > contract.budget()) {
            throw new BadInput("it costs [%,.0f]; there are %,.0f to spend", money(contract), contract.budget());
        }
    }

    /// What it costs to hire all devices, spare ones too, whether they work or not.
    public double money(Contract contract) {
        double hired = devices + (double) spares * Cluster.named(cluster).perNode();
        return hired * HOURS * days * contract.price(cluster);
    }

    /// One possible course of the run, in which things break as the seed has it.
    ///
    /// @throws BadInput when model, plan and cluster do not fit together
    public Goodput rehearsed(Contract contract, long seed, Cancel cancel) {
        return ClusterRun.goodput(spec(contract), seed, cancel);
    }
}
