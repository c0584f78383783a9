package throughline.devs;

/// Sees an atomic model after each of its transitions, from outside.
///
/// @param <A> the model's class
@FunctionalInterface
public interface StateObserver<A extends Atomic> {
    /// Called after the transition.
    ///
    /// @param time  in ticks
    /// @param model may be read, not changed
    void changed(long time, A model);
}
