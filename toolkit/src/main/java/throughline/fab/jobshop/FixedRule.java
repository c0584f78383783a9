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

    @Override
    public int choose(Floor floor) {
        int best = floor.available(0);
        long least = key(floor, best);
        for (int i = 1; i < floor.available(); i++) {
            int job = floor.available(i);
            long key = key(floor, job);
            if (key < least) {
                least = key;
                best = job;
            }
        }
        return best;
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
