package throughline.cluster.overlap;

import throughline.spec.BadInput;

/// Something that tasks share: a device, a copy engine, the card of a node, a file system.
///
/// Of `n` tasks at once each is served at `min(each, rate / n)`: in equal parts, but none faster than one alone can go.
///
/// @param name for messages
/// @param rate all tasks together, in amounts a second; infinite where nobody slows anybody
/// @param each a task alone, in amounts a second; finite
public record Resource(String name, double rate, double each) {
    public Resource {
        if (!(rate > 0 && each > 0 && each < Double.POSITIVE_INFINITY)) {
            throw new BadInput(
                    "resource %s: rate [%s] and each [%s] must be positive, and each finite", name, rate, each);
        }
    }

    /// All of which a single task can have.
    public static Resource shared(String name, double rate) {
        return new Resource(name, rate, rate);
    }

    /// Of which each task has its own: amounts are seconds, and nobody waits.
    public static Resource clock(String name) {
        return new Resource(name, Double.POSITIVE_INFINITY, 1);
    }

    /// Amounts a second that each of some tasks is served with.
    ///
    /// @param tasks at once, 1 or more
    public double served(int tasks) {
        return Math.min(each, rate / tasks);
    }
}
