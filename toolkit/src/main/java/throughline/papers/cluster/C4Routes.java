package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import throughline.cluster.fabric.Fabric;
import throughline.cluster.fabric.LinkHealth;
import throughline.cluster.fabric.RingRates;
import throughline.cluster.fabric.Routes;
import throughline.cluster.fabric.Routing;
import throughline.random.Streams;
import throughline.spec.Cancel;

/// Eight jobs of two nodes each, one in either leaf group, that all exchange at once: bus bandwidth a card under hashed
/// and planned routes.
///
/// Declared before any of it was compared: a job goes as fast as its slowest flow, bytes are dealt evenly to eight
/// queue pairs a port, hashed routes may change planes, and a plan that stands has the flows of a dead uplink hashed
/// over the others.
public final class C4Routes {
    /// Queue pairs a port.
    static final int QUEUE_PAIRS = 8;

    private static final int JOBS = 8;
    private static final int DRAWS = 50;

    private final Fabric fabric;

    /// On the testbed of the paper.
    public C4Routes() {
        this(Fabric.named("fabric-c4"));
    }

    /// On another fabric of 16 nodes, in groups of 8.
    public C4Routes(Fabric fabric) {
        this.fabric = fabric;
    }

    /// Bus bandwidths of the jobs, Gbit/s a card, means over draws of what hashes do.
    ///
    /// @param mean    of the jobs
    /// @param lowest  of the jobs
    /// @param highest of the jobs
    public record Busbw(double mean, double lowest, double highest) {}

    /// Over all links in order.
    public Busbw busbw(Routing routing, Cancel cancel) {
        return busbw(routing, QUEUE_PAIRS, new LinkHealth(fabric), cancel);
    }

    /// After an uplink of one leaf has died, both ways; connections were made before.
    public Busbw withDeadUplink(Routing routing, Cancel cancel) {
        LinkHealth health = new LinkHealth(fabric);
        health.uplink(0, 0, 0, 0, 0);
        return busbw(routing, QUEUE_PAIRS, health, cancel);
    }

    /// @param queuePairs of a port, to which bytes are dealt evenly
    /// @param health     of links; connections are made while all are in order
    public Busbw busbw(Routing routing, int queuePairs, LinkHealth health, Cancel cancel) {
        List<double[]> draws = draws(routing, queuePairs, health, cancel);
        return new Busbw(
                mean(draws.stream().mapToDouble(C4Routes::mean).toArray()),
                mean(draws.stream()
                        .mapToDouble(jobs -> Arrays.stream(jobs).min().orElseThrow())
                        .toArray()),
                mean(draws.stream()
                        .mapToDouble(jobs -> Arrays.stream(jobs).max().orElseThrow())
                        .toArray()));
    }

    /// Bus bandwidths by draw, then by job, Gbit/s a card; at least one draw.
    public List<double[]> draws(Routing routing, int queuePairs, LinkHealth health, Cancel cancel) {
        List<int[]> jobs = IntStream.range(0, JOBS)
                .mapToObj(job -> new int[] {job, fabric.group() + job})
                .toList();
        List<double[]> draws = new ArrayList<>();
        do {
            Routes routes = Routes.establish(
                    fabric,
                    jobs,
                    routing,
                    queuePairs,
                    new LinkHealth(fabric),
                    new Streams(draws.size()).named("hashes"));
            draws.add(routes.rates(health).jobs().stream()
                    .mapToDouble(RingRates::busbw)
                    .toArray());
        } while (draws.size() < DRAWS && !cancel.requested());
        return draws;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
