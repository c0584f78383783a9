package throughline.cluster.fabric;

/// How the queue pairs of a card find their way, and how the bytes are dealt to them.
public enum Routing {
    /// A hash decides: spine and receiving port are random, and stay until queue pairs are established anew. A flow
    /// whose link dies is hashed again over what is left. Bytes are dealt evenly.
    ECMP(false, false),
    /// As [#ECMP], but what leaves on a plane arrives on the same, so that no two ports send to one.
    PINNED(false, true),
    /// Planes are kept, and a central allocator spreads queue pairs evenly over the spines that are alive when they
    /// are established. The plan then stands: a flow whose link dies is hashed over what is left. Bytes are dealt
    /// evenly.
    PLANNED(true, true),
    /// As [#PLANNED], and planned again when links die; bytes are dealt to queue pairs as these have been seen to carry
    /// them, so that all of a card end together.
    ADAPTIVE(true, true);

    private final boolean planned;
    private final boolean pinned;

    Routing(boolean planned, boolean pinned) {
        this.planned = planned;
        this.pinned = pinned;
    }

    /// Whether spines are chosen with the load in view.
    public boolean planned() {
        return planned;
    }

    /// Whether a flow keeps its plane.
    public boolean pinned() {
        return pinned;
    }

    /// Whether bytes follow the rates, so that the sum of a card's flows counts and not the slowest.
    public boolean balancesBytes() {
        return this == ADAPTIVE;
    }

    /// Whether a dead link makes a new plan.
    public boolean plansAgain() {
        return this == ADAPTIVE;
    }
}
