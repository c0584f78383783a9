package throughline.fab.jobshop;

/// The fixed priority rules. Ties go to the lowest number of a job.
public enum FixedRule implements Rule {
    /// Shortest processing time.
    SPT,
    /// Longest processing time.
    LPT,
    /// The job that has waited longest for its operation: first in, first out.
    FIFO,
    /// Most work remaining, the operation itself included.
    MWR,
    /// Least work remaining.
    LWR,
    /// Most operations remaining.
    MOR,
    /// Least operations remaining.
    LOR;

    private final Rule rule = Rule.by(this::key);

    @Override
    public int choose(Floor floor) {
        return rule.choose(floor);
    }

    private long key(Floor floor, int job) {
        return switch (this) {
            case SPT -> floor.duration(floor.next(job));
            case LPT -> -floor.duration(floor.next(job));
            case FIFO -> floor.readySince(job);
            case MWR -> -floor.workLeft(job);
            case LWR -> floor.workLeft(job);
            case MOR -> -floor.operationsLeft(job);
            case LOR -> floor.operationsLeft(job);
        };
    }
}
