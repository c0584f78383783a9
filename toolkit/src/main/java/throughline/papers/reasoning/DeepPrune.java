package throughline.papers.reasoning;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import throughline.data.Plot;
import throughline.papers.Evidence;
import throughline.papers.Paper;
import throughline.papers.Published;
import throughline.papers.Reported;
import throughline.papers.reasoning.DeepPruneSimulation.Inputs;
import throughline.papers.reasoning.DeepPruneSimulation.Ran;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// DeepPrune (arXiv 2510.08483): of 512 samples of a problem most are stopped after 500 tokens, because a judge
/// that has read the first words of pairs says that they would end alike. Of the paper both abstracts and the
/// tables of its project page are known.
///
/// What it saves follows from one constant and the lengths of samples ([DeepPruneTokens]). What it gets right
/// is run: the greedy clustering on a population of problems, a judge with the paper's AUROC
/// ([DeepPruneThresholds], [DeepPruneLeaderboard]). The judge's training is measured on searches of a puzzle
/// ([DeepPruneJudges]). Its two versions and its tables do not agree everywhere ([DeepPruneContradictions]).
public final class DeepPrune implements Paper {
    /// Runs that were made, by all that goes into them: other reported numbers may give the same inputs.
    private final Map<Inputs, Ran> runs = new HashMap<>();

    private final Map<Integer, DeepPruneAblation> judges = new HashMap<>();

    @Override
    public String id() {
        return "DeepPrune";
    }

    @Override
    public List<Reported> reported() {
        return Stream.of(
                        DeepPruneTables.reported(),
                        DeepPruneThresholds.reported(),
                        DeepPruneLeaderboard.reported(),
                        DeepPruneConfidence.reported(),
                        DeepPruneJudges.reported())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        new DeepPruneContradictions(evidence).claims();
        DeepPruneTokens.claims(evidence);
        DeepPruneSimulation simulation =
                DeepPruneSimulation.run(evidence, runs, cancel, (done, all) -> progress.report(done, 3 * all));
        if (cancel.requested()) {
            runs.clear();
            return;
        }
        new DeepPruneThresholds(evidence, simulation).claims();
        new DeepPruneLeaderboard(evidence, simulation).claims();
        DeepPruneConfidence.claims(evidence, simulation);
        DeepPruneJudges.claims(evidence, judges, cancel, (done, all) -> progress.report(2 * all + done, 3 * all));
        if (cancel.requested()) {
            judges.clear();
        }
        progress.report(3, 3);
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        return Optional.of(DeepPruneFigure.methods(published, cancel, progress));
    }

    /// How many groups judges of several AUROCs sort samples into, one line a threshold: AIME25, 100 problems.
    public static Plot sweep(Cancel cancel, Progress progress) {
        return DeepPruneFigure.sweep(cancel, progress);
    }
}
