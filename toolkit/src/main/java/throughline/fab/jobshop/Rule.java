package throughline.fab.jobshop;

import throughline.random.Stream;

/// How to choose among the operations that can be started: a dispatching rule, or a policy that has learnt.
@FunctionalInterface
public interface Rule {
    /// Chooses at one decision.
    ///
    /// @param floor with at least one available job
    /// @return one of its available jobs
    int choose(Floor floor);

    /// Every available operation is equally likely.
    static Rule random(Stream stream) {
        return floor -> floor.available(stream.below(floor.available()));
    }
}
