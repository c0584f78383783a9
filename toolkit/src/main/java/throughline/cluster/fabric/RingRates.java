package throughline.cluster.fabric;

/// What the rings of a job reach, one ring a rail. A ring goes as fast as its slowest edge, an edge of evenly dealt
/// bytes as its slowest flow, and the job as its slowest rail: no all-reduce ends before its slowest flow.
///
/// @param edges Gbit/s of each edge by rail, then by edge; edge e leads from node e of the ring to the next
/// @param card  Gbit/s that a card reaches at most, which is the rate of a job of one node
public record RingRates(double[][] edges, double card) {
    /// Bus bandwidth a card, Gbit/s: that of the slowest rail. An all-reduce over n nodes' cards of a rail of S bytes
    /// takes `2 (n - 1) / n x S` over it.
    public double busbw() {
        return rail(slowestRail());
    }

    /// Bus bandwidth of the ring of a rail, Gbit/s.
    public double rail(int rail) {
        return edges[rail].length == 0 ? card : edges[rail][slowestEdge(rail)];
    }

    /// The slowest rail, the first of several.
    public int slowestRail() {
        int slowest = 0;
        for (int rail = 1; rail < edges.length; rail++) {
            slowest = rail(rail) < rail(slowest) ? rail : slowest;
        }
        return slowest;
    }

    /// The slowest edge of a rail, the first of several; 0 where there is none.
    public int slowestEdge(int rail) {
        int slowest = 0;
        for (int edge = 1; edge < edges[rail].length; edge++) {
            slowest = edges[rail][edge] < edges[rail][slowest] ? edge : slowest;
        }
        return slowest;
    }
}
