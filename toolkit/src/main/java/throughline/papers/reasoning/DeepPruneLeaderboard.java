package throughline.papers.reasoning;

import static throughline.papers.reasoning.DeepPruneTables.accuracy;

import java.util.List;
import throughline.data.Estimate;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.papers.reasoning.DeepPruneSimulation.Set;
import throughline.reasoning.fit.Band;
import throughline.reasoning.pruning.JudgeCost;

/// What the population says of the leaderboard's accuracies for Qwen3-32B, and of what stands nowhere: the same tokens
/// without a judge, and what the judge's reading costs.
final class DeepPruneLeaderboard {
    private static final String MODEL = "Qwen3-32B";
    private static final String AGREEMENT = "same-answer pairs average";
    private static final String PLAIN = "what the judge gains over as many samples as its tokens pay for, ";
    private static final String LOSS = "what pruning loses of cons@512's accuracy, ";
    private static final String JUDGE = "operations of the judge over those of the tokens saved, ";
    private static final JudgeCost COST = new JudgeCost(4e9, 2 * DeepPruneTokens.PREFIX);
    private static final double GENERATOR = 32.8e9;
    private static final double USED = 0.5;

    private final Evidence evidence;
    private final DeepPruneSimulation simulation;

    DeepPruneLeaderboard(Evidence evidence, DeepPruneSimulation simulation) {
        this.evidence = evidence;
        this.simulation = simulation;
    }

    static List<Reported> reported() {
        return List.of(
                Reported.notKnown(PLAIN + Set.AIME24, "%", "not in the paper's tables as we have them"),
                Reported.notKnown(PLAIN + Set.AIME25, "%", "not in the paper's tables as we have them"),
                Reported.notKnown(LOSS + Set.AIME24, "%", "leaderboard, but there it is negative"),
                Reported.notKnown(LOSS + Set.AIME25, "%", "leaderboard, but there it is negative"),
                Reported.notKnown(JUDGE + Set.AIME24, "", "not counted in the leaderboard"),
                Reported.notKnown(JUDGE + Set.AIME25, "", "not counted in the leaderboard"));
    }

    void claims() {
        votes();
        agreement();
        for (Set set : Set.values()) {
            DeepPruneRun run = simulation.run(set, USED);
            pruned(set, run);
            unknown(set, run);
        }
    }

    private void votes() {
        String first = accuracy("cons@512", MODEL, Set.AIME24.name());
        Constant[] population = simulation.population(Set.AIME24);
        evidence.claim(Recomputed.of(first, 100 * simulation.ran(Set.AIME24).voted())
                .within(Tolerance.absolute(0.5, "found from this row, to one of 1,500 problems"))
                .using(population)
                .byArithmetic("the row that the population was found from"));
        double gain = 100 * (Set.AIME25.mean().value() - Set.AIME24.mean().value());
        DeepPruneRun run = simulation.run(Set.AIME25, USED);
        evidence.claim(Recomputed.of(
                        accuracy("cons@512", MODEL, Set.AIME25.name()),
                        100 * simulation.ran(Set.AIME25).voted())
                .within(band(run.voted(), run.chance()))
                .against(Null.of("the same gain over pass@1 as on AIME24", rows -> rows.value(first) + gain))
                .using(simulation.population(Set.AIME25)));
    }

    private static Tolerance band(double[] values, double[] chance) {
        return Tolerance.absolute(
                200 * Band.given(chance, values, 30).deviation(),
                "two standard deviations of 30 problems whose pass@1 is known");
    }

    private void agreement() {
        Null four = Null.mean(
                "same-answer pairs Qwen3-4B",
                "same-answer pairs DeepSeek-8B",
                "same-answer pairs QwQ-32B",
                "same-answer pairs GLM-4.5-Air");
        for (Set set : Set.values()) {
            evidence.claim(Recomputed.of(AGREEMENT, 100 * simulation.agreement(set))
                    .as("%s, from pass@1 on %s".formatted(AGREEMENT, set))
                    .within(Tolerance.absolute(5, "another model's population in closed form"))
                    .against(four)
                    .using(simulation.population(set))
                    .tried(
                            set == Set.AIME24
                                    ? ""
                                    : "The average is of other models, and of problems that are not told: pass@1 of .84"
                                            + " gives it."));
        }
    }

    private void pruned(Set set, DeepPruneRun run) {
        String row = accuracy("DeepPrune", MODEL, set.name());
        String all = accuracy("cons@512", MODEL, set.name());
        evidence.claim(
                Recomputed.of(row, 100 * DeepPruneRun.mean(run.right()))
                        .within(band(run.right(), run.chance()))
                        .against(Null.of("cons@512's accuracy: pruning changes nothing", rows -> rows.value(all)))
                        .using(simulation.all(set))
                        .tried(
                                set == Set.AIME24
                                        ? ""
                                        : "A vote inside a group can win over the vote of all only where the judge knows more of"
                                                + " what is right than of what is alike. Of 160 judges, priors, thresholds and"
                                                + " exams tried on 60 problems none came more than two problems above cons@512."));
    }

    private void unknown(Set set, DeepPruneRun run) {
        Estimate gain = Estimate.paired(run.right(), run.plain());
        evidence.claim(Recomputed.of(PLAIN + set, 100 * gain.mean()).using(simulation.all(set)));
        Estimate loss = Estimate.paired(run.voted(), run.right());
        evidence.claim(Recomputed.of(LOSS + set, 100 * loss.mean()).using(simulation.all(set)));
        double saved = DeepPruneRun.mean(run.all()) - DeepPruneRun.mean(run.tokens());
        double reads = COST.asTokensOf(GENERATOR, DeepPruneRun.mean(run.compared()));
        evidence.claim(Recomputed.of(JUDGE + set, reads / saved).using(simulation.all(set)));
    }
}
