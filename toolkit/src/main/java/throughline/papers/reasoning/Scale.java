package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import throughline.data.Plot;
import throughline.papers.Evidence;
import throughline.papers.Paper;
import throughline.papers.Published;
import throughline.papers.Reported;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Thinking about hard sub-problems only (SCALE, arXiv 2512.00466, AAAI 2026): a problem is taken apart, sub-problems
/// above a threshold of difficulty are thought about, the others answered at once.
///
/// Three accuracies on AIME24 give the other five within 2.9 points (root mean square), the steep fall from a
/// threshold of 0.6 to 0.7 among them; straight lines between the three are 3.5 off, which is too near to count. On
/// AIME25, with one constant moved, the law is 4.5 points off, and who moves AIME24's rows by one ratio is 3.7 off:
/// there it tells nothing new. So it is with tokens: the law is a line in the share that is hard, and so is its null.
///
/// The tables do not bear out all that the text says of them: see [ScaleSavings]. The votes are [ScaleVotes], the law
/// [ScaleLaw], the tables [ScaleTables], figures [ScaleFigures]. Not recomputed are table 3, students trained on what
/// SCALE wrote, and the rise by 10 to 15 points for each doubling of the longest thought, which needs lengths.
public final class Scale implements Paper {
    @Override
    public String id() {
        return "SCALE";
    }

    @Override
    public List<Reported> reported() {
        List<Reported> rows = new ArrayList<>(ScaleTables.reported());
        rows.addAll(ScaleThresholds.reported());
        rows.addAll(ScaleSavings.reported());
        rows.addAll(ScaleAllocation.reported());
        return rows;
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        ScaleThresholds.claims(evidence);
        progress.report(1, 4);
        ScaleSavings.claims(evidence);
        ScaleAllocation.claims(evidence);
        progress.report(2, 4);
        ScaleVotes.claims(evidence);
        progress.report(4, 4);
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        return Optional.of(ScaleFigures.thresholds(published));
    }
}
