package throughline.learning.rl;

import throughline.random.Stream;

/// What a tabular policy is trained on: plays one problem and says what it was worth.
@FunctionalInterface
public interface TabularTask {
    /// One rollout. Every question to `decisions` is an action of the policy, and is made likelier or less likely by
    /// what the rollout is worth beside the others of its group.
    ///
    /// @param problem   which problem, or class of problems
    /// @param decisions the policy's actions
    /// @param luck      for all else that is left to chance
    /// @return the reward, finite
    double play(int problem, Decisions decisions, Stream luck);
}
