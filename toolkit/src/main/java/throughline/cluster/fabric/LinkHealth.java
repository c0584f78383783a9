package throughline.cluster.fabric;

import java.util.Arrays;
import throughline.spec.BadInput;

/// How much of its rate each link of a fabric has left: 1 in order, 0 dead. Changes in place.
public final class LinkHealth {
    private final Fabric fabric;
    private final double[] share;

    /// All links in order.
    public LinkHealth(Fabric fabric) {
        this.fabric = fabric;
        share = new double[fabric.links()];
        Arrays.fill(share, 1);
    }

    /// A card with all its ports, both ways.
    ///
    /// @param left share of the rate that is left, 0 (dead) to 1
    public void card(int node, int rail, double left) {
        set(fabric.card(node, rail), left);
        for (int port = 0; port < fabric.ports(); port++) {
            port(node, rail, port, left);
        }
    }

    /// One port of a card, both ways.
    ///
    /// @param left share of the rate that is left, 0 (dead) to 1
    public void port(int node, int rail, int port, double left) {
        set(fabric.sends(node, rail, port), left);
        set(fabric.receives(node, rail, port), left);
    }

    /// An uplink of a leaf, both ways.
    ///
    /// @param left share of the rate that is left, 0 (dead) to 1
    public void uplink(int group, int rail, int port, int spine, double left) {
        set(fabric.uplink(group, rail, port, spine), left);
        set(fabric.downlink(group, rail, port, spine), left);
    }

    /// One link, one way.
    ///
    /// @param link as the [Fabric] numbers them
    /// @param left share of the rate that is left, 0 (dead) to 1
    /// @throws BadInput when the share is not between 0 and 1
    public void set(int link, double left) {
        if (!(left >= 0 && left <= 1)) {
            throw new BadInput("share left of link %s [%s] must be between 0 and 1", fabric.label(link), left);
        }
        share[link] = left;
    }

    /// Whether a link carries anything.
    public boolean alive(int link) {
        return share[link] > 0;
    }

    /// What a link carries now, Gbit/s.
    public double gbps(int link) {
        return share[link] * fabric.gbps(link);
    }

    /// What all links carry now, Gbit/s.
    double[] capacities() {
        double[] capacity = new double[share.length];
        for (int link = 0; link < share.length; link++) {
            capacity[link] = gbps(link);
        }
        return capacity;
    }
}
