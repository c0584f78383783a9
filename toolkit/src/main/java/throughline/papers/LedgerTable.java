package throughline.papers;

import java.util.List;
import java.util.function.Function;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The ledger for notebooks: a table of what the terminal shows.
public final class LedgerTable {
    private LedgerTable() {}

    /// One row a claim: `paper`, `claim`, `reported`, `recomputed`, `unit`, `skill`, `grade`, `verdict`, as text;
    /// papers that are not built are left out.
    public static Table of(List<Entry> entries) {
        List<Entry> built =
                entries.stream().filter(entry -> entry.claim().isPresent()).toList();
        return Table.create(
                "ledger",
                StringColumn.create(
                        "paper", built.stream().map(entry -> entry.paper().id())),
                column("claim", built, Claim::what),
                column("reported", built, LedgerText::reported),
                column("recomputed", built, claim -> Numbers.text(claim.reproduced())),
                column("unit", built, Claim::unit),
                column("skill", built, claim -> LedgerText.skill(claim.skill())),
                column("grade", built, claim -> claim.grade().name()),
                column("verdict", built, claim -> claim.verdict().name()));
    }

    private static StringColumn column(String name, List<Entry> entries, Function<Claim, String> text) {
        return StringColumn.create(
                name, entries.stream().map(entry -> text.apply(entry.claim().orElseThrow())));
    }
}
