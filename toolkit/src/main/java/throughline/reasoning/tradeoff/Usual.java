package throughline.reasoning.tradeoff;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import throughline.reasoning.Adaptive;
import throughline.reasoning.Aggregator;
import throughline.reasoning.Decomposition;
import throughline.reasoning.Difficulties;
import throughline.reasoning.Outline;
import throughline.reasoning.Policy;
import throughline.reasoning.TwoSystems;
import throughline.reasoning.pruning.Prune;
import throughline.spec.BadInput;

/// All strategies over their knobs. What each of them assumes is here; none of it is measured on one model, so that the
/// order of strategies near each other says little.
///
/// | strategy | assumes |
/// |---|---|
/// | waiting | "Wait" adds a fifth of the trace |
/// | verifier | AUROC 0.8, and that it costs nothing |
/// | paths and a summary | 500 tokens; being right counts as much as e^0.5 times the votes |
/// | refining | it sees what is right with an AUROC of 0.8, and hands on 84 of 100 right answers |
/// | drafts and one more | 0.9 of calls hand on the drafts' answer; being right counts as for a summary |
/// | early pruning | a judge of AUROC 0.87 after 500 tokens (DeepPrune); a quarter of the traces go on at most |
/// | fork and join | a quarter, a half, or three quarters of a trace in up to five threads |
/// | workers | half of what a further worker writes advances the work |
/// | outlines, a path along each | 100 tokens for each outline; then a majority |
/// | thinking where hard | 7.2 sub-problems (SCALE) of all difficulties; at once in a tenth of the tokens |
///
/// An answer at once is right half as often as one with thinking where the difficulty is 0.8.
final class Usual {
    /// Room for an outline and a token, in a budget cut by eight.
    private static final double LEAST = 128;

    private static final double WAIT = 0.2;
    private static final double AUROC = 0.8;
    private static final double SKILL = 0.5;
    private static final double SHARPNESS = 3;
    private static final double SUMMARY = 500;
    private static final double OUTLINE = 100;
    private static final double ADOPT = 0.9;
    private static final double JUDGE = 0.87;
    private static final double ALIKE = 0.5;
    private static final double EFFICIENCY = 0.5;
    private static final double PARTS = 7.2;
    private static final double AT_ONCE = 0.1;
    /// Only the share between both is used.
    private static final double MANY = 1_000;

    private static final double HALF = 0.8;
    private static final double WIDTH = 0.1;

    private final double budget;
    private final List<Candidate> all = new ArrayList<>();

    Usual(double budget) {
        if (!(budget >= LEAST)) {
            throw new BadInput("budget [%s] must be at least %.0f tokens", budget, LEAST);
        }
        this.budget = budget;
    }

    List<Candidate> all() {
        alone();
        together();
        split();
        return all;
    }

    /// One trace, shorter or longer.
    private void alone() {
        for (int part = 1; part <= 8; part *= 2) {
            double cut = budget / part;
            add("one trace", "%.0f tokens".formatted(cut), Policy.single(cut));
        }
        doubling("waiting", "wait x %d", 1, 8, waits -> Policy.budgetForce(budget, waits, WAIT));
        double discrimination = Aggregator.discrimination(AUROC);
        doubling("refining", "%d calls", 2, 16, calls -> Policy.sequentialRefine(calls, budget, discrimination));
    }

    /// Many traces, and one answer.
    private void together() {
        double discrimination = Aggregator.discrimination(AUROC);
        Aggregator summary = Aggregator.summary(SKILL, SHARPNESS);
        doubling("majority", "%d traces", 2, 64, n -> Policy.majority(n, budget));
        doubling("best by a verifier", "%d traces", 2, 64, n -> Policy.bestOf(n, budget, discrimination));
        doubling("paths and a summary", "%d traces", 2, 64, n -> Policy.paraThink(n, budget, SUMMARY, summary));
        doubling("outlines", "%d paths", 2, 64, n -> new Outline(n, budget, OUTLINE * n, Aggregator.majority()));
        doubling("drafts and one more", "%d drafts", 2, 32, n -> Policy.pdr(List.of(n, 1), n, budget, ADOPT, SKILL));
        doubling("early pruning", "%d traces", 8, 64, n -> Prune.of(n, JUDGE, ALIKE, n / 4)
                .within(budget));
    }

    /// One trace, whose work is split.
    private void split() {
        for (double share : new double[] {0.25, 0.5, 0.75}) {
            add("fork and join", "%.0f %% in threads".formatted(100 * share), Policy.forkJoin(budget, share));
        }
        doubling("workers", "%d of them", 2, 8, workers -> Policy.hogwild(workers, EFFICIENCY, budget));
        var parts = new Decomposition(PARTS, Difficulties.even(0.5, 1));
        var systems = new TwoSystems(HALF, WIDTH, AT_ONCE * MANY, MANY);
        for (double threshold : new double[] {0.2, 0.4, 0.6}) {
            add("thinking where hard", "above " + threshold, new Adaptive(threshold, parts, systems, 0).within(budget));
        }
    }

    private void doubling(String strategy, String knob, int from, int to, IntFunction<Policy> policy) {
        for (int value = from; value <= to; value *= 2) {
            add(strategy, knob.formatted(value), policy.apply(value));
        }
    }

    private void add(String strategy, String knob, Policy policy) {
        all.add(new Candidate(strategy, knob, policy));
    }
}
