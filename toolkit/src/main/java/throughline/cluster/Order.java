package throughline.cluster;

/// What the recovery asks of the machines.
sealed interface Order {
    /// Take the node of a fault out of the job and have it repaired.
    record Isolate(Fault fault) implements Order {}

    /// Give the job nodes that work, as soon as there are enough.
    record Request() implements Order {}
}
