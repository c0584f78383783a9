package throughline.devs;

/// An atomic Parallel DEVS model: its fields are the state, its methods the functions of
/// M = (X, S, Y, ta, lambda, delta_int, delta_ext, delta_con).
///
/// The simulator calls, at the instant when [#timeAdvance()] has run out: [#output()], then [#internalTransition()], or
/// [#confluentTransition()] when values arrive at that same instant. When values arrive earlier it calls
/// [#externalTransition(long)]. After every transition it asks for the time advance again. A model never asks who
/// watches it, and draws random numbers only from its own stream.
public abstract non-sealed class Atomic extends Component {
    /// What runs this model; null before.
    Host host;

    /// What a simulator offers to a model.
    interface Host {
        void emit(Out<?> port, Object value);

        long now();
    }

    /// @param name unique among its siblings, without dots
    protected Atomic(String name) {
        super(name);
    }

    /// Ticks from the last transition to the next internal event.
    ///
    /// @return 0 or more; [#NEVER] for a passive model
    protected abstract long timeAdvance();

    /// Sends what leaves at an internal event, from the state before the transition. It must not change the state.
    protected void output() {}

    /// The state after an internal event to which nothing arrived.
    protected void internalTransition() {}

    /// The state after values arrived; they stand in the input ports.
    ///
    /// @param elapsed ticks since the last transition, at most the last time advance. A model that was going to do
    ///                something at a set time must shorten its time advance by this much.
    protected void externalTransition(long elapsed) {}

    /// The state when values arrive at the very instant of an internal event. By default the internal transition comes
    /// first and the values meet its result.
    protected void confluentTransition() {
        internalTransition();
        externalTransition(0);
    }

    /// The time of the event under way; before the first event, 0. (A model could add it up from the elapsed times and
    /// time advances it has seen; this saves it the field.)
    protected final long now() {
        return host == null ? 0 : host.now();
    }
}
