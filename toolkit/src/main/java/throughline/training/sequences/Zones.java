package throughline.training.sequences;

/// From which length on a sequence is worth sharing: where the attention of a share takes longer than the transfers
/// that sharing needs (Zeppelin, from its description).
///
/// @param local  tokens; what is shorter stays on one device
/// @param inside tokens; what is shorter stays in one node
public record Zones(double local, double inside) {
    /// The crossings for the forward pass: `2 s² h / G` operations against `2 s h_kv` elements that all but one of the
    /// devices send, inside a node or between nodes.
    public static Zones of(Ring ring) {
        int node = ring.fabric().node();
        double token = ring.keysAndValues(1) * (node - 1) / node;
        double squared = Compute.FORWARD * ring.compute().squared() / node;
        return new Zones(
                token / ring.fabric().inside() / squared, ring.fabric().between(token, ring.proxies()) / squared);
    }
}
