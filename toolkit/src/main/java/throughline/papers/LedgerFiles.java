package throughline.papers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// The ledger for programs. One record an entry with the keys `paper, chapter, claim, reported, provenance, reproduced,
/// unit, tolerance, nullValue, skill, grade, verdict, source, seconds`; what is absent, or is not a finite number, is
/// `null` in JSON and empty in CSV. JSON has what takes words too: `title, chapterName, where, toleranceWhy, nullText,
/// constants, measured, identity, tried`, and `counts`, whether the headline counts the claim.
public final class LedgerFiles {
    private static final List<String> COLUMNS =
            List.copyOf(record(new Entry(new Catalogue.Listing("", 0, "", "", ""), Optional.empty()))
                    .keySet());

    private LedgerFiles() {}

    /// A CSV table with a line of headings.
    public static String csv(List<Entry> entries) {
        return Csv.line(COLUMNS)
                + entries.stream()
                        .map(entry -> Csv.line(record(entry).values().stream()
                                .map(value -> Objects.toString(value, ""))
                                .toList()))
                        .collect(Collectors.joining());
    }

    /// A JSON list of objects.
    public static String json(List<Entry> entries) {
        return write(entries.stream().map(LedgerFiles::whole).toList());
    }

    /// A JSON list of objects, each with one key more: `complaint`, what is worse than in the baseline, or `null`.
    public static String json(List<Entry> entries, Baseline baseline) {
        return write(entries.stream()
                .map(entry -> {
                    Map<String, Object> record = whole(entry);
                    record.put("complaint", baseline.complaint(entry).orElse(null));
                    return record;
                })
                .toList());
    }

    private static String write(List<Map<String, Object>> records) {
        try {
            return new ObjectMapper()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsString(records)
                            .replace("\r\n", "\n")
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> record(Entry entry) {
        Claim claim = entry.claim().orElse(null);
        boolean built = claim != null;
        Catalogue.Listing paper = entry.paper();
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("paper", paper.id());
        record.put("chapter", paper.chapter());
        record.put("claim", built ? claim.what() : null);
        record.put("reported", built ? reported(claim) : null);
        record.put("provenance", built ? claim.provenance().orElse(null) : null);
        record.put("reproduced", built ? number(OptionalDouble.of(claim.reproduced())) : null);
        record.put("unit", built ? claim.unit() : null);
        record.put("tolerance", built ? tolerance(claim) : null);
        record.put("nullValue", built ? number(claim.nullValue()) : null);
        record.put("skill", built ? number(claim.skill()) : null);
        record.put("grade", built ? claim.grade() : null);
        record.put("verdict", entry.verdict());
        record.put("source", built ? paper.source() + "; " + claim.reportedRow().where() : paper.source());
        record.put("seconds", built ? claim.seconds() : null);
        return record;
    }

    private static Map<String, Object> whole(Entry entry) {
        Map<String, Object> record = record(entry);
        record.put("title", entry.paper().title());
        record.put("chapterName", entry.paper().chapterName());
        Optional<Claim> claim = entry.claim();
        Optional<Recomputed> recomputed = claim.map(Claim::recomputed);
        record.put("where", claim.map(it -> it.reportedRow().where()).orElse(null));
        record.put(
                "toleranceWhy",
                recomputed.flatMap(Recomputed::tolerance).map(Tolerance::why).orElse(null));
        record.put(
                "nullText", recomputed.flatMap(Recomputed::none).map(Null::text).orElse(null));
        record.put("constants", claim.map(LedgerFiles::constants).orElse(List.of()));
        record.put("measured", recomputed.map(Recomputed::measured).orElse(List.of()));
        record.put("identity", recomputed.map(Recomputed::identity).orElse(""));
        record.put("tried", recomputed.map(Recomputed::tried).orElse(""));
        record.put("counts", claim.map(Claim::counts).orElse(false));
        return record;
    }

    private static List<String> constants(Claim claim) {
        return claim.constants().stream()
                .map(it -> "%s = %s (%s)".formatted(it.name(), Numbers.text(it.value()), it.where()))
                .toList();
    }

    /// A reported direction has no number: it stands in the tolerance.
    private static Double reported(Claim claim) {
        return claim.recomputed().tolerance().orElse(null) instanceof Tolerance.Direction
                ? null
                : number(claim.reported());
    }

    private static String tolerance(Claim claim) {
        return claim.recomputed()
                .tolerance()
                .map(tolerance -> tolerance instanceof Tolerance.Direction
                        ? LedgerText.reported(claim) + ", " + tolerance.text(claim.unit())
                        : tolerance.text(claim.unit()))
                .orElse(null);
    }

    private static Double number(OptionalDouble value) {
        return value.isPresent() && Double.isFinite(value.getAsDouble()) ? value.getAsDouble() : null;
    }
}
