package throughline.papers.reasoning;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;
import throughline.data.Plot;
import throughline.papers.Evidence;
import throughline.papers.Paper;
import throughline.papers.Published;
import throughline.papers.Reported;
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
    private final DeepPruneKnown known = new DeepPruneKnown();

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
                DeepPruneSimulation.run(evidence, known, cancel, (done, all) -> progress.report(done, 3 * all));
        if (cancel.requested()) {
            known.clear();
            return;
        }
        new DeepPruneThresholds(evidence, simulation).claims();
        new DeepPruneLeaderboard(evidence, simulation).claims();
        DeepPruneConfidence.claims(evidence, simulation);
        DeepPruneJudges.claims(evidence, known, cancel, (done, all) -> progress.report(2 * all + done, 3 * all));
        if (cancel.requested()) {
            known.clear();
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

    /// Judges trained for real with and without focal loss and oversampling, on puzzles they have not seen: the paper's
    /// table of judges on other texts. Columns `words`, `training`, `auroc`, `auroc_se`, `tnr` (at 20 % missed) and
    /// `tnr_se`; one row a training and length of prefix.
    public static Table judges(Cancel cancel, Progress progress) {
        List<Integer> lengths = DeepPruneAblation.lengths();
        return DeepPruneAblation.table(lengths.stream()
                .map(words -> DeepPruneAblation.run(
                        words,
                        DeepPruneAblation.Size.USUAL,
                        cancel,
                        (done, all) -> progress.report(lengths.indexOf(words) * all + done, lengths.size() * all)))
                .toList());
    }
}
