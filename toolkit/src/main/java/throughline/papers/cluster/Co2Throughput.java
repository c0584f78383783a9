package throughline.papers.cluster;

import throughline.hardware.Cluster;
import throughline.hardware.Cluster.Group;
import throughline.hardware.Cost;
import throughline.spec.BadInput;
import throughline.training.Plan;
import throughline.training.StepTime;
import throughline.training.Transformer;

/// The time of a training step when replicas exchange by [Method], from the cost of computing and of an all-reduce.
///
/// ```java
/// var tcp = Co2Throughput.standard("a100-tcp-80g");
/// show(tcp.step(Co2Throughput.Method.DDP, 128, 1).explain());
/// show(tcp.scalability(Co2Throughput.Method.CO2, 128, 12));
/// ```
///
/// Every device holds a replica. DDP sends gradients of 2 bytes while the backward pass makes them; the others send
/// parameters of 4 bytes once in `tau` steps, and CO2 goes on computing meanwhile. A round of CO2 takes the longer of
/// `tau` steps and one exchange, as the exchange of a round has all of the next to arrive: the recurrence is exact, and
/// a test runs it as events.
///
/// @param cluster  of nodes of several devices
/// @param model    that is trained
/// @param compute  what a step computes, in seconds
/// @param backward share of it in which gradients come out, so that sending them can hide behind it, 0 to 1
public record Co2Throughput(Cluster cluster, Transformer model, Cost compute, double backward) {
    private static final int TOKENS = 8192;
    private static final double GRADIENT_BYTES = 2;
    private static final double PARAMETER_BYTES = 4;
    /// Two nodes: the least among which anything crosses the network.
    private static final int NODES_AT_LEAST = 2;

    /// How replicas exchange.
    public enum Method {
        /// Gradients, at each step.
        DDP,
        /// Parameters, once in tau steps; all wait. SlowMo and DiLoCo take the same time as local SGD.
        LOCAL,
        /// Parameters, once in tau steps; nobody waits unless the last exchange is still under way.
        CO2
    }

    public Co2Throughput {
        if (!(backward >= 0 && backward <= 1)) {
            throw new BadInput("share of the backward pass [%s] must be 0 to 1", backward);
        }
    }

    /// The setting of the paper as far as it is known: 7 billion parameters on A100s, 8,192 tokens a device and step.
    /// The shape is Llama 2's, for TransNormer's is not known here; half of a step hides an exchange of gradients.
    ///
    /// @param cluster name of a profile, `a100-rdma-800g` or `a100-tcp-80g`
    public static Co2Throughput standard(String cluster) {
        Cluster nodes = Cluster.named(cluster);
        Transformer model = Transformer.named("llama-2-7b").with("sequence", "2048");
        Plan plan = Plan.of(1, 1, 1, TOKENS / model.sequence()).with("fused", "true");
        return new Co2Throughput(nodes, model, StepTime.of(model, plan, nodes), 0.5);
    }

    private Group all(int devices) {
        return new Group(devices, Math.min(devices, cluster.perNode()));
    }

    /// Seconds of one exchange among so many devices.
    ///
    /// @throws BadInput when they do not fit into nodes
    public Cost exchange(Method method, int devices) {
        double bytes = method == Method.DDP ? GRADIENT_BYTES : PARAMETER_BYTES;
        return cluster.allReduce(all(devices), bytes * model.parameters());
    }

    /// Seconds of a step: what is computed, and what of the exchange is not hidden.
    ///
    /// @param devices replicas
    /// @param tau     steps of a round, at least 1; DDP's is 1
    /// @throws BadInput when the devices do not fit into nodes, or tau is not 1 or more
    public Cost step(Method method, int devices, int tau) {
        if (tau < 1) {
            throw new BadInput("steps of a round [%d] must be at least 1", tau);
        }
        double exchange = exchange(method, devices).value();
        double busy = compute.value();
        return switch (method) {
            case DDP ->
                step(Math.max(0, exchange - backward * busy), "all-reduce of gradients - what the backward pass hides");
            case LOCAL -> step(exchange / tau, "all-reduce of parameters / tau");
            case CO2 -> step(Math.max(0, exchange / tau - busy), "all-reduce of parameters / tau - compute");
        };
    }

    private Cost step(double exposed, String formula) {
        return Cost.sum(
                "step", compute, Cost.of("exchange that is seen", exposed, "s", formula, "", Cost.Basis.DERIVED));
    }

    /// Tokens a second of so many devices, over what as many times two nodes would do: 1 is perfect.
    ///
    /// @param devices at least those of two nodes
    public double scalability(Method method, int devices, int tau) {
        int base = NODES_AT_LEAST * cluster.perNode();
        return step(method, base, tau).value() / step(method, devices, tau).value();
    }

    /// Tokens a second of so many devices, over what they would do without any exchange: 1 is perfect.
    public double efficiency(Method method, int devices, int tau) {
        return compute.value() / step(method, devices, tau).value();
    }

    /// The least steps of a round with which CO2 hides its whole exchange: tau*.
    public int hidingSteps(int devices) {
        return Math.max(1, (int) Math.ceil(exchange(Method.CO2, devices).value() / compute.value()));
    }
}
