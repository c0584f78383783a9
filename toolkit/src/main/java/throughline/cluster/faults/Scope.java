package throughline.cluster.faults;

/// What a category of faults strikes, and so with what its rate grows.
public enum Scope {
    /// The job alone, such as a bug in its program: as often in a large cluster as in a small one.
    JOB,
    /// A node as a whole.
    NODE,
    /// One GPU of a node.
    GPU,
    /// One network card of a node, of which there are as many as GPUs.
    CARD;

    /// How many of these a node has; none of the job.
    int units(int gpusPerNode) {
        return switch (this) {
            case JOB -> 0;
            case NODE -> 1;
            case GPU, CARD -> gpusPerNode;
        };
    }
}
