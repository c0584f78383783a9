package throughline.papers.reasoning;

import static throughline.papers.reasoning.DeepPruneTables.THRESHOLDS;
import static throughline.papers.reasoning.DeepPruneTables.at;

import java.util.List;
import throughline.data.Estimate;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.papers.reasoning.DeepPruneSimulation.Set;
import throughline.reasoning.fit.Band;

/// DeepPrune's table of thresholds, Qwen3-32B: how many groups there are, what one sample of each covers, and
/// what a vote inside the largest comes to.
final class DeepPruneThresholds {
    private static final String GREEDY_TOKENS = "tokens greedy";
    private static final String COVERED = "pass@k greedy";
    private static final String VOTING_TOKENS = "tokens voting";
    private static final String VOTED = "accuracy voting";
    private static final String FEWER = "groups, threshold 0.75 over 0.25, ";
    private static final String COVERS = "pass@k, threshold 0.75 over 0.25, AIME25";
    private static final String SPLITS =
            "A judge with AUROC .87 tells ten members of a group from others well: what opens groups are answers that"
                    + " are really others. A share of error that belongs to samples instead of pairs (.2, .5, .8, 1)"
                    + " makes more groups, not fewer, and AUROC .7072 makes 5 at .75 but 1.5 at .63.";
    private static final String BETTER =
            "One sample a problem (the table's own tokens are of 1.1) solves 93.3 % of AIME24 there, and cons@512 of the"
                    + " same model 86.7 %: no population has both, unless the samples chosen are better than others.";
    private static final String STEPS =
            "The table falls from 96.7 to 70 % at once between .63 and .5 while its tokens only halve; groups here are"
                    + " left out one by one.";
    private static final String FEW =
            "From the table's tokens 31 samples run to their end on AIME25 at .5, not 51 as on AIME24, and more at .75;"
                    + " the largest group has more than either.";
    private static final double FITTED = 0.5;
    private static final String SAME_RUN =
            "the leaderboard has this run as well, and from there comes the number of samples that run to their end";
    private static final String SAME_VOTE =
            "The vote inside the largest group is that of all within a point at every threshold; the table's votes differ"
                    + " by one or two problems of 30 in no order of the threshold.";

    private final Evidence evidence;
    private final DeepPruneSimulation simulation;

    DeepPruneThresholds(Evidence evidence, DeepPruneSimulation simulation) {
        this.evidence = evidence;
        this.simulation = simulation;
    }

    static List<Reported> reported() {
        String where = "thresholds on the project page";
        return List.of(
                Reported.rises(FEWER + Set.AIME24, "", where, Provenance.AUTHORS_DATA),
                Reported.rises(FEWER + Set.AIME25, "", where, Provenance.AUTHORS_DATA),
                Reported.rises(COVERS, "%", where, Provenance.AUTHORS_DATA));
    }

    void claims() {
        for (Set set : Set.values()) {
            Constant length = DeepPruneTokens.length(evidence, DeepPruneTokens.FITTED_MODEL, set.name());
            for (double threshold : THRESHOLDS) {
                DeepPruneRun run = simulation.run(set, threshold);
                tokens(set, threshold, run, length);
                shares(set, threshold, run);
            }
            Estimate fewer = Estimate.paired(
                    simulation.run(set, 0.75).groups(),
                    simulation.run(set, 0.25).groups());
            evidence.claim(Recomputed.of(FEWER + set, fewer.mean())
                    .within(Tolerance.direction(fewer.standardError(), "600 problems, paired"))
                    .using(simulation.all(set)));
        }
        Estimate covers = Estimate.paired(
                simulation.run(Set.AIME25, 0.75).covered(),
                simulation.run(Set.AIME25, 0.25).covered());
        evidence.claim(Recomputed.of(COVERS, 100 * covers.mean())
                .within(Tolerance.direction(100 * covers.standardError(), "600 problems, paired"))
                .using(simulation.all(Set.AIME25)));
    }

    private void tokens(Set set, double threshold, DeepPruneRun run, Constant length) {
        double groups = DeepPruneRun.mean(run.groups());
        double greedy = DeepPruneTokens.inTable(groups * length.value(), set.name());
        evidence.claim(Recomputed.of(at(GREEDY_TOKENS, set.name(), threshold), greedy)
                .within(Tolerance.relative(0.25, "one sample of a group for another of its length, 30 problems"))
                .against(neighbours(GREEDY_TOKENS, set, threshold))
                .using(simulation.all(set))
                .using(length)
                .tried(threshold > 0.5 ? SPLITS : ""));
        double kept = simulation.completed();
        double voting = DeepPruneTokens.inTable(DeepPruneTokens.ofProblem(kept, length.value()), set.name());
        Recomputed votes = Recomputed.of(at(VOTING_TOKENS, set.name(), threshold), voting)
                .within(Tolerance.relative(0.1, "the largest group always has as many samples as run to their end"))
                .against(neighbours(VOTING_TOKENS, set, threshold))
                .using(simulation.all(set))
                .using(length)
                .tried(FEW);
        boolean fitted = set.name().equals(DeepPruneTokens.FITTED_SET) && threshold == FITTED;
        evidence.claim(fitted ? votes.byArithmetic(SAME_RUN) : votes);
    }

    private void shares(Set set, double threshold, DeepPruneRun run) {
        share(COVERED, set, threshold, run.covered(), run.chance(), set == Set.AIME24 ? BETTER : STEPS);
        share(VOTED, set, threshold, run.right(), run.chance(), SAME_VOTE);
    }

    private void share(String what, Set set, double threshold, double[] values, double[] chance, String tried) {
        Band band = Band.given(chance, values, 30);
        String why = "two standard deviations of 30 problems whose pass@1 is known; of our %d problems %.1f points"
                .formatted(values.length, 100 * Estimate.of(values).standardError());
        evidence.claim(Recomputed.of(at(what, set.name(), threshold), 100 * DeepPruneRun.mean(values))
                .within(Tolerance.absolute(200 * band.deviation(), why))
                .against(neighbours(what, set, threshold))
                .using(simulation.all(set))
                .tried(tried));
    }

    /// The mean of the rows above and below; of the only one at an end.
    private static Null neighbours(String what, Set set, double threshold) {
        int place = THRESHOLDS.indexOf(threshold);
        return Null.mean(THRESHOLDS.stream()
                .filter(other -> Math.abs(THRESHOLDS.indexOf(other) - place) == 1)
                .map(other -> at(what, set.name(), other))
                .toArray(String[]::new));
    }
}
