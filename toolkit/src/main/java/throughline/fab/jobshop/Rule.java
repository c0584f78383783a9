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

    /// The available job with the smallest key; of several, that with the lowest number.
    ///
    /// ```java
    /// Rule leastWorkLeft = Rule.by((floor, job) -> floor.workLeft(job));
    /// ```
    static Rule by(Key key) {
        return floor -> {
            int best = floor.available(0);
            double least = key.of(floor, best);
            for (int i = 1; i < floor.available(); i++) {
                int job = floor.available(i);
                double own = key.of(floor, job);
                if (own < least) {
                    least = own;
                    best = job;
                }
            }
            return best;
        };
    }

    /// Every available operation is equally likely.
    static Rule random(Stream stream) {
        return floor -> floor.available(stream.below(floor.available()));
    }

    /// What jobs are ordered by.
    @FunctionalInterface
    interface Key {
        /// A number for one of the available jobs: the smaller, the sooner it starts.
        double of(Floor floor, int job);
    }
}
