package throughline.hardware;

import java.nio.file.Path;
import throughline.spec.BadInput;

/// Devices in nodes: those of a node are joined by one link, nodes by another.
///
/// ```java
/// Cluster cluster = Cluster.named("selene");
/// show(cluster.allReduce(new Cluster.Group(64, 8), 256e6).explain());
/// ```
///
/// @param name    of the cluster
/// @param device  of which it has many
/// @param perNode devices in a node
/// @param inside  joins the devices of a node
/// @param outside joins nodes, one card
/// @param cards   of it in each node
/// @param library that exchanges
/// @param source  of these numbers
public record Cluster(
        String name, Device device, int perNode, Link inside, Link outside, int cards, Library library, String source) {
    /// How well a library of collectives uses links, as shares of what their datasheets promise.
    ///
    /// @param inside  to begin an all-reduce inside a node, seconds
    /// @param outside beside that, across nodes, for each doubling of the devices in a node, and one, seconds
    /// @param insideShare  of the bandwidth of links inside a node
    /// @param outsideShare of that of links between nodes
    /// @param sendInside   to begin a send inside a node, seconds
    /// @param sendOutside  across nodes
    /// @param sendInsideShare  of the bandwidth that a send inside a node reaches
    /// @param sendOutsideShare across nodes
    /// @param name   of the library
    /// @param source what they were fitted on
    public record Library(
            String name,
            double inside,
            double outside,
            double insideShare,
            double outsideShare,
            double sendInside,
            double sendOutside,
            double sendInsideShare,
            double sendOutsideShare,
            String source) {
        /// A library of a profile that comes with the toolkit.
        ///
        /// @throws BadInput when there is none of that name, or it is of another kind
        public static Library named(String name) {
            return of(Profile.named(name));
        }

        private static Library of(Profile profile) {
            profile.expect("collectives");
            Library library = new Library(
                    profile.text("name"),
                    profile.quantity("all-reduce.inside.latency", "s"),
                    profile.quantity("all-reduce.outside.latency", "s"),
                    profile.number("all-reduce.inside.bandwidth"),
                    profile.number("all-reduce.outside.bandwidth"),
                    profile.quantity("send.inside.latency", "s"),
                    profile.quantity("send.outside.latency", "s"),
                    profile.number("send.inside.bandwidth"),
                    profile.number("send.outside.bandwidth"),
                    profile.text("source"));
            profile.end();
            return library;
        }
    }

    /// Devices that exchange.
    ///
    /// @param ranks   how many, 1 or more
    /// @param perNode how many of them share a node; divides the ranks
    public record Group(int ranks, int perNode) {
        public Group {
            if (ranks < 1 || perNode < 1 || ranks % perNode != 0) {
                throw new IllegalArgumentException(
                        "group of [%d] ranks, [%d] to a node: both must be at least 1 and the second divide the first"
                                .formatted(ranks, perNode));
            }
        }

        boolean oneNode() {
            return ranks == perNode;
        }
    }

    public Cluster {
        if (perNode < 1 || cards < 1) {
            throw new BadInput(
                    "cluster %s: devices [%d] and cards [%d] of a node must be at least 1", name, perNode, cards);
        }
    }

    /// A cluster of a profile that comes with the toolkit; [Profiles#names] lists them.
    ///
    /// @throws BadInput when there is none of that name, or it is of another kind
    public static Cluster named(String name) {
        return of(Profile.named(name));
    }

    /// A cluster of a profile of the user's; the profiles it names come with the toolkit.
    ///
    /// @throws BadInput naming file, line, key and what is allowed
    public static Cluster read(Path path) {
        return of(Profile.read(path));
    }

    private static Cluster of(Profile profile) {
        profile.expect("cluster");
        Cluster cluster = new Cluster(
                profile.text("name"),
                Device.named(profile.text("device")),
                profile.count("node.devices"),
                Link.named(profile.text("node.link")),
                Link.named(profile.text("network.link")),
                profile.count("network.cards"),
                Library.named(profile.text("collectives")),
                profile.text("source"));
        profile.end();
        return cluster;
    }

    /// Checks that a group fits into nodes.
    private void check(Group group) {
        if (group.perNode > perNode) {
            throw new BadInput("group of [%d] devices to a node: %s has %d in each", group.perNode, name, perNode);
        }
    }

    /// Bytes a second that pass each rank of a ring.
    private double ring(Group group) {
        double within = library.insideShare * inside.bandwidth();
        double across = library.outsideShare * outside.bandwidth() * Math.min(group.perNode, cards);
        return group.oneNode() ? within : group.perNode == 1 ? across : Math.min(within, across);
    }

    private double begin(Group group) {
        return library.inside + (group.oneNode() ? 0 : library.outside * (1 + Math.log(group.perNode) / Math.log(2)));
    }

    /// The time of an all-reduce, in a ring over all ranks: each sends what it has twice, but for its own part.
    ///
    /// @param bytes of each rank's array
    /// @throws BadInput when the group does not fit into nodes
    public Cost allReduce(Group group, double bytes) {
        return ring("all-reduce", group, 2, bytes);
    }

    /// The time of an all-gather: each rank has its part of the array, then all of it.
    ///
    /// @param bytes of the whole array
    public Cost allGather(Group group, double bytes) {
        return ring("all-gather", group, 1, bytes);
    }

    /// The time of a reduce-scatter: each rank has an array, then its part of their sum.
    ///
    /// @param bytes of the whole array
    public Cost reduceScatter(Group group, double bytes) {
        return ring("reduce-scatter", group, 1, bytes);
    }

    /// Seconds of an all-reduce, as [#allReduce].
    public double allReduceSeconds(Group group, double bytes) {
        return group.ranks == 1 ? 0 : begin(group) + moving(group, 2, bytes);
    }

    private double moving(Group group, int times, double bytes) {
        return times * (group.ranks - 1.0) / group.ranks * bytes / ring(group);
    }

    private Cost ring(String name, Group group, int times, double bytes) {
        check(group);
        if (group.ranks == 1) {
            return Cost.of(name, 0, "s", "one rank", "", Cost.Basis.DERIVED);
        }
        String what = (times == 1 ? "" : times + " ") + "(n - 1) / n x bytes / bandwidth";
        return Cost.sum(
                name,
                Cost.of("latency", begin(group), "s", "", library.source, Cost.Basis.CALIBRATED),
                Cost.of("moving", moving(group, times, bytes), "s", what, library.source, Cost.Basis.CALIBRATED));
    }

    /// The time of an all-to-all: each rank sends every other its part of an array.
    ///
    /// @param bytes of each rank's array
    /// @throws BadInput when the group does not fit into nodes
    public Cost allToAll(Group group, double bytes) {
        check(group);
        if (group.ranks == 1) {
            return Cost.of("all-to-all", 0, "s", "one rank", "", Cost.Basis.DERIVED);
        }
        double near = (group.perNode - 1.0) / group.ranks * bytes / (library.sendInsideShare * inside.bandwidth());
        double cardsEach = (double) Math.min(group.perNode, cards) / group.perNode;
        double far = (double) (group.ranks - group.perNode)
                / group.ranks
                * bytes
                / (library.sendOutsideShare * outside.bandwidth() * cardsEach);
        return Cost.sum(
                "all-to-all",
                Cost.of("latency", begin(group), "s", "", library.source, Cost.Basis.CALIBRATED),
                Cost.longest(
                        "moving",
                        Cost.of("inside nodes", near, "s", "", library.source, Cost.Basis.CALIBRATED),
                        Cost.of("between nodes", far, "s", "", library.source, Cost.Basis.CALIBRATED)));
    }

    /// The time from one device to another.
    ///
    /// @param near whether both are in one node
    public Cost send(boolean near, double bytes) {
        double bandwidth =
                near ? library.sendInsideShare * inside.bandwidth() : library.sendOutsideShare * outside.bandwidth();
        return Cost.sum(
                "send",
                Cost.of(
                        "latency",
                        near ? library.sendInside : library.sendOutside,
                        "s",
                        "",
                        library.source,
                        Cost.Basis.CALIBRATED),
                Cost.of("moving", bytes / bandwidth, "s", "bytes / bandwidth", library.source, Cost.Basis.CALIBRATED));
    }
}
