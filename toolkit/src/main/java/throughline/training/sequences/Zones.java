package throughline.training.sequences;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import throughline.data.Plot;
import throughline.data.Plot.Axis;

/// From which length on a sequence is worth sharing: where the attention of a share takes longer than the transfers
/// that sharing needs (Zeppelin, from its description).
///
/// @param local  tokens; what is shorter stays on one device
/// @param inside tokens; what is shorter stays in one node
public record Zones(double local, double inside) {
    private static final int POINTS = 40;

    /// The crossings for the forward pass: `2 s² h / G` operations against `2 s h_kv` elements that all but one of the
    /// devices send, inside a node or between nodes.
    public static Zones of(Ring ring) {
        int node = ring.fabric().node();
        double token = ring.keysAndValues(1) * (node - 1) / node;
        double squared = Compute.FORWARD * ring.compute().squared() / node;
        return new Zones(
                token / ring.fabric().inside() / squared, ring.fabric().between(token, ring.proxies()) / squared);
    }

    /// What makes the zones: over the length of a sequence, the time of a share's attention, and of the transfers that
    /// sharing needs, inside a node and between nodes. They cross where the zones end.
    public static Plot plot(Ring ring) {
        double[] lengths = new double[POINTS];
        Arrays.setAll(lengths, i -> 1024 * StrictMath.pow(2, i / 5.0));
        Zones zones = of(ring);
        double squared =
                Compute.FORWARD * ring.compute().squared() / ring.fabric().node();
        return Plot.of(
                        "Attention grows with the square of the length, transfers do not",
                        Axis.of("length", "tokens").logarithmic(),
                        Axis.of("time", "s").logarithmic())
                .line("attention of a share", lengths, times(lengths, length -> squared * length * length))
                .line("transfers in the node", lengths, times(lengths, length -> squared * zones.local * length))
                .line("transfers between nodes", lengths, times(lengths, length -> squared * zones.inside * length));
    }

    private static double[] times(double[] lengths, DoubleUnaryOperator time) {
        return Arrays.stream(lengths).map(time).toArray();
    }
}
