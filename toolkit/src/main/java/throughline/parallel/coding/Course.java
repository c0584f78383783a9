package throughline.parallel.coding;

import java.util.BitSet;
import java.util.List;
import throughline.spec.BadInput;

/// A sequence of jobs under way: which worker does what in the present round, given what has come back before. Rounds
/// and jobs are counted from 0; there are as many rounds as jobs, and T more.
///
/// Not safe for use by several threads.
public interface Course {
    /// Refuses a sequence of no jobs.
    static int check(int jobs) {
        if (jobs < 1) {
            throw new BadInput("jobs [%d] must be 1 or more", jobs);
        }
        return jobs;
    }

    /// The present round; the number of all rounds when they are over.
    int round();

    /// Number of all rounds.
    int rounds();

    /// What a worker does in this round; empty where it has nothing to do.
    List<Task> tasks(int worker);

    /// Whether nothing is left for anybody to do in this round: it takes no time.
    boolean idle();

    /// Whether the round may end without the results of some workers, so that every job can still be done in time,
    /// whoever else straggles as the pattern allows. It always may when nobody is late.
    boolean mayMiss(BitSet late);

    /// Ends the round.
    ///
    /// @param missed the workers whose results of this round are lost; any set, also one that the pattern does not
    ///               allow, at the price of jobs that will not be done
    void finish(BitSet missed);

    /// Whether enough has come back to decode a job.
    boolean done(int job);
}
