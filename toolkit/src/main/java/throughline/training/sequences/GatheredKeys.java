package throughline.training.sequences;

import throughline.hardware.Cost;
import throughline.hardware.Cost.Basis;

/// Costs of groups that gather all keys and values before the attention (context parallelism as in Llama 3): forward
/// once, backward again, and their gradients are summed back; nothing of it hides.
///
/// @param ring of the same devices, with its computing, wires and memory
public record GatheredKeys(Ring ring) implements Costs {
    @Override
    public double seconds(int length, int degree) {
        return (ring.compute().others(length) + ring.compute().attention(length)) / degree + gather(length, degree);
    }

    /// Each node takes in what it lacks through all its cards, then each device what it lacks from its node.
    private double gather(double tokens, int degree) {
        Fabric fabric = ring.fabric();
        double bytes = ring.keysAndValues(tokens);
        int nodes = Math.ceilDiv(degree, fabric.node());
        double between = bytes * (nodes - 1) / nodes / (fabric.cards() * fabric.card());
        double inside = bytes * (degree - 1) / degree / fabric.inside();
        return Ring.TURNS * (nodes > 1 ? between + inside : inside);
    }

    @Override
    public double launch() {
        return ring.launch();
    }

    @Override
    public double bytes(int length, int degree) {
        return ring.bytes(length, degree);
    }

    @Override
    public int capacity() {
        return ring.capacity();
    }

    @Override
    public Cost explain(int[] lengths, int degree) {
        double computed = 0;
        double gathered = 0;
        for (int length : lengths) {
            gathered += gather(length, degree);
            computed += seconds(length, degree) - gather(length, degree);
        }
        return Cost.sum(
                "gathered on " + degree,
                Cost.of("computing", computed, "s", "(squared Σ s² + linear Σ s) / d", "", Basis.DERIVED),
                Cost.of("gathering", gathered, "s", "3 · keys and values / bandwidth", "", Basis.DERIVED),
                Cost.of("launch", launch(), "s", "", "", Basis.DERIVED));
    }
}
