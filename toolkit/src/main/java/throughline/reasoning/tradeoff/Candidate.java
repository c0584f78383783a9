package throughline.reasoning.tradeoff;

import java.util.ArrayList;
import java.util.List;
import throughline.reasoning.Aggregator;
import throughline.reasoning.Policy;
import throughline.spec.BadInput;

/// A strategy with its knob at one place.
///
/// @param strategy its name, the same for all places of the knob
/// @param knob     the place, such as `16 traces`
/// @param policy   that is tried
public record Candidate(String strategy, String knob, Policy policy) {
    /// How well a verifier tells right traces from wrong ones, as the area under its ROC curve.
    private static final double AUROC = 0.8;
    /// What a model that reads its own paths adds to the votes of the right answer, and how sure it is.
    private static final double SKILL = 0.5;

    private static final double SHARPNESS = 3;
    private static final double SUMMARY = 500;
    /// Of a trace's tokens, what one "Wait" adds.
    private static final double WAIT = 0.2;

    public Candidate {
        if (strategy.isBlank() || policy == null) {
            throw new BadInput("candidate [%s, %s] must have a name and a policy", strategy, knob);
        }
    }

    /// Strategy and knob.
    public String name() {
        return knob.isEmpty() ? strategy : strategy + ", " + knob;
    }

    /// One trace alone, first, and all strategies over their knobs: shorter budgets, up to 8 waits, and 2 to 64 traces
    /// with a majority, a verifier of AUROC 0.8, or a summary of 500 tokens.
    ///
    /// @param budget tokens of each trace, at least 8
    public static List<Candidate> usual(double budget) {
        if (!(budget >= 8)) {
            throw new BadInput("budget [%s] must be at least 8 tokens", budget);
        }
        List<Candidate> all = new ArrayList<>();
        for (int part = 1; part <= 8; part *= 2) {
            double cut = budget / part;
            all.add(new Candidate("one trace", "%.0f tokens".formatted(cut), Policy.single(cut)));
        }
        for (int waits = 1; waits <= 8; waits *= 2) {
            all.add(new Candidate("waiting", "wait x %d".formatted(waits), Policy.budgetForce(budget, waits, WAIT)));
        }
        double discrimination = Aggregator.discrimination(AUROC);
        Aggregator summary = Aggregator.summary(SKILL, SHARPNESS);
        for (int paths = 2; paths <= 64; paths *= 2) {
            String traces = "%d traces".formatted(paths);
            all.add(new Candidate("majority", traces, Policy.majority(paths, budget)));
            all.add(new Candidate("best by a verifier", traces, Policy.bestOf(paths, budget, discrimination)));
            all.add(new Candidate("paths and a summary", traces, Policy.paraThink(paths, budget, SUMMARY, summary)));
        }
        return all;
    }
}
