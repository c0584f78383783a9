package throughline.reasoning;

import throughline.spec.BadInput;

/// Shorter traces: a model that was trained to leave out what does not help (SIRI, arXiv 2509.25176; LIMOPro,
/// arXiv 2505.19187) writes a share of the tokens of each trace, and answers as the whole trace would. The training is
/// not counted.
///
/// @param budget tokens of a trace, at least 1
/// @param kept   share of its tokens that a trace still has, above 0 and at most 1
public record Compressed(double budget, double kept) implements Policy {
    public Compressed {
        if (!(budget >= 1 && kept > 0 && kept <= 1)) {
            throw new BadInput(
                    "compressed [budget %s, kept %s]: budget at least 1 token, kept above 0 and at most 1",
                    budget, kept);
        }
    }

    @Override
    public Outcome attempt(Problem problem) {
        Trace whole = problem.trace(0);
        Trace trace = new Trace(whole.strategy(), whole.answer(), Math.ceil(kept * whole.tokens()));
        return new Outcome(
                trace.done(budget) ? trace.answer() : problem.forced(0),
                WorkGraph.single(problem.reasoner().prompt(), trace.cut(budget)));
    }
}
