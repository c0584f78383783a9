package throughline.papers.training;

import java.util.List;
import throughline.hardware.Cluster;
import throughline.hardware.Cluster.Network;
import throughline.hardware.Link;
import throughline.training.Transformer;

/// What a stack adds to computing, and how much of their datasheets two networks give.
///
/// @param factor   of the time of computing
/// @param roce     share of RoCE's bandwidth, over that of InfiniBand
/// @param ethernet share of Ethernet's, over that of InfiniBand
record HolmesStack(double factor, double roce, double ethernet) {
    static final HolmesStack DATASHEETS = new HolmesStack(1, 1, 1);

    Cluster cluster(String name) {
        Cluster of = Cluster.named("holmes-" + name);
        List<Cluster.Island> islands = of.islands().stream()
                .map(island -> new Cluster.Island(island.name(), island.nodes(), scaled(island.network())))
                .toList();
        return new Cluster(
                of.name(), of.device(), of.tiers(), scaled(of.network()), islands, of.way(), of.library(), of.source());
    }

    private Network scaled(Network network) {
        Link link = network.link();
        double share =
                link.equals(Link.named("ethernet-25g")) ? ethernet : link.equals(Link.named("roce-200g")) ? roce : 1;
        return new Network(new Link(link.name(), share * link.bandwidth(), link.source()), network.cards());
    }

    /// A step on nodes that all have one network.
    CrossClusterStep plain(Transformer model, String network, int data, int batch) {
        return CrossClusterStep.of(model, cluster(network), Holmes.ANYWHERE, data, batch)
                .times(factor);
    }

    /// A step with each stage on an island, its layers dealt out so that it is the fastest.
    CrossClusterStep mixed(Transformer model, int data, int batch, double overlap) {
        return Holmes.fastest(CrossClusterStep.of(model, cluster("mixed"), Holmes.ISLANDS, data, batch)
                .times(factor)
                .overlapping(overlap));
    }
}
