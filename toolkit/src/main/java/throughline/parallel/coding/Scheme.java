package throughline.parallel.coding;

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

    /// Sizes of the chunks, as shares of the data; they sum to 1.
    List<Fraction> chunks();

    /// The first chunk that belongs to a coded group; those before are sent as they are.
    int firstCoded();

    /// Number of groups of n chunks that are coded.
    int groups();

    /// Stragglers that the code of each group survives.
    int codeStragglers();

    /// Starts a sequence of jobs.
    ///
    /// @param jobs 1 or more
    /// @throws throughline.spec.BadInput when there is none
    Course start(int jobs);
}
