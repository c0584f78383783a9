package throughline.learning.rl;

import throughline.random.Stream;

/// A problem that is solved action by action, episode after episode.
///
/// Where an episode leads depends on its stream and its actions alone, not on episodes before it: so a training that
/// was interrupted comes back to where it stood by taking the same actions again. Every episode must end, or be cut
/// off, at some time.
///
/// @param <O> what is seen before each action; never changed after it was handed out
public interface Environment<O> {
    /// Begins an episode, giving up the one before.
    ///
    /// @param random all that this episode leaves to chance is drawn from it
    /// @return what is seen at first
    O reset(Stream random);

    /// Takes an action.
    ///
    /// @param action from 0, one that what was seen last allows
    /// @return what came of it
    /// @throws IllegalStateException before the first [#reset(Stream)], and after an episode's end
    Step<O> step(int action);
}
