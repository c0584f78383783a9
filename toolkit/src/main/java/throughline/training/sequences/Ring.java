package throughline.training.sequences;

import throughline.hardware.Cost;
import throughline.hardware.Cost.Basis;
import throughline.spec.BadInput;

/// Costs of groups that pass keys and values around a ring (context parallelism): a sequence is cut so that the causal
/// mask leaves every device the same work, and each of `d - 1` transfers hides behind the attention to the block before
/// it, forward once, backward with the gradients twice.
///
/// @param compute  of one device
/// @param fabric   between the devices; a group no larger than a node is inside one
/// @param capacity tokens for which a device has memory
/// @param proxies  cards that a transfer between nodes is spread over; 1 is what most systems do
public record Ring(Compute compute, Fabric fabric, int capacity, int proxies) implements Costs {
    private static final int ELEMENT = 2;

    /// Keys and values go around once forward; backward they do so again, with their gradients.
    static final int TURNS = 3;

    public Ring {
        if (capacity < 1) {
            throw new BadInput("there is memory for [%d] tokens; it must be 1 or more", capacity);
        }
    }

    /// With one card for each transfer between nodes.
    public Ring(Compute compute, Fabric fabric, int capacity) {
        this(compute, fabric, capacity, 1);
    }

    /// These costs with transfers between nodes spread over some cards.
    public Ring routed(int cards) {
        return new Ring(compute, fabric, capacity, cards);
    }

    /// Bytes of keys and values of some tokens, or of what they are made of, in all layers.
    double keysAndValues(double tokens) {
        return tokens * compute.keys() * ELEMENT * compute.layers();
    }

    /// Time of one transfer around the ring, of all layers, in seconds.
    double hop(double tokens, int degree) {
        double bytes = keysAndValues(tokens / degree);
        return degree <= fabric.node() ? bytes / fabric.inside() : fabric.between(bytes, proxies);
    }

    @Override
    public double seconds(int length, int degree) {
        return compute.others(length) / degree + attention(length, degree);
    }

    /// Time of the attention with what its transfers add to it, in seconds.
    double attention(int length, int degree) {
        double block = compute.attention(length) / degree / degree;
        double hop = degree == 1 ? 0 : hop(length, degree);
        double forward = Math.max(Compute.FORWARD * block, hop);
        double backward = Math.max((1 - Compute.FORWARD) * block, 2 * hop);
        return block + (degree - 1) * (forward + backward);
    }

    @Override
    public double launch() {
        return compute.launch();
    }

    @Override
    public double bytes(int length, int degree) {
        return TURNS * (degree - 1) * keysAndValues(length);
    }

    @Override
    public Cost explain(int[] lengths, int degree) {
        double others = 0;
        double alone = 0;
        double waited = 0;
        for (int length : lengths) {
            others += compute.others(length) / degree;
            alone += compute.attention(length) / degree;
            waited += attention(length, degree) - compute.attention(length) / degree;
        }
        return Cost.sum(
                "ring of " + degree,
                term("attention", alone, "squared Σ s² / d"),
                term("transfers that attention does not hide", waited, "Σ (d - 1) (max(block, hop) - block)"),
                term("other layers", others, "linear Σ s / d"),
                term("launch", compute.launch(), ""));
    }

    private static Cost term(String name, double seconds, String formula) {
        return Cost.of(name, seconds, "s", formula, "", Basis.DERIVED);
    }
}
