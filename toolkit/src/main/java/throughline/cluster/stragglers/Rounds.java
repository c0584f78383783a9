package throughline.cluster.stragglers;

import java.util.BitSet;

/// Work that a master hands out in rounds, as far as waiting goes: a course of coded gradients, for instance.
public interface Rounds {
    /// Number of ranks that share the work.
    int ranks();

    /// Number of all rounds.
    int rounds();

    /// Whether nobody has anything to do in the present round.
    boolean idle();

    /// Whether the present round may end without the results of some ranks.
    boolean mayMiss(BitSet late);

    /// Ends the present round without the results of some ranks.
    void finish(BitSet missed);
}
