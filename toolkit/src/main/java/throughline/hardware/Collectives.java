package throughline.hardware;

import throughline.hardware.Cluster.Group;
import throughline.hardware.Cluster.Library;
import throughline.hardware.Cluster.Network;
import throughline.hardware.Cluster.Way;

/// The times of the exchanges of one group.
final class Collectives {
    private final Group group;
    private final Library library;
    private final Link inside;
    private final Network outside;
    private final Way way;
    /// Of a node, that carry what this group exchanges.
    private final double cards;

    Collectives(Cluster cluster, Group group) {
        this.group = group;
        library = cluster.library();
        inside = cluster.inside(group);
        outside = cluster.network(group);
        way = group.oneNode() || group.perNode() == 1 ? Way.RING : cluster.way();
        cards = outside.cards(group.perNode(), cluster.together(group));
    }

    private double within() {
        return library.insideShare() * inside.bandwidth();
    }

    private double across() {
        return library.outsideShare() * outside.link().bandwidth() * cards;
    }

    /// Bytes a second that pass each rank of a ring.
    private double ring() {
        return group.oneNode() ? within() : group.perNode() == 1 ? across() : Math.min(within(), across());
    }

    private double begin() {
        return library.inside()
                + (group.oneNode() ? 0 : library.outside() * (1 + Math.log(group.perNode()) / Math.log(2)));
    }

    private double moving(int times, double bytes) {
        return times * (group.ranks() - 1.0) / group.ranks() * bytes / ring();
    }

    Cost allReduce(double bytes) {
        return switch (way) {
            case RING -> ring("all-reduce", 2, bytes);
            case HIERARCHICAL -> hierarchical(bytes);
            case FASTER -> faster(ring("all-reduce", 2, bytes), hierarchical(bytes));
        };
    }

    private static Cost faster(Cost one, Cost other) {
        return one.value() <= other.value() ? one : other;
    }

    Cost ring(String name, int times, double bytes) {
        if (group.ranks() == 1) {
            return Cost.of(name, 0, "s", "one rank", "", Cost.Basis.DERIVED);
        }
        String what = (times == 1 ? "" : times + " ") + "(n - 1) / n x bytes / bandwidth";
        Cost usual =
                Cost.sum(name, calibrated("latency", begin(), ""), calibrated("moving", moving(times, bytes), what));
        if (!group.oneNode()) {
            return usual;
        }
        double moving = moving(times, bytes) * library.insideShare() / library.largeShare();
        return faster(
                usual, Cost.sum(name, calibrated("latency", library.large(), ""), calibrated("moving", moving, what)));
    }

    private Cost calibrated(String name, double seconds, String formula) {
        return Cost.of(name, seconds, "s", formula, library.source(), Cost.Basis.CALIBRATED);
    }

    /// Seconds to scatter inside a node, and as much to gather.
    private double half(double bytes) {
        double moving = (group.perNode() - 1.0) / group.perNode() * bytes / inside.bandwidth();
        return Math.min(
                library.inside() + moving / library.insideShare(), library.large() + moving / library.largeShare());
    }

    /// Seconds of the rings across nodes, one for each rank of a node, which share its cards.
    private double rings(double bytes) {
        int k = group.perNode();
        double nodes = group.ranks() / k;
        return library.inside() + library.outside() + 2 * (nodes - 1) / nodes * bytes / across();
    }

    private Cost hierarchical(double bytes) {
        String share = "latency + (k - 1) / k x bytes / bandwidth inside a node";
        return Cost.sum(
                "all-reduce, hierarchical",
                calibrated("reduce-scatter inside nodes", half(bytes), share),
                calibrated(
                        "all-reduces across nodes of 1 / k each",
                        rings(bytes),
                        "latency + 2 (nodes - 1) / nodes x bytes / bandwidth of a node's cards"),
                calibrated("all-gather inside nodes", half(bytes), share));
    }

    /// Inside nodes all ranks send and receive at once, which no more reaches what a lone send does than a ring.
    Cost allToAll(double bytes) {
        if (group.ranks() == 1) {
            return Cost.of("all-to-all", 0, "s", "one rank", "", Cost.Basis.DERIVED);
        }
        double near = (group.perNode() - 1.0) / group.ranks() * bytes / within();
        double far = (double) (group.ranks() - group.perNode())
                / group.ranks()
                * bytes
                / (library.sendOutsideShare() * outside.link().bandwidth() * (cards / group.perNode()));
        return Cost.sum(
                "all-to-all",
                calibrated("latency", begin(), ""),
                Cost.longest("moving", calibrated("inside nodes", near, ""), calibrated("between nodes", far, "")));
    }
}
