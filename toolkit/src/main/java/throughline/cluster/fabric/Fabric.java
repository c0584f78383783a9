package throughline.cluster.fabric;

import throughline.hardware.Profile;
import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// A Clos of two tiers, optimised for rails: card r of every node hangs on leaves of rail r alone, each of its ports
/// on a leaf of its own, its plane. A leaf has one uplink to each spine of its rail; a spine joins leaves of all
/// planes, so that a hash can carry what left on one plane to a port of another. A third tier is taken to be wide
/// enough.
///
/// ```java
/// Fabric fabric = Fabric.named("fabric-c4");
/// Routes routes = Routes.establish(fabric, List.of(ring), Routing.ECMP, 8, new LinkHealth(fabric), stream);
/// show(routes.rates(new LinkHealth(fabric)).busbw(0));
/// ```
///
/// Links are numbered from 0: for each node and card what it sends in all, then ports that send, ports that receive,
/// uplinks and downlinks; [#label] names them.
///
/// @param nodes      physical nodes, spares among them; node n is in leaf group `n / group`
/// @param rails      network cards of a node
/// @param ports      of a card, which is as many planes
/// @param group      nodes below a leaf
/// @param spines     of a rail, which is as many uplinks of a leaf
/// @param portGbps   of a port, each way
/// @param uplinkGbps of an uplink, each way
/// @param cardGbps   what a card sends at most, with the links inside the node before it
public record Fabric(
        @Param(value = "physical nodes", min = 1, max = 100_000)
        int nodes,

        @Param(value = "network cards of a node", min = 1, max = 64)
        int rails,

        @Param(value = "ports of a card", min = 1, max = 8) int ports,

        @Param(value = "nodes below a leaf", min = 1, max = 10_000)
        int group,

        @Param(value = "uplinks of a leaf, each to a spine", min = 1, max = 1_024)
        int spines,

        @Param(value = "rate of a port", unit = "Gbit/s", min = 0.001, max = 100_000)
        double portGbps,

        @Param(value = "rate of an uplink", unit = "Gbit/s", min = 0.001, max = 100_000)
        double uplinkGbps,

        @Param(value = "what a card sends at most", unit = "Gbit/s", min = 0.001, max = 1_000_000)
        double cardGbps) {

    /// @throws BadInput when a number is outside its range
    public Fabric {
        Spec.check(Fabric.class, nodes, rails, ports, group, spines, portGbps, uplinkGbps, cardGbps);
    }

    /// A fabric of a profile that comes with the toolkit.
    ///
    /// @throws BadInput when there is none of that name, or it is of another kind
    public static Fabric named(String name) {
        return of(Profile.named(name));
    }

    /// A fabric of a profile: `nodes`, `rails`, `ports`, `group` and `spines` are counts, `port`, `uplink` and `card`
    /// rates.
    ///
    /// @throws BadInput when it is of another kind, or a key is missing, unknown or out of range
    public static Fabric of(Profile profile) {
        profile.expect("fabric");
        profile.text("name");
        Fabric fabric = new Fabric(
                profile.count("nodes"),
                profile.count("rails"),
                profile.count("ports"),
                profile.count("group"),
                profile.count("spines"),
                profile.quantity("port", "Gbit/s"),
                profile.quantity("uplink", "Gbit/s"),
                profile.quantity("card", "Gbit/s"));
        profile.end();
        return fabric;
    }

    /// This, with so many physical nodes.
    public Fabric withNodes(int number) {
        return new Fabric(number, rails, ports, group, spines, portGbps, uplinkGbps, cardGbps);
    }

    /// This, with so many spines of each rail, and so uplinks of each leaf.
    public Fabric withSpines(int number) {
        return new Fabric(nodes, rails, ports, group, number, portGbps, uplinkGbps, cardGbps);
    }

    /// What the ports below a leaf can send over what its uplinks carry; 1 where nothing has to wait.
    public double oversubscription() {
        return group * portGbps / (spines * uplinkGbps);
    }

    /// Leaf groups.
    public int groups() {
        return (nodes + group - 1) / group;
    }

    /// The leaf group of a node.
    public int groupOf(int node) {
        return node / group;
    }

    /// How many links there are.
    public int links() {
        return downlink(0, 0, 0, 0) + leaves() * spines;
    }

    private int cards() {
        return nodes * rails;
    }

    private int leaves() {
        return groups() * rails * ports;
    }

    /// The link that stands for all a card sends.
    public int card(int node, int rail) {
        return node * rails + rail;
    }

    /// The sending side of a port.
    public int sends(int node, int rail, int port) {
        return cards() + card(node, rail) * ports + port;
    }

    /// The receiving side of a port.
    public int receives(int node, int rail, int port) {
        return sends(node, rail, port) + cards() * ports;
    }

    /// From a leaf to a spine.
    public int uplink(int leafGroup, int rail, int port, int spine) {
        return cards() * (1 + 2 * ports) + ((leafGroup * rails + rail) * ports + port) * spines + spine;
    }

    /// From a spine to a leaf.
    public int downlink(int leafGroup, int rail, int port, int spine) {
        return uplink(leafGroup, rail, port, spine) + leaves() * spines;
    }

    /// The rate of a link in order, Gbit/s.
    public double gbps(int link) {
        if (link < cards()) {
            return cardGbps;
        }
        return link < uplink(0, 0, 0, 0) ? portGbps : uplinkGbps;
    }

    /// A name of a link for people: `n3 r0` (a card), `n3 r0 p1 tx`, `n3 r0 p1 rx`, `g2 r0 p1 to s5`,
    /// `g2 r0 p1 from s5`.
    public String label(int link) {
        if (link < cards()) {
            return "n%d r%d".formatted(link / rails, link % rails);
        }
        int uplinks = uplink(0, 0, 0, 0);
        if (link < uplinks) {
            int at = (link - cards()) % (cards() * ports);
            String side = link < receives(0, 0, 0) ? "tx" : "rx";
            return "n%d r%d p%d %s".formatted(at / ports / rails, at / ports % rails, at % ports, side);
        }
        int at = (link - uplinks) % (leaves() * spines);
        int leaf = at / spines;
        String way = link < downlink(0, 0, 0, 0) ? "to" : "from";
        return "g%d r%d p%d %s s%d"
                .formatted(leaf / ports / rails, leaf / ports % rails, leaf % ports, way, at % spines);
    }
}
