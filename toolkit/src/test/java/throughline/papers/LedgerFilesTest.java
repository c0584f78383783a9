package throughline.papers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LedgerFilesTest {
    private final List<Entry> entries = MadeUpLedger.ledger().recompute();

    @Test
    void jsonHasEveryFieldWithNumbersAsNumbersAndNullWhereAbsent() throws Exception {
        JsonNode ledger = new ObjectMapper().readTree(LedgerFiles.json(entries));
        JsonNode claim = ledger.get(0);
        assertThat(claim.propertyStream().map(Map.Entry::getKey))
                .containsExactly(
                        "paper",
                        "chapter",
                        "claim",
                        "reported",
                        "provenance",
                        "reproduced",
                        "unit",
                        "tolerance",
                        "nullValue",
                        "skill",
                        "grade",
                        "verdict",
                        "source",
                        "seconds",
                        "title",
                        "chapterName",
                        "where",
                        "toleranceWhy",
                        "nullText",
                        "constants",
                        "measured",
                        "identity",
                        "tried",
                        "counts");
        assertThat(claim.get("where").textValue()).isEqualTo("table 2");
        assertThat(claim.get("counts").booleanValue()).isTrue();
        assertThat(claim.get("reported").doubleValue()).isEqualTo(29.2);
        assertThat(claim.get("reproduced").isNumber()).isTrue();
        assertThat(claim.get("tolerance").textValue()).isEqualTo("±5 %");
        assertThat(claim.get("provenance").textValue()).isEqualTo("PRINTED");
        assertThat(claim.get("source").textValue()).isEqualTo("arXiv 1234.56789, 2026; table 2");
        assertThat(claim.get("seconds").isNumber()).isTrue();

        JsonNode unknown = ledger.get(1);
        assertThat(unknown.get("verdict").textValue()).isEqualTo("UNKNOWN");
        assertThat(Stream.of("reported", "provenance", "tolerance", "nullValue", "skill"))
                .allSatisfy(field -> assertThat(unknown.get(field).isNull()).isTrue());

        JsonNode notYet = ledger.get(2);
        assertThat(notYet.get("paper").textValue()).isEqualTo("Etcher");
        assertThat(notYet.get("verdict").textValue()).isEqualTo("NOT_YET");
        assertThat(Stream.of("claim", "reported", "reproduced", "grade", "seconds"))
                .allSatisfy(field -> assertThat(notYet.get(field).isNull()).isTrue());
    }

    @Test
    void heldAgainstABaselineEveryRecordSaysWhatIsWorse() throws Exception {
        List<Entry> worse = MadeUpLedger.ledger(() -> 60).recompute();
        JsonNode ledger = new ObjectMapper().readTree(LedgerFiles.json(worse, Baseline.of(entries)));
        assertThat(ledger.get(0).get("complaint").textValue())
                .isEqualTo("Furnace: cycle time was INSIDE and is OUTSIDE");
        assertThat(ledger.get(1).get("complaint").isNull()).isTrue();
        assertThat(ledger.get(2).get("complaint").isNull()).isTrue();
    }

    @Test
    void whatIsNotAFiniteNumberIsNullInJson() throws Exception {
        List<Entry> broken = MadeUpLedger.ledger(() -> Double.NaN).recompute();
        JsonNode claim = new ObjectMapper().readTree(LedgerFiles.json(broken)).get(0);
        assertThat(claim.get("reproduced").isNull()).isTrue();
        assertThat(claim.get("skill").isNull()).isTrue();
        assertThat(claim.get("verdict").textValue()).isEqualTo("OUTSIDE");
    }

    @Test
    void csvHasOneLineAnEntryUnderItsHeadings() {
        List<List<String>> lines = Csv.parse(LedgerFiles.csv(entries));
        assertThat(lines).hasSize(1 + entries.size()).allSatisfy(line -> assertThat(line)
                .hasSize(14));
        assertThat(lines.get(1)).startsWith("Furnace", "1", "cycle time", "29.2", "PRINTED", "29.5", "h");
        assertThat(lines.get(3)).startsWith("Etcher", "2", "", "");
    }

    @Test
    void everyLineFitsTheTerminal() {
        List<Entry> all = new Ledger(Catalogue.standard(), List.of()).recompute();
        assertThat(LedgerText.table(all)).hasSize(102 + 8).allMatch(line -> line.length() <= LedgerText.COLUMNS);
        assertThat(LedgerText.headline(all)).allMatch(line -> line.length() <= LedgerText.COLUMNS);

        String wide = "a claim whose name goes on and on ".repeat(9).strip();
        List<Entry> stretched = new Ledger(
                        MadeUpLedger.CATALOGUE,
                        List.of(MadeUp.paper(
                                List.of(MadeUp.row("a", 12345.678)),
                                evidence -> evidence.claim(Recomputed.of("a", -123456.789e9)
                                        .as(wide)
                                        .within(Tolerance.direction(0.0123456, wide))
                                        .tried(wide)))))
                .recompute();
        assertThat(LedgerText.table(stretched)).allMatch(line -> line.length() <= LedgerText.COLUMNS);
        assertThat(LedgerText.details(stretched)).allMatch(line -> line.length() <= LedgerText.COLUMNS);
    }

    @Test
    void theHeadlineCountsInsideClaimsSeenAtTheirSourceAndEveryOtherVerdict() {
        assertThat(LedgerText.headline(entries))
                .containsExactly(
                        "INSIDE 1 on printed numbers or authors' data (and 0 on weaker sources)",
                        "UNVERIFIED 0 · IDENTITY 0 · UNINFORMATIVE 0 · OUTSIDE 0 · UNKNOWN 1 · NOT_YET 1 papers");
    }
}
