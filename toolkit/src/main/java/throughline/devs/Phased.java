package throughline.devs;

/// An atomic model whose state is a phase and the time it lasts, as most are written: [#holdIn], [#passivateIn] and
/// [#resume] instead of arithmetic on time advances.
///
/// @param <P> the phases, as a rule an enum
public abstract class Phased<P> extends Atomic {
    private P phase;
    private long sigma = NEVER;

    /// @param name  unique among its siblings
    /// @param phase the first phase, passive until the constructor of the model says otherwise
    protected Phased(String name, P phase) {
        super(name);
        this.phase = phase;
    }

    /// The phase the model is in.
    public final P phase() {
        return phase;
    }

    /// Whether the model is in that phase.
    public final boolean in(P other) {
        return phase == other;
    }

    /// Stays in a phase until an internal event after that many ticks.
    protected final void holdIn(P next, long ticks) {
        phase = next;
        sigma = ticks;
    }

    /// Stays in a phase until something arrives.
    protected final void passivateIn(P next) {
        holdIn(next, NEVER);
    }

    /// Goes on with what was under way when something arrived: the time left shrinks by what has elapsed.
    protected final void resume(long elapsed) {
        if (sigma != NEVER) {
            sigma -= elapsed;
        }
    }

    /// Ticks left in this phase as of the last transition.
    protected final long sigma() {
        return sigma;
    }

    @Override
    protected final long timeAdvance() {
        return sigma;
    }
}
