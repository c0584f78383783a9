package throughline.cluster;

import java.util.Collection;
import throughline.random.Streams;

/// The network as the job's replicas meet it.
final class Network implements Exchange {
    private Network() {}

    static Network of(ClusterSpec spec, Streams streams) {
        return new Network();
    }

    @Override
    public double rate(Collection<Strike> active) {
        return active.stream()
                .filter(strike -> strike.fault().effect() == Effect.DEGRADED_LINK)
                .mapToDouble(strike -> strike.fault().severity())
                .min()
                .orElse(1);
    }

    @Override
    public void connect() {}
}
