package throughline.training;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import throughline.hardware.Cluster;
import throughline.spec.BadInput;

/// A step of a plan as what each rank does: work, exchanges and what each waits for, with the times and bytes of
/// [StepTime].
///
/// ```java
/// var graph = StepGraph.of(Transformer.gpt("1.7B", 24, 2304, 24), Plan.of(8, 4, 2, 64), Cluster.named("selene"));
/// graph.nodes(0).forEach(System.out::println);
/// ```
///
/// Ranks are numbered as a [Plan] numbers devices. The order in which a stage works is that of 1F1B, interleaved
/// where the plan has several pieces. A stage sends while it works on; of a layer's computing each of its
/// exchanges has an equal part before it. The plan's sequences, experts and weights are whole on each rank: plans
/// that split these, and those that exchange gradients or move activations beside the work, are refused.
public final class StepGraph {
    private final Plan plan;
    private final StageWork work;
    private final Map<Integer, List<Pipeline.Work>> order = new TreeMap<>();

    private StepGraph(Transformer model, Plan plan, Cluster cluster) {
        this.plan = plan;
        work = new StageWork(model, plan, cluster);
        Pipeline pipeline = new Pipeline(
                Pipeline.Order.ONE_F_ONE_B, plan.pipeline(), plan.microBatches(), plan.interleave(), 1, 1, 1, 0);
        List<Pipeline.Work> all = pipeline.run().work();
        for (int stage = 0; stage < plan.pipeline(); stage++) {
            int here = stage;
            order.put(stage, all.stream().filter(one -> one.stage() == here).toList());
        }
    }

    /// What is done on a rank.
    public sealed interface Task permits Compute, Collective, Send, Receive {
        /// How long it takes by itself; 0 to receive, which ends when the sender's send does.
        double seconds();
    }

    /// Work on one device.
    public record Compute(double seconds) implements Task {}

    /// An exchange among a group, which begins when all its members have come to it.
    ///
    /// @param group number of the group, as in [#groups]
    /// @param bytes of the whole array
    public record Collective(Exchange exchange, int group, double bytes, double seconds) implements Task {}

    /// A send to another rank.
    ///
    /// @param to  rank
    /// @param tag that its [Receive] has too
    public record Send(int to, int tag, double bytes, double seconds) implements Task {}

    /// What another rank's [Send] brings.
    ///
    /// @param from rank
    public record Receive(int from, int tag, double bytes) implements Task {
        @Override
        public double seconds() {
            return 0;
        }
    }

    /// What a group exchanges.
    public enum Exchange {
        ALL_REDUCE,
        ALL_GATHER,
        REDUCE_SCATTER
    }

    /// A node of the graph.
    ///
    /// @param id    on its rank, from 0
    /// @param after ids of nodes on the same rank, all smaller, that end before it begins
    public record Node(int id, String name, Task task, List<Integer> after) {
        public Node {
            after = List.copyOf(after);
        }
    }

    /// The graph of a plan's step.
    ///
    /// @throws BadInput when the plan does not divide the model, does not fit into nodes, or does what a graph
    /// cannot say, naming the part, what was found and the rule
    public static StepGraph of(Transformer model, Plan plan, Cluster cluster) {
        plan.check(model, cluster);
        one("context", plan.context());
        single(plan.gradients());
        alone(plan.tensorOverlap());
        one("expert", plan.expert());
        if (model.mixture().isPresent()) {
            throw new BadInput("%s has experts; a graph of a step is of models without", model.name());
        }
        if (plan.offload() > 0) {
            throw new BadInput("offload [%s] must be 0: a graph of a step has no memory of a host", plan.offload());
        }
        if (plan.shards() > 1 || plan.overlap()) {
            throw new BadInput(
                    "shards [%d] must be 0 or 1, and overlap [%s] false: in a graph of a step, replicas exchange after the"
                            + " last micro-batch",
                    plan.shards(), plan.overlap());
        }
        return new StepGraph(model, plan, cluster);
    }

    private static void single(Gradients gradients) {
        if (gradients != Gradients.SINGLE) {
            throw new BadInput(
                    "gradients [%s] must be single: in a graph of a step, products add them",
                    gradients.name().toLowerCase(Locale.ROOT));
        }
    }

    private static void alone(boolean tensorOverlap) {
        if (tensorOverlap) {
            throw new BadInput(
                    "tensorOverlap [true] must be false: in a graph of a step, devices compute a layer or exchange for it");
        }
    }

    private static void one(String part, int ways) {
        if (ways > 1) {
            throw new BadInput(
                    "%s [%d] must be 1: a graph of a step is of tensor, pipeline and data parallelism", part, ways);
        }
    }

    /// How many ranks there are.
    public int ranks() {
        return plan.devices();
    }

    /// What a rank does, each node after all that it waits for.
    ///
    /// @param rank from 0
    /// @throws BadInput when there is no such rank
    public List<Node> nodes(int rank) {
        if (rank < 0 || rank >= ranks()) {
            throw new BadInput("rank [%d] must be from 0 to %d", rank, ranks() - 1);
        }
        return new RankGraph(plan, work, rank).nodes(order.get(stage(rank, plan)));
    }

    /// The ranks of each group: those that split a layer, those that have the same weights, where these are
    /// several, and those of the first stage and the last that share a table.
    public Map<Integer, List<Integer>> groups() {
        Map<Integer, List<Integer>> groups = new TreeMap<>();
        for (int rank = 0; rank < ranks(); rank++) {
            if (plan.tensor() > 1) {
                int first = rank - rank % plan.tensor();
                groups.put(
                        tensorGroup(rank, plan),
                        IntStream.range(first, first + plan.tensor()).boxed().toList());
            }
            if (plan.data() > 1) {
                int first = stage(rank, plan) * plan.tensor() * plan.data() + rank % plan.tensor();
                groups.put(
                        dataGroup(rank, plan),
                        IntStream.range(0, plan.data())
                                .map(replica -> first + replica * plan.tensor())
                                .boxed()
                                .toList());
            }
            if (work.table.isPresent() && stage(rank, plan) == 0) {
                groups.put(
                        tableGroup(rank, plan),
                        List.of(rank, rank + (plan.pipeline() - 1) * plan.tensor() * plan.data()));
            }
        }
        return groups;
    }

    static int stage(int rank, Plan plan) {
        return rank / (plan.tensor() * plan.data());
    }

    static int tensorGroup(int rank, Plan plan) {
        return 1 + rank / plan.tensor();
    }

    static int tableGroup(int rank, Plan plan) {
        int before = plan.data() * plan.pipeline() + plan.pipeline() * plan.tensor();
        return 1 + before + rank % (plan.tensor() * plan.data());
    }

    static int dataGroup(int rank, Plan plan) {
        return 1 + plan.data() * plan.pipeline() + stage(rank, plan) * plan.tensor() + rank % plan.tensor();
    }
}
