package throughline.workshop.league;

/// A rule has turned in one loop more often than is allowed: it would never have decided.
public final class EndlessLoop extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// Thrown by rules that [LoopLimit] has gone over.
    public EndlessLoop() {
        super("loops more than %,d times while it compares two lots".formatted(LoopLimit.TURNS));
    }
}
