package throughline.cluster;

import java.util.Collection;
import java.util.List;
import java.util.function.IntUnaryOperator;
import throughline.cluster.fabric.Fabric;
import throughline.cluster.fabric.LinkHealth;
import throughline.cluster.fabric.Routes;
import throughline.cluster.fabric.Routing;
import throughline.hardware.Profile;
import throughline.random.Stream;

/// The network as the job's replicas meet it: a ring over its nodes on each rail of a [Fabric]. Flows find their way
/// when the job connects; what is wrong with links is looked up when it changes.
final class Network implements Exchange {
    private final Fabric fabric;
    private final Routing routing;
    private final int queuePairs;
    private final Stream stream;
    private final int positions;
    private final IntUnaryOperator nodes;
    private final LinkHealth sound;
    private final double best;
    private Routes routes;
    private List<Strike> last = List.of();
    private double rate;

    /// @param physical nodes of the cluster
    /// @param nodes    the node at a position of the job
    Network(ClusterSpec spec, int physical, IntUnaryOperator nodes, Stream stream) {
        fabric = Fabric.of(Profile.of(spec.fabric())).withNodes(physical);
        routing = spec.routes();
        queuePairs = spec.queuePairs();
        this.nodes = nodes;
        this.stream = stream;
        positions = spec.nodes();
        sound = new LinkHealth(fabric);
        best = fabric.cardGbps();
        connect();
    }

    @Override
    public double rate(Collection<Strike> active) {
        List<Strike> links = active.stream()
                .filter(strike -> strike.fault().effect() == Effect.DEGRADED_LINK)
                .toList();
        if (!links.equals(last)) {
            last = links;
            rate = now(links);
        }
        return rate;
    }

    @Override
    public void connect() {
        int[] ring = new int[positions];
        for (int position = 0; position < positions; position++) {
            ring[position] = nodes.applyAsInt(position);
        }
        routes = Routes.establish(fabric, List.of(ring), routing, queuePairs, sound, stream);
        last = List.of();
        rate = now(last);
    }

    private double now(List<Strike> links) {
        LinkHealth health = links.isEmpty() ? sound : new LinkHealth(fabric);
        for (Strike strike : links) {
            Fault fault = strike.fault();
            for (int rail = 0; rail < fabric.rails(); rail++) {
                if (fault.unit() == Fault.WHOLE || fault.unit() % fabric.rails() == rail) {
                    health.card(fault.node(), rail, fault.severity());
                }
            }
        }
        return Math.min(1, routes.rates(health).jobs().getFirst().busbw() / best);
    }
}
