package throughline.cluster;

import throughline.hardware.Cluster;
import throughline.hardware.Cost;
import throughline.hardware.Device;
import throughline.spec.BadInput;
import throughline.training.Breakdown;
import throughline.training.Breakdown.Kind;
import throughline.training.Memory;
import throughline.training.Plan;
import throughline.training.StepTime;
import throughline.training.Transformer;

/// The parts of a step in which all goes as planned, from the cost model of training.
///
/// @param work     seconds that a rank computes: products, attention, norms, and what is computed again
/// @param bubble   seconds that it waits for other stages
/// @param layers   seconds of exchanges among the ranks that split a layer or a sequence, or hold its experts
/// @param boundary seconds of exchanges between stages
/// @param exchange seconds in which replicas exchange gradients and weights
/// @param hidden   seconds of these that go on beside the work
/// @param room     seconds of work beside which an exchange could go on, at least what is hidden: the way back of the
///                 last micro-batch, two thirds of it
/// @param update   seconds of the optimizer
/// @param tokens   of a step
/// @param flops    floating-point operations of a step that the model needs, of all GPUs
/// @param memory   bytes in use on a GPU
/// @param replicaBytes that a rank has of what the replicas exchange: gradients in 4 bytes, then weights in 2
/// @param layerBytes that a rank gives to the exchanges within layers
/// @param stageBytes that a rank sends to the next stage
/// @param stateBytes weights and optimizer's state of the whole model, as a checkpoint has them
record StepParts(
        double work,
        double bubble,
        double layers,
        double boundary,
        double exchange,
        double hidden,
        double room,
        double update,
        double tokens,
        double flops,
        double memory,
        double replicaBytes,
        double layerBytes,
        double stageBytes,
        double stateBytes) {
    private static final double GIB = 1 << 30;
    /// Weights in 2 bytes; master weights and two moments in 4 each.
    private static final double STATE = 14;
    /// A layer's outputs are summed twice forward and twice back, each element in 2 bytes.
    private static final double LAYER = 4 * 2;

    /// @throws throughline.spec.BadInput when plan, model and cluster do not fit together
    static StepParts of(ClusterSpec spec) {
        Cluster cluster = spec.cluster();
        Transformer model = spec.shape();
        Plan plan = spec.plan();
        Transformer padded = padded(model, plan.pipeline() * plan.interleave());
        Breakdown open = Breakdown.of(StepTime.of(padded, plan.with("overlap", "false"), cluster));
        Breakdown used = Breakdown.of(StepTime.of(padded, plan, cluster));
        double work = used.of(Kind.PRODUCTS)
                + used.of(Kind.ATTENTION)
                + used.of(Kind.ELEMENT_WISE)
                + used.of(Kind.RECOMPUTED)
                + used.of(Kind.OFFLOADED)
                + used.of(Kind.OTHER);
        double layers = used.of(Kind.TENSOR_PARALLEL) + used.of(Kind.CONTEXT_PARALLEL) + used.of(Kind.EXPERT_PARALLEL);
        double hidden = open.of(Kind.REPLICAS) - used.of(Kind.REPLICAS);
        double tokens = (double) plan.batch() * model.sequence();
        double stream = (double) model.sequence() * model.width();
        Cost memory = Memory.of(padded, plan);
        checkStates(spec, Memory.states(padded, plan).value(), cluster.device());
        return new StepParts(
                work,
                used.of(Kind.BUBBLE),
                layers,
                used.of(Kind.BETWEEN_STAGES),
                open.of(Kind.REPLICAS),
                hidden,
                spec.overlap() ? Math.max(hidden, 2.0 / 3 * (work + layers) / plan.microBatches()) : 0,
                used.of(Kind.OPTIMIZER),
                tokens,
                6 * model.parameters() * tokens,
                memory.value(),
                (4 + 2) * model.parameters() / (plan.tensor() * plan.pipeline()),
                LAYER * stream * plan.microBatches() * model.layers() / plan.pipeline(),
                plan.pipeline() == 1 ? 0 : 2 * 2 * stream * plan.microBatches() / plan.tensor(),
                STATE * model.parameters());
    }

    /// Activations could be computed again, but states must fit.
    private static void checkStates(ClusterSpec spec, double bytes, Device device) {
        double room = device.memory().orElse(Double.POSITIVE_INFINITY);
        if (bytes > room) {
            throw new BadInput(
                    "model [%s] needs %.1f GiB of a GPU for weights, gradients and the optimizer's state with tensor [%d],"
                            + " pipeline [%d]; a %s has %.1f GiB",
                    spec.model(), bytes / GIB, spec.tensor(), spec.pipeline(), device.name(), room / GIB);
        }
    }

    /// A stage with a layer less than others waits for them: for times it is as long as they are.
    private static Transformer padded(Transformer model, int pieces) {
        int layers = (model.layers() + pieces - 1) / pieces * pieces;
        return layers == model.layers() ? model : model.with("layers", String.valueOf(layers));
    }

    /// Seconds of a step in which all goes as planned.
    double nominal() {
        return work + bubble + layers + boundary + exposed(1) + update;
    }

    /// Seconds of the replicas' exchange that nothing hides.
    ///
    /// @param rate of the exchange as a share of the planned one, positive
    double exposed(double rate) {
        return Math.max(exchange - hidden, exchange / rate - room);
    }
}
