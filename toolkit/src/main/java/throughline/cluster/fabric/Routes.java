package throughline.cluster.fabric;

import java.util.ArrayList;
import java.util.List;
import throughline.random.Stream;
import throughline.spec.BadInput;

/// The routes of the rings of one or more jobs, from when queue pairs are established until they are established anew.
///
/// Flows share links max-min fairly, each as if it had always something to send. What a fast flow of a slow job leaves
/// unused is not given to others; a fabric that did would be a little faster.
public final class Routes {
    private final Fabric fabric;
    private final Routing routing;
    private final List<int[]> rings;
    private final Flows flows;

    private Routes(Fabric fabric, Routing routing, List<int[]> rings, Flows flows) {
        this.fabric = fabric;
        this.routing = routing;
        this.rings = rings;
        this.flows = flows;
    }

    /// Establishes queue pairs along the rings of jobs: on each rail one ring, and on each edge of it, for each port,
    /// some queue pairs.
    ///
    /// @param rings      for each job its nodes in the order of the ring, no node twice in one
    /// @param queuePairs of a port, 1 to 64
    /// @param health     of links now, for a plan to go around dead ones
    /// @param stream     decides what hashes do
    /// @throws BadInput when a number is out of range
    public static Routes establish(
            Fabric fabric, List<int[]> rings, Routing routing, int queuePairs, LinkHealth health, Stream stream) {
        if (queuePairs < 1 || queuePairs > 64) {
            throw new BadInput("queue pairs of a port [%d] must be 1 to 64", queuePairs);
        }
        for (int[] ring : rings) {
            check(fabric, ring);
        }
        Flows flows = new Flows(fabric, rings, routing, queuePairs, stream);
        if (routing.planned()) {
            System.arraycopy(Ways.plan(fabric, health, flows), 0, flows.spine, 0, flows.number);
        }
        return new Routes(fabric, routing, List.copyOf(rings), flows);
    }

    private static void check(Fabric fabric, int[] ring) {
        boolean[] seen = new boolean[fabric.nodes()];
        for (int node : ring) {
            if (node < 0 || node >= fabric.nodes()) {
                throw new BadInput("node [%d] of a ring must be 0 to %d", node, fabric.nodes() - 1);
            }
            if (seen[node]) {
                throw new BadInput("node [%d] stands in a ring twice", node);
            }
            seen[node] = true;
        }
        if (ring.length == 0) {
            throw new BadInput("a ring must have 1 node or more");
        }
    }

    /// The rates while links are as they are. Flows whose links are dead go another way where there is one; a job
    /// with a card that is cut off has rate 0.
    public FabricRates rates(LinkHealth health) {
        Ways ways = ways(health);
        double[] rates = MaxMin.rates(health.capacities(), ways.start, ways.links);
        List<RingRates> jobs = new ArrayList<>();
        double[] carried = new double[fabric.links()];
        double[] offered = new double[fabric.links()];
        int first = 0;
        for (int[] ring : rings) {
            RingRates job = job(ring, rates, first);
            first = book(ring, job, rates, ways, first, carried, offered);
            jobs.add(job);
        }
        return new FabricRates(List.copyOf(jobs), carried, offered);
    }

    private Ways ways(LinkHealth health) {
        return routing.plansAgain() ? Ways.planned(fabric, health, flows) : Ways.established(fabric, health, flows);
    }

    private RingRates job(int[] ring, double[] rates, int firstFlow) {
        double[][] edges = new double[fabric.rails()][Flows.edges(ring)];
        int flow = firstFlow;
        for (double[] rail : edges) {
            for (int edge = 0; edge < rail.length; edge++, flow += flows.perEdge) {
                rail[edge] = edge(rates, flow);
            }
        }
        return new RingRates(edges, fabric.cardGbps());
    }

    private double edge(double[] rates, int first) {
        double slowest = Double.POSITIVE_INFINITY;
        for (int flow = first; flow < first + flows.perEdge; flow++) {
            slowest = Math.min(slowest, rates[flow]);
        }
        return routing.balancesBytes() ? sum(rates, first) : flows.perEdge * slowest;
    }

    private double sum(double[] rates, int first) {
        double sum = 0;
        for (int flow = first; flow < first + flows.perEdge; flow++) {
            sum += rates[flow];
        }
        return sum;
    }

    /// Adds what a job sends to what links carry; the first flow of the next job.
    private int book(
            int[] ring, RingRates job, double[] rates, Ways ways, int firstFlow, double[] carried, double[] offered) {
        int end = firstFlow + fabric.rails() * Flows.edges(ring) * flows.perEdge;
        double busbw = job.busbw();
        for (int first = firstFlow; first < end; first += flows.perEdge) {
            double all = sum(rates, first);
            for (int flow = first; flow < first + flows.perEdge; flow++) {
                double share = routing.balancesBytes() && all > 0 ? rates[flow] / all : 1.0 / flows.perEdge;
                for (int at = ways.start[flow]; at < ways.start[flow + 1]; at++) {
                    carried[ways.links[at]] += share * busbw;
                    offered[ways.links[at]] += share * fabric.cardGbps();
                }
            }
        }
        return end;
    }
}
