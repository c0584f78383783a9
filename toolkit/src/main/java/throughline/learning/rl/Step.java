package throughline.learning.rl;

/// What came of an action.
///
/// @param <O>         what is seen before each action
/// @param observation what is seen now; after an episode's end, what was seen last
/// @param reward      of the action, finite
/// @param terminated  whether the episode is over, and nothing more can be earned
/// @param truncated   whether it is cut off here, though more could have been earned
public record Step<O>(O observation, double reward, boolean terminated, boolean truncated) {
    public Step {
        if (!Double.isFinite(reward)) {
            throw new IllegalArgumentException("reward [%s] must be finite".formatted(reward));
        }
        if (terminated && truncated) {
            throw new IllegalArgumentException("an episode that is over cannot be cut off as well");
        }
    }

    /// The episode goes on.
    public static <O> Step<O> on(O observation, double reward) {
        return new Step<>(observation, reward, false, false);
    }

    /// The episode is over.
    public static <O> Step<O> end(O observation, double reward) {
        return new Step<>(observation, reward, true, false);
    }

    /// The episode is cut off.
    public static <O> Step<O> cut(O observation, double reward) {
        return new Step<>(observation, reward, false, true);
    }

    /// Whether this was the last of its episode.
    public boolean last() {
        return terminated || truncated;
    }
}
