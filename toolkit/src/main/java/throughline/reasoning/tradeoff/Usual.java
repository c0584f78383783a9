package throughline.reasoning.tradeoff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import throughline.reasoning.Adaptive;
import throughline.reasoning.Aggregator;
import throughline.reasoning.Compressed;
import throughline.reasoning.Decomposition;
import throughline.reasoning.Difficulties;
import throughline.reasoning.Outline;
import throughline.reasoning.Policy;
import throughline.reasoning.TwoSystems;
import throughline.reasoning.pruning.Prune;
import throughline.spec.BadInput;

/// All strategies over their knobs, and what each of them assumes; none of it is measured on one model, so that the
/// order of strategies near each other says little.
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

    private static final double[] THREADS = {0.25, 0.5, 0.75};
    private static final double[] KEPT = {0.9, 0.75, 0.6};

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

    /// What each strategy takes for granted, beside what the model's traces do.
    static Map<String, String> assumptions() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("one trace", "at the budget, or a part of it, an answer is forced");
        all.put("shorter traces", "training left out some of each trace and changed no answer; it costs nothing");
        all.put("waiting", text("\"Wait\" adds %.0f %% of the trace; a right answer is never given up", 100 * WAIT));
        all.put("refining", text("a call tells a right answer with an AUROC of %s, and hands on 84 of 100", AUROC));
        all.put("majority", "nothing");
        all.put("best by a verifier", text("a verifier of AUROC %s that costs nothing", AUROC));
        all.put(
                "paths and a summary",
                text("a summary of %.0f tokens, to which being right counts as e^%s times the votes", SUMMARY, SKILL));
        all.put("outlines", text("%.0f tokens an outline, off the paths' budgets; no two are the same way", OUTLINE));
        all.put(
                "drafts and one more",
                text(
                        "%.0f %% of calls hand on the drafts' answer, to which being right counts as in a summary",
                        100 * ADOPT));
        all.put(
                "early pruning",
                text("a judge of AUROC %s that costs nothing, after 500 tokens; a quarter goes on at most", JUDGE));
        all.put(
                "fork and join",
                "a part of a trace splits into two to five threads and changes no answer; the join reads");
        all.put("map and reduce", "the same, but the join goes on from what threads have stored");
        all.put(
                "workers",
                text("%.0f %% of what a further worker writes advances the work; no answer changes", 100 * EFFICIENCY));
        all.put(
                "thinking where hard",
                text(
                        "%s sub-problems on average, found and judged at no cost; an answer at once takes %.0f %% of the"
                                + " tokens and is right half as often at difficulty %s",
                        PARTS, 100 * AT_ONCE, HALF));
        return all;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /// One trace, shorter or longer.
    private void alone() {
        for (int part = 1; part <= 8; part *= 2) {
            double cut = budget / part;
            add("one trace", "%.0f tokens".formatted(cut), Policy.single(cut));
        }
        for (double kept : KEPT) {
            add("shorter traces", "%.0f %% kept".formatted(100 * kept), new Compressed(budget, kept));
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
        for (double share : THREADS) {
            add("fork and join", "%.0f %% in threads".formatted(100 * share), Policy.forkJoin(budget, share));
        }
        for (double share : THREADS) {
            add("map and reduce", "%.0f %% in threads".formatted(100 * share), Policy.mapReduce(budget, share));
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
