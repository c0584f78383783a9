package throughline.workshop.circular;

import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.papers.Claim;
import throughline.papers.Evidence;
import throughline.papers.Ledger;
import throughline.papers.Null;
import throughline.papers.Paper;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Predictions that know other rows of the study and nothing of queues. They are handed what is published by the
/// ledger, as nulls are.
///
/// @param reported the rows
record Rulers(List<Reported> reported) {
    /// The claim's own null, and the ruler of its topic where that is another.
    Table table(Claim claim) {
        Table table = Table.create(
                "rulers for " + claim.what(),
                StringColumn.create("prediction by"),
                DoubleColumn.create("prediction"),
                DoubleColumn.create("off [%]"),
                StringColumn.create("inside"));
        Null own = claim.recomputed().none().orElseThrow();
        append(table, claim, "its own null: " + own.text(), claim.nullValue().orElseThrow());
        Topic.Ruler ruler = Topic.named(claim.what()).orElseThrow().ruler();
        if (!ruler.text().equals(own.text())) {
            append(table, claim, ruler.text(), predicted(claim.what(), Null.of(ruler.text(), ruler.rule())));
        }
        return table;
    }

    private static void append(Table table, Claim claim, String text, double value) {
        boolean inside =
                ClaimTables.tolerance(claim).admits(value, claim.reported().orElseThrow());
        table.stringColumn(0).append(text);
        table.doubleColumn(1).append(ClaimTables.round(value));
        table.doubleColumn(2).append(ClaimTables.round(ClaimTables.off(claim, value)));
        table.stringColumn(3).append(inside ? "yes" : "no");
    }

    /// What the ledger says to a null that reads its own row.
    String refused() {
        String row = Topic.CYCLE_90.key();
        try {
            predicted(row, Null.mean(row, Topic.CYCLE_80.key()));
        } catch (IllegalArgumentException refusal) {
            return refusal.getMessage();
        }
        throw new IllegalStateException("the ledger has taken a null that reads its own row");
    }

    private double predicted(String row, Null none) {
        return Ledger.claims(new Question(reported, row, none), Cancel.NEVER, Progress.NONE)
                .getFirst()
                .nullValue()
                .orElseThrow();
    }

    /// A paper with one claim, of which only the null counts.
    private record Question(List<Reported> reported, String row, Null none) implements Paper {
        @Override
        public String id() {
            return "Ruler";
        }

        @Override
        public void claims(Evidence evidence, Cancel cancel, Progress progress) {
            evidence.claim(Recomputed.of(row, 0)
                    .within(Tolerance.absolute(0, "only its null is asked for"))
                    .against(none));
        }
    }
}
