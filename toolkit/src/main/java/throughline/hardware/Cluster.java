package throughline.hardware;

import java.nio.file.Path;
import java.util.List;
import throughline.spec.BadInput;

/// Devices in nodes: those of a node are joined by links, nodes by networks.
///
/// ```java
/// Cluster cluster = Cluster.named("selene");
/// show(cluster.allReduce(new Cluster.Group(64, 8), 256e6).explain());
/// ```
///
/// A group takes the fastest transport that all its members have in common. Inside a node that is the link of the
/// smallest tier that holds them; between nodes the network of their island, or the one that all nodes have, whichever
/// is faster; between islands the one that all nodes have.
///
/// ```java
/// Cluster mixed = Cluster.named("holmes-mixed");
/// Cluster.Group replicas = new Cluster.Group(32, 8);
/// show(mixed.allReduce(replicas.in("infiniband"), 1e9), mixed.allReduce(replicas.in("infiniband", "roce"), 1e9));
/// ```
///
/// @param name    of the cluster
/// @param device  of which it has many
/// @param tiers   of a node, the smallest first; the last is the node
/// @param network that all nodes have
/// @param islands of nodes with a network of their own beside it; empty when there are none
/// @param way     in which an all-reduce goes across nodes
/// @param library that exchanges
/// @param source  of these numbers
public record Cluster(
        String name,
        Device device,
        List<Tier> tiers,
        Network network,
        List<Island> islands,
        Way way,
        Library library,
        String source) {
    /// Devices of a node that stand next to each other and share a link, such as the two dies of a package.
    ///
    /// @param devices in a node or in a part of it; a part divides the next larger one
    /// @param link    that joins them
    public record Tier(int devices, Link link) {}

    /// What joins nodes.
    ///
    /// @param link  one card
    /// @param cards of it in each node
    public record Network(Link link, int cards) {
        /// Cards that each of the groups of a node has which exchange at the same time: no more than its devices, as
        /// each of them keeps one card busy, and no more than its part of all.
        ///
        /// @param devices of a node in each group, 1 or more
        /// @param groups  that exchange at once, 1 or more
        public double cards(int devices, int groups) {
            return Math.min(devices, (double) cards / groups);
        }

        /// Bytes a second that all cards of a node carry each way.
        public double bandwidth() {
            return cards * link.bandwidth();
        }
    }

    /// Nodes that share a network which the others do not have.
    ///
    /// @param name    of the island
    /// @param nodes   in it
    /// @param network that joins them
    public record Island(String name, int nodes, Network network) {}

    /// How an all-reduce goes across nodes.
    public enum Way {
        /// In one ring over all ranks.
        RING,
        /// Inside nodes, then across with what each rank has a part of, then inside nodes again.
        HIERARCHICAL,
        /// Whichever of the two takes less time.
        FASTER
    }

    /// How well a library of collectives uses links, as shares of what their datasheets promise.
    ///
    /// @param inside  to begin an all-reduce inside a node, seconds
    /// @param outside beside that, across nodes, for each doubling of the devices in a node, and one, seconds
    /// @param insideShare  of the bandwidth of links inside a node
    /// @param outsideShare of that of links between nodes
    /// @param large       as inside, for arrays so large that it pays to begin later and then be faster
    /// @param largeShare  as insideShare, for these
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
            double large,
            double largeShare,
            double sendInside,
            double sendOutside,
            double sendInsideShare,
            double sendOutsideShare,
            String source) {
        /// @throws BadInput when a latency is below 0 or not finite, or a share not positive and finite
        public Library {
            Bounds.notNegative("all-reduce.inside.latency", inside);
            Bounds.notNegative("all-reduce.outside.latency", outside);
            Bounds.positive("all-reduce.inside.bandwidth", insideShare);
            Bounds.positive("all-reduce.outside.bandwidth", outsideShare);
            Bounds.notNegative("all-reduce.large.latency", large);
            Bounds.positive("all-reduce.large.bandwidth", largeShare);
            Bounds.notNegative("send.inside.latency", sendInside);
            Bounds.notNegative("send.outside.latency", sendOutside);
            Bounds.positive("send.inside.bandwidth", sendInsideShare);
            Bounds.positive("send.outside.bandwidth", sendOutsideShare);
        }

        /// A library of a profile that comes with the toolkit.
        ///
        /// @throws BadInput when there is none of that name, or it is of another kind
        public static Library named(String name) {
            return ClusterProfile.library(Profile.named(name));
        }
    }

    /// Devices that exchange, as many in each of their nodes.
    ///
    /// With a step of more than 1, the devices between them form groups of the same kind, which exchange at the
    /// same time and share the cards of the node. With layers split over all 8 devices of a node, say, each device
    /// is in a group of replicas of its own, and a group has an eighth of the cards.
    ///
    /// @param ranks   how many, 1 or more
    /// @param perNode how many of them share a node; divides the ranks
    /// @param step    from one of them to the next in a node, 1 where they stand next to each other
    /// @param islands in which their nodes are; empty when they may be anywhere
    public record Group(int ranks, int perNode, int step, List<String> islands) {
        /// @throws BadInput when ranks and devices to a node do not fit together, or the step is below 1
        public Group {
            islands = List.copyOf(islands);
            if (ranks < 1 || perNode < 1 || ranks % perNode != 0) {
                throw new BadInput(
                        "group of [%d] ranks, [%d] to a node: both must be at least 1 and the second divide the first",
                        ranks, perNode);
            }
            if (step < 1) {
                throw new BadInput("group with a step of [%d]: must be at least 1", step);
            }
        }

        /// Devices that stand next to each other, in any nodes.
        public Group(int ranks, int perNode) {
            this(ranks, perNode, 1, List.of());
        }

        /// This group with every so-manieth device of a node, as replicas of a layer stand that is split.
        ///
        /// @param step 1 or more
        /// @throws BadInput when it is below 1
        public Group every(int step) {
            return new Group(ranks, perNode, step, islands);
        }

        /// This group with nodes in one island, or spread over several.
        public Group in(String... names) {
            return new Group(ranks, perNode, step, List.of(names));
        }

        boolean oneNode() {
            return ranks == perNode;
        }
    }

    public Cluster {
        tiers = List.copyOf(tiers);
        islands = List.copyOf(islands);
        if (tiers.isEmpty() || tiers.getFirst().devices < 1 || network.cards < 1) {
            throw new BadInput(
                    "cluster %s: devices and cards of a node must be at least 1; it has tiers %s and [%d] cards",
                    name, tiers.stream().map(Tier::devices).toList(), network.cards);
        }
        for (int i = 1; i < tiers.size(); i++) {
            if (tiers.get(i).devices % tiers.get(i - 1).devices != 0) {
                throw new BadInput(
                        "cluster %s: a tier of [%d] devices must divide the next, which has [%d]",
                        name, tiers.get(i - 1).devices, tiers.get(i).devices);
            }
        }
        for (Island island : islands) {
            if (island.nodes < 1 || island.network.cards < 1) {
                throw new BadInput(
                        "cluster %s: nodes [%d] and cards [%d] of island %s must be at least 1",
                        name, island.nodes, island.network.cards, island.name);
            }
        }
    }

    /// Nodes in which one link joins all devices, and one network all nodes.
    ///
    /// @param perNode devices in a node
    /// @param inside  joins the devices of a node
    /// @param outside joins nodes, one card
    /// @param cards   of it in each node
    public Cluster(
            String name,
            Device device,
            int perNode,
            Link inside,
            Link outside,
            int cards,
            Library library,
            String source) {
        this(
                name,
                device,
                List.of(new Tier(perNode, inside)),
                new Network(outside, cards),
                List.of(),
                Way.RING,
                library,
                source);
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

    /// A cluster of a profile; the profiles it names come with the toolkit.
    ///
    /// @throws BadInput naming file, line, key and what is allowed
    public static Cluster of(Profile profile) {
        return ClusterProfile.cluster(profile);
    }

    /// This cluster with other devices in it.
    public Cluster with(Device others) {
        return new Cluster(name, others, tiers, network, islands, way, library, source);
    }

    /// This cluster with all-reduces that go another way.
    public Cluster with(Way other) {
        return new Cluster(name, device, tiers, network, islands, other, library, source);
    }

    /// This cluster with another network between all its nodes, such as faster cards.
    public Cluster with(Network other) {
        return new Cluster(name, device, tiers, other, islands, way, library, source);
    }

    /// This cluster with another library of collectives.
    public Cluster with(Library other) {
        return new Cluster(name, device, tiers, network, islands, way, other, source);
    }

    /// Devices in a node.
    public int perNode() {
        return tiers.getLast().devices;
    }

    /// The link between any two devices of a node.
    public Link inside() {
        return tiers.getLast().link;
    }

    /// The card with which any two nodes reach each other.
    public Link outside() {
        return network.link;
    }

    /// How many of these cards a node has.
    public int cards() {
        return network.cards;
    }

    /// The link inside nodes that a group takes.
    Link inside(Group group) {
        for (Tier tier : tiers) {
            if (group.perNode == 1 || group.perNode * group.step <= tier.devices) {
                return tier.link;
            }
        }
        throw new BadInput(
                "group of [%d] devices to a node%s: %s has %d in each",
                group.perNode, group.step == 1 ? "" : ", every [%d]".formatted(group.step), name, perNode());
    }

    /// How many groups of a node exchange at once when one does: as many as have a device between two of its own.
    int together(Group group) {
        return Math.min(group.step, perNode() / group.perNode);
    }

    /// The network that a group takes when it spans nodes.
    ///
    /// @throws BadInput when there is no such island, or it has fewer nodes
    public Network network(Group group) {
        List<Island> of = group.islands.stream().map(this::island).distinct().toList();
        if (of.size() != 1) {
            return network;
        }
        Island only = of.getFirst();
        if (group.ranks / group.perNode > only.nodes) {
            throw new BadInput(
                    "group of [%d] nodes: island %s of %s has %d",
                    group.ranks / group.perNode, only.name, name, only.nodes);
        }
        return only.network.bandwidth() > network.bandwidth() ? only.network : network;
    }

    /// An island.
    ///
    /// @throws BadInput when there is none of that name
    public Island island(String called) {
        return islands.stream()
                .filter(island -> island.name.equals(called))
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        "%s has no island [%s]; it has %s",
                        name, called, islands.stream().map(Island::name).toList()));
    }

    /// The time of an all-reduce: each rank has an array, then the sum of all.
    ///
    /// @param bytes of each rank's array, 0 or more
    /// @return seconds
    /// @throws BadInput when the group does not fit into nodes, or an island, or the bytes are negative or infinite
    public Cost allReduce(Group group, double bytes) {
        Bounds.notNegative("all-reduce: bytes", bytes);
        return new Collectives(this, group).allReduce(bytes);
    }

    /// The time of an all-gather: each rank has its part of the array, then all of it.
    ///
    /// @param bytes of the whole array, 0 or more
    /// @return seconds
    /// @throws BadInput as [#allReduce]
    public Cost allGather(Group group, double bytes) {
        Bounds.notNegative("all-gather: bytes", bytes);
        return new Collectives(this, group).ring("all-gather", 1, bytes);
    }

    /// The time of a reduce-scatter: each rank has an array, then its part of their sum.
    ///
    /// @param bytes of the whole array, 0 or more
    /// @return seconds
    /// @throws BadInput as [#allReduce]
    public Cost reduceScatter(Group group, double bytes) {
        Bounds.notNegative("reduce-scatter: bytes", bytes);
        return new Collectives(this, group).ring("reduce-scatter", 1, bytes);
    }

    /// The time of an all-to-all: each rank sends every other its part of an array.
    ///
    /// @param bytes of each rank's array, 0 or more
    /// @return seconds
    /// @throws BadInput as [#allReduce]
    public Cost allToAll(Group group, double bytes) {
        Bounds.notNegative("all-to-all: bytes", bytes);
        return new Collectives(this, group).allToAll(bytes);
    }

    /// The time from one device to another while no other device of its node sends.
    ///
    /// @param near  whether both are in one node
    /// @param bytes 0 or more
    /// @return seconds
    /// @throws BadInput when the bytes are below 0 or not finite
    public Cost send(boolean near, double bytes) {
        return send(near, 1, bytes);
    }

    /// The time from one device to another while others of its node send as much, all of them inside it or all to
    /// other nodes. Between nodes they share the cards; inside a node each has a link of its own.
    ///
    /// @param near     whether all are in one node
    /// @param together devices of a node that send at the same time, 1 or more, at most all of it
    /// @param bytes    that each of them sends, 0 or more
    /// @return seconds
    /// @throws BadInput when there are not as many devices in a node, or the bytes are below 0 or not finite
    public Cost send(boolean near, int together, double bytes) {
        if (together < 1 || together > perNode()) {
            throw new BadInput(
                    "send: devices of a node that send together [%d] must be from 1 to %d", together, perNode());
        }
        return send(near ? inside() : network.link, near, near ? 1 : network.cards(1, together), bytes);
    }

    /// The time from one device of a pair to the other, while as many pairs of a node do the same as its step says.
    ///
    /// @param pair  two ranks
    /// @param bytes 0 or more
    /// @return seconds
    /// @throws BadInput when there are not two ranks, they do not fit, or the bytes are below 0 or not finite
    public Cost send(Group pair, double bytes) {
        if (pair.ranks != 2) {
            throw new BadInput("a send goes between 2 ranks, not [%d]", pair.ranks);
        }
        if (pair.oneNode()) {
            return send(inside(pair), true, 1, bytes);
        }
        Network between = network(pair);
        return send(between.link, false, between.cards(1, together(pair)), bytes);
    }

    private Cost send(Link link, boolean near, double cards, double bytes) {
        Bounds.notNegative("send: bytes", bytes);
        double bandwidth = (near ? library.sendInsideShare : library.sendOutsideShare) * link.bandwidth() * cards;
        double latency = near ? library.sendInside : library.sendOutside;
        String formula = cards == 1 ? "bytes / bandwidth" : "bytes / bandwidth of a part of a card";
        return Cost.sum(
                "send",
                Cost.of("latency", latency, "s", "", library.source, Cost.Basis.CALIBRATED),
                Cost.of("moving", bytes / bandwidth, "s", formula, library.source, Cost.Basis.CALIBRATED));
    }
}
