package throughline.parallel.coding;

import java.util.Collections;
import java.util.List;
import org.hipparchus.fraction.Fraction;

/// How n workers share a sequence of jobs, each the sum of a gradient over all data. Job t begins in round t and is
/// done by the end of round t + T, whoever straggles, as long as the stragglers keep to [#pattern()].
///
/// ```java
/// Scheme scheme = new Multiplexed(256, 1, 2, 27);
/// scheme.load();  // 7/928 of the data a worker and round
/// scheme.delay(); // 1 round
/// ```
public sealed interface Scheme permits Coded, SelectiveRepeat, Multiplexed {
    /// Number of workers: n.
    int workers();

    /// Share of the data that a worker computes on in a round, exactly.
    Fraction load();

    /// Rounds between that in which a job begins and that in which it must be done: T.
    int delay();

    /// Which stragglers it survives.
    StragglerPattern pattern();

    /// Sizes of the chunks, as shares of the data; they sum to 1. By default as many equal ones as workers.
    default List<Fraction> chunks() {
        return Collections.nCopies(workers(), new Fraction(1, workers()));
    }

    /// The first chunk that belongs to a coded group; those before are sent as they are. By default all are coded.
    default int firstCoded() {
        return 0;
    }

    /// Number of groups of n chunks that are coded; by default one.
    default int groups() {
        return 1;
    }

    /// Stragglers that the code of each group survives.
    int codeStragglers();

    /// Starts a sequence of jobs.
    ///
    /// @param jobs 1 or more
    /// @throws throughline.spec.BadInput when there is none
    Course start(int jobs);
}
