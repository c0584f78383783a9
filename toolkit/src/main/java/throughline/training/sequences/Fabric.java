package throughline.training.sequences;

import throughline.hardware.Cluster;
import throughline.spec.BadInput;

/// The wires between devices, as far as sequence parallelism needs them.
///
/// ```java
/// Fabric fabric = Fabric.of(Cluster.named("a800-nodes"));
/// double saved = fabric.between(1e9, 1) - fabric.between(1e9, fabric.cards());
/// ```
///
/// @param name   of the cluster
/// @param node   devices of a node
/// @param inside bytes a second that a device sends to others of its node
/// @param cards  network cards of a node
/// @param card   bytes a second of a card
/// @param host   bytes a second that a device copies to the host's memory
public record Fabric(String name, int node, double inside, int cards, double card, double host) {
    public Fabric {
        if (node < 1 || cards < 1) {
            throw new BadInput("%s: devices [%d] and cards [%d] of a node must be 1 or more", name, node, cards);
        }
        if (!(inside > 0 && card > 0 && host > 0)) {
            throw new BadInput(
                    "%s: bandwidths inside [%s], of a card [%s] and to the host [%s] must be positive",
                    name, inside, card, host);
        }
    }

    /// The wires of a cluster, at the rates of their datasheets; between nodes, the network that all nodes have.
    ///
    /// @throws BadInput when the cluster's device does not say how fast it copies to its host
    public static Fabric of(Cluster cluster) {
        return new Fabric(
                cluster.name(),
                cluster.perNode(),
                cluster.inside().bandwidth(),
                cluster.cards(),
                cluster.outside().bandwidth(),
                cluster.device().knownHost());
    }

    /// Time of bytes from a device of one node to one of the next, in seconds. With several proxies, the bytes are
    /// dealt to as many devices of the node, each sends its share through a card of its own, and the shares are put
    /// together on the other side (Zeppelin's routing).
    ///
    /// @param proxies cards that are used, from 1 to [#cards()]
    /// @throws BadInput when there are not as many cards
    public double between(double bytes, int proxies) {
        if (proxies < 1 || proxies > cards) {
            throw new BadInput("proxies [%d] must be from 1 to the [%d] cards of a node", proxies, cards);
        }
        double dealt = bytes * (proxies - 1) / proxies / inside;
        return 2 * dealt + onCards(bytes, proxies);
    }

    /// The part of [#between] that is spent on the cards.
    public double onCards(double bytes, int proxies) {
        return bytes / (proxies * card);
    }
}
