package throughline.devs;

/// Sees every transition of a run just after it was made, from outside.
@FunctionalInterface
public interface TransitionObserver {
    /// Which transition function it was.
    enum Kind {
        /// The time advance ran out and nothing arrived.
        INTERNAL,
        /// Something arrived before the time advance ran out.
        EXTERNAL,
        /// Something arrived as the time advance ran out.
        CONFLUENT
    }

    /// Called after the transition and the time advance that follows it.
    ///
    /// @param time    in ticks
    /// @param model   may be read, not changed
    /// @param elapsed ticks since its last transition, or since 0
    void made(long time, Atomic model, Kind kind, long elapsed);
}
