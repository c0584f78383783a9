package throughline.cluster.stragglers;

/// How many times as long as the fastest each rank takes, now. What now is differs: a round ([ChainStragglers]), or an
/// instant ([NodeStragglers]).
public sealed interface Stragglers permits ChainStragglers, NodeStragglers {
    /// Number of ranks.
    int ranks();

    /// How many times as long as one that is not slow at all a rank takes now; 1 or more.
    ///
    /// @param rank 0 to [#ranks()] - 1
    double multiplier(int rank);

    /// Whether a rank is slow now.
    ///
    /// @param rank 0 to [#ranks()] - 1
    boolean slow(int rank);
}
