package throughline.reasoning.fit;

import throughline.reasoning.Aggregator;
import throughline.reasoning.Policy;
import throughline.reasoning.Reasoner;

/// A reasoner whose traces are put to a vote.
///
/// @param reasoner whose traces have one strategy, so that those of a problem are independent
/// @param vote     that makes one answer of many
public record Panel(Reasoner reasoner, Aggregator.Vote vote) {
    /// The answer with the most votes.
    public static final Aggregator.Vote MAJORITY = new Aggregator.Vote(0, Double.POSITIVE_INFINITY);

    /// The right answer, if there is a vote for it.
    public static final Aggregator.Vote ORACLE =
            new Aggregator.Vote(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    /// A copy with another reasoner.
    public Panel with(Reasoner other) {
        return new Panel(other, vote);
    }

    /// A copy with another vote.
    public Panel with(Aggregator.Vote other) {
        return new Panel(reasoner, other);
    }

    /// What it gets on average over all problems, with up to so many paths.
    public ExpectedAccuracy expected(int mostPaths) {
        return ExpectedAccuracy.of(this, mostPaths);
    }

    /// The same as a strategy that can be tried on problems.
    ///
    /// @param budget tokens of each path
    public Policy policy(int paths, double budget) {
        return Policy.parallel(paths, budget, vote);
    }
}
