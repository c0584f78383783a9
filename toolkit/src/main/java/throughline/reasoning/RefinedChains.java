package throughline.reasoning;

import throughline.spec.BadInput;

/// Chains of revisions side by side, and one answer made of their last ones (Snell et al., arXiv 2408.03314). With
/// chains of one call it is best-of-n, with one chain it is [Refine]. Strategies with as many calls in all meet the
/// same traces, however the calls are shared out.
///
/// ```java
/// Refine chain = new Refine(4, Improvement.keeping(0.84, 1), 32_768, 1_000);
/// Policy sixteen = new RefinedChains(4, chain, Aggregator.verifier(1));
/// ```
///
/// @param chains     at least 1; with the calls of each, 2^20 calls at most
/// @param chain      each of them
/// @param aggregator makes the answer; its own work is not counted
public record RefinedChains(int chains, Refine chain, Aggregator aggregator) implements Policy {
    private static final int MOST = 1 << 20;

    public RefinedChains {
        if (chains < 1 || (long) chains * chain.calls() > MOST) {
            throw new BadInput(
                    "refined chains [%d of %d calls]: at least 1, and %d calls in all at most",
                    chains, chain.calls(), MOST);
        }
    }

    @Override
    public Outcome attempt(Problem problem) {
        WorkGraph.Builder work = new WorkGraph.Builder();
        int[] answers = new int[chains];
        for (int i = 0; i < chains; i++) {
            answers[i] = chain.chain(problem, i * chain.calls(), work);
        }
        Ballot ballot = Ballot.of(problem, answers);
        return new Outcome(ballot.size() > 0 ? aggregator.choose(ballot, 0) : problem.forced(0), work.graph());
    }
}
