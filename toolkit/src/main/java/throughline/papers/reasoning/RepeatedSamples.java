package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tech.tablesaw.api.Table;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.papers.Evidence;
import throughline.papers.Paper;
import throughline.papers.Published;
import throughline.papers.Reported;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The population of problems, held against what others published of repeated samples: DeepSeek-R1's votes of 64,
/// self-consistency, coverage of Large Language Monkeys, s1's waiting, and revisions against samples side by side. Not
/// a paper of the catalogue: a validation, nearly all of it against recalled numbers.
///
/// Two models of R1 are predicted from five, with the error of thirty problems given their pass@1 as the band. A
/// straight line over pass@1 does nearly as well. The five do not tell spread from confusion: the search for both ends
/// where no two errors agree. And one spread does not hold for all: SCALE's models gain next to nothing by a vote.
public final class RepeatedSamples implements Paper {
    /// Its name in the list of validations.
    public static final String ID = "repeated-samples";

    private final RepeatedSamplesVotes votes = new RepeatedSamplesVotes();
    private final RepeatedSamplesRevisions revisions = new RepeatedSamplesRevisions();

    @Override
    public String id() {
        return ID;
    }

    @Override
    public List<Reported> reported() {
        List<Reported> rows = new ArrayList<>(RepeatedSamplesVotes.reported());
        rows.addAll(RepeatedSamplesCoverage.reported());
        rows.addAll(RepeatedSamplesRevisions.reported());
        return rows;
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        votes.claims(evidence);
        progress.report(1, 3);
        if (!cancel.requested()) {
            RepeatedSamplesCoverage.claims(evidence);
            progress.report(2, 3);
            revisions.claims(evidence, cancel);
            progress.report(3, 3);
        }
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        Table table = votes.table(published);
        double[] one = table.doubleColumn("pass@1 [%]").asDoubleArray();
        double[] expected = table.doubleColumn("expected [%]").asDoubleArray();
        double[] band = table.doubleColumn("band [points]").asDoubleArray();
        double[] low = new double[one.length];
        double[] high = new double[one.length];
        for (int i = 0; i < one.length; i++) {
            low[i] = expected[i] - 2 * band[i];
            high[i] = expected[i] + 2 * band[i];
        }
        progress.report(1, 1);
        return Optional.of(Plot.of(
                        "A vote of 64, with what thirty problems leave open",
                        Axis.of("pass@1", "%"),
                        Axis.of("cons@64", "%"))
                .intervals("expected, two standard deviations", one, expected, low, high)
                .published("DeepSeek-R1", one, table.doubleColumn("cons@64 [%]").asDoubleArray()));
    }
}
