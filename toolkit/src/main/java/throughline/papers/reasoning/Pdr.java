package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import throughline.data.Plot;
import throughline.papers.Evidence;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Reported;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Models as improvement operators (arXiv 2510.01123): one long pass, sequential refinement, and parallel drafts that
/// are distilled and refined, at equal sequential budgets.
///
/// What refinement gains over a single pass says how well the model tells right answers from wrong ones. The same
/// number then says what drafts gain over refinement, of which the paper has its own value: that gain is scored, and
/// not the accuracy, which refinement's own would pass. Nearly all the numbers are recalled, so that nothing here is
/// better than [throughline.papers.Verdict#UNVERIFIED]. The gains by training the operator are not recomputed.
public final class Pdr implements Paper {
    static final String SINGLE = "o3-mini, AIME24, 16k a call: long CoT";
    static final String REFINED = "o3-mini, AIME24, 16k a call: SR";
    static final String DRAFTED = "o3-mini, AIME24, 16k a call: PDR";
    static final String SINGLE_24 = "o3-mini, AIME24, 24k in sequence: long CoT";
    static final String DRAFTED_24 = "o3-mini, AIME24, 24k in sequence: PDR";

    @Override
    public String id() {
        return "PDR";
    }

    @Override
    public List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        rows.add(Reported.of(SINGLE, 76.9, "%", "recalled; about 49k in sequence", Provenance.RECALLED));
        rows.add(Reported.of(REFINED, 81.5, "%", "recalled; about 49k in sequence", Provenance.RECALLED));
        rows.add(Reported.of(DRAFTED, 86.7, "%", "recalled; about 49k in sequence", Provenance.RECALLED));
        rows.add(Reported.of(SINGLE_24, 77.5, "%", "figures, by notes of a reader", Provenance.SECONDHAND));
        rows.add(Reported.of(DRAFTED_24, 86.5, "%", "figures, by notes of a reader", Provenance.SECONDHAND));
        rows.addAll(PdrGains.reported());
        rows.addAll(PdrWorkspaces.reported());
        return rows;
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        PdrGains.Fitted fitted = PdrGains.claims(evidence);
        progress.report(1, 2);
        if (cancel.requested()) {
            return;
        }
        PdrWorkspaces.claims(evidence, fitted);
        progress.report(2, 2);
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        return Optional.of(PdrFigures.overSequence(published));
    }
}
