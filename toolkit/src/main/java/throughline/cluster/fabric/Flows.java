package throughline.cluster.fabric;

import java.util.List;
import throughline.random.Stream;

/// The flows of some rings: for each job, rail, edge of the ring, port and queue pair one, in this order. Edge e of a
/// ring leads from its node e to the one after it. Numbers are drawn for each flow whether the routing needs them or
/// not, so that routings are compared on the same draws.
final class Flows {
    final int number;
    /// Flows of an edge.
    final int perEdge;
    final int[] rail;
    final int[] from;
    final int[] to;
    /// The port that sends.
    final int[] port;
    /// The port that receives.
    final int[] arrival;
    final int[] spine;
    /// From 0 to 1: where among what is left a flow is hashed when its link has died.
    final double[] again;

    Flows(Fabric fabric, List<int[]> rings, Routing routing, int queuePairs, Stream stream) {
        perEdge = fabric.ports() * queuePairs;
        number = rings.stream().mapToInt(Flows::edges).sum() * fabric.rails() * perEdge;
        rail = new int[number];
        from = new int[number];
        to = new int[number];
        port = new int[number];
        arrival = new int[number];
        spine = new int[number];
        again = new double[number];
        int flow = 0;
        for (int[] ring : rings) {
            for (int r = 0; r < fabric.rails(); r++) {
                for (int edge = 0; edge < edges(ring); edge++) {
                    for (int i = 0; i < perEdge; i++, flow++) {
                        rail[flow] = r;
                        from[flow] = ring[edge];
                        to[flow] = ring[(edge + 1) % ring.length];
                        port[flow] = i / queuePairs;
                        int hashed = stream.below(fabric.ports());
                        arrival[flow] = routing.pinned() ? port[flow] : hashed;
                        spine[flow] = stream.below(fabric.spines());
                        again[flow] = stream.uniform();
                    }
                }
            }
        }
    }

    /// Edges of a ring: as many as nodes, none where a node is alone.
    static int edges(int[] ring) {
        return ring.length == 1 ? 0 : ring.length;
    }
}
