package throughline.training;

import throughline.hardware.Cluster;
import throughline.hardware.Cluster.Group;

/// Which devices of a plan share a node: those that split a layer stand next to each other, then those that split
/// sequences, then replicas, then stages.
final class Placement {
    private Placement() {}

    static Group tensor(Plan plan, Cluster cluster) {
        return group(plan.tensor(), 1, cluster);
    }

    static Group context(Plan plan, Cluster cluster) {
        return group(plan.context(), plan.tensor(), cluster);
    }

    /// Experts are spread over replicas that are next to each other.
    static Group expert(Plan plan, Cluster cluster) {
        return group(plan.expert(), plan.tensor() * plan.context(), cluster);
    }

    /// Replicas, and the parts of their sequences, which have the same weights.
    static Group data(Plan plan, Cluster cluster) {
        return group(plan.data() * plan.context(), plan.tensor(), cluster);
    }

    /// Replicas that have the same experts.
    static Group sameExperts(Plan plan, Cluster cluster) {
        int apart = plan.tensor() * plan.context() * plan.expert();
        return group(plan.data() * plan.context() / plan.expert(), apart, cluster);
    }

    /// Whether a stage is in the node of the next.
    static boolean nextStageIsNear(Plan plan, Cluster cluster) {
        return plan.devices() <= cluster.perNode();
    }

    /// Ranks that are some devices apart.
    private static Group group(int ranks, int apart, Cluster cluster) {
        boolean together = (long) ranks * apart <= cluster.perNode();
        int near = together ? ranks : divisor(ranks, Math.max(1, cluster.perNode() / apart));
        return new Group(ranks, near).every(apart);
    }

    /// The largest divisor that a number and another have in common.
    private static int divisor(int a, int b) {
        return b == 0 ? a : divisor(b, a % b);
    }
}
