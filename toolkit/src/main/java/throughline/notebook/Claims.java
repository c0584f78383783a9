package throughline.notebook;

import java.util.List;
import java.util.Map;
import tech.tablesaw.api.Table;
import throughline.papers.Entry;
import throughline.papers.LedgerTable;
import throughline.papers.Verdict;

/// The ledger's claims as a table whose verdicts have colours, and words for those who see none.
///
/// @param entries as the ledger gives them
public record Claims(List<Entry> entries) {
    private static final Map<Verdict, String> COLOURS = Map.of(
            Verdict.INSIDE, "#0a7d4f",
            Verdict.OUTSIDE, "#c0392b",
            Verdict.UNINFORMATIVE, "#8a6d00",
            Verdict.UNVERIFIED, "#8a6d00",
            Verdict.IDENTITY, "#55606a",
            Verdict.UNKNOWN, "#55606a",
            Verdict.NOT_YET, "#55606a");

    public Claims {
        entries = List.copyOf(entries);
    }

    Bundle bundle() {
        Table table = LedgerTable.of(entries);
        return new TableView(table).bundle((column, text) -> {
            if (!column.equals("verdict")) {
                return "";
            }
            String colour = COLOURS.get(Verdict.valueOf(text));
            return "background:%s;color:#fff;font-weight:600".formatted(colour);
        });
    }
}
