package throughline.papers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The ledger for people: lines of at most 120 columns.
public final class LedgerText {
    /// The widest line.
    public static final int COLUMNS = 120;

    private static final String CLAIM = "    %-36s %9s %10s %-9s %-15s %5s %-10s %s";
    private static final String NOT_BUILT = "  %-27s %-79s %s";

    private LedgerText() {}

    /// The headline: how many claims are [Verdict#INSIDE] on numbers seen at their source, and how many of each other
    /// verdict there are.
    public static List<String> headline(List<Entry> entries) {
        Map<Verdict, Long> counts =
                entries.stream().collect(Collectors.groupingBy(Entry::verdict, TreeMap::new, Collectors.counting()));
        long inside = counts.getOrDefault(Verdict.INSIDE, 0L);
        long counted = entries.stream()
                .filter(entry -> entry.claim().filter(Claim::counts).isPresent())
                .count();
        List<String> others = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            if (verdict == Verdict.NOT_YET) {
                others.add("%s %d papers".formatted(verdict, counts.getOrDefault(verdict, 0L)));
            } else if (verdict != Verdict.INSIDE) {
                others.add("%s %d".formatted(verdict, counts.getOrDefault(verdict, 0L)));
            }
        }
        return List.of(
                "INSIDE %d on printed numbers or authors' data (and %d on weaker sources)"
                        .formatted(counted, inside - counted),
                String.join(" · ", others));
    }

    /// A table, by chapter and paper. A star marks what is inside on a weaker source than print or authors' data.
    public static List<String> table(List<Entry> entries) {
        List<String> lines = new ArrayList<>();
        String chapter = "";
        String paper = "";
        for (Entry entry : entries) {
            Catalogue.Listing listing = entry.paper();
            if (!listing.chapterName().equals(chapter)) {
                chapter = listing.chapterName();
                lines.add("%d %s".formatted(listing.chapter(), chapter));
            }
            if (entry.claim().isEmpty()) {
                lines.add(NOT_BUILT.formatted(listing.id(), cut(listing.title(), 79), entry.verdict()));
                continue;
            }
            if (!listing.id().equals(paper)) {
                paper = listing.id();
                lines.add("  " + cut(listing.id() + "  " + listing.title(), COLUMNS - 2));
                lines.add(CLAIM.formatted(
                        "", "reported", "recomputed", "unit", "tolerance", "skill", "grade", "verdict"));
            }
            lines.addAll(claim(entry.claim().get()));
        }
        return lines.stream().map(String::stripTrailing).toList();
    }

    private static List<String> claim(Claim claim) {
        List<String> name = wrap(claim.what(), 36);
        List<String> lines = new ArrayList<>();
        lines.add(CLAIM.formatted(
                name.getFirst(),
                reported(claim),
                Numbers.text(claim.reproduced()),
                cut(claim.unit(), 9),
                cut(tolerance(claim), 15),
                skill(claim.skill()),
                claim.grade(),
                claim.verdict() + (claim.verdict() == Verdict.INSIDE && !claim.counts() ? "*" : "")));
        name.stream().skip(1).map(part -> "    " + part).forEach(lines::add);
        wrap(claim.recomputed().tried(), COLUMNS - 13).stream()
                .filter(part -> !part.isEmpty())
                .map(part -> "      tried: " + part)
                .forEach(lines::add);
        return lines;
    }

    /// Everything about the claims of one paper, field by field.
    public static List<String> details(List<Entry> entries) {
        List<String> lines = new ArrayList<>();
        entries.forEach(entry -> entry.claim().ifPresent(claim -> {
            lines.add("");
            lines.addAll(wrap(claim.what(), COLUMNS));
            fields(claim).forEach((field, text) -> {
                String label = field;
                for (String part : wrap(text, COLUMNS - 15)) {
                    lines.add("  %-12s %s".formatted(label, part));
                    label = "";
                }
            });
        }));
        return lines;
    }

    private static Map<String, String> fields(Claim claim) {
        Recomputed recomputed = claim.recomputed();
        Map<String, String> fields = new LinkedHashMap<>();
        String unit = claim.unit().isEmpty() ? "" : " " + claim.unit();
        String where = claim.reportedRow().where();
        fields.put(
                "reported",
                claim.provenance()
                        .map(provenance -> "%s%s (%s; %s)".formatted(reported(claim), unit, provenance, where))
                        .orElse("not known (%s)".formatted(where)));
        fields.put(
                "recomputed",
                String.format(
                        Locale.ROOT,
                        "%s%s, %s, in %.1f s",
                        Numbers.text(claim.reproduced()),
                        unit,
                        claim.grade(),
                        claim.seconds()));
        recomputed.tolerance().ifPresent(t -> fields.put("tolerance", t.text(claim.unit()) + ": " + t.why()));
        recomputed
                .none()
                .ifPresent(none -> fields.put(
                        "null",
                        "%s: %s; skill over it %s"
                                .formatted(
                                        Numbers.text(claim.nullValue().orElseThrow()),
                                        none.text(),
                                        skill(claim.skill()))));
        fields.put(
                "constants",
                recomputed.constants().stream()
                        .map(c -> "%s = %s (%s)".formatted(c.name(), Numbers.text(c.value()), c.where()))
                        .collect(Collectors.joining("; ")));
        fields.put("run for real", String.join("; ", recomputed.measured()));
        fields.put("identity", recomputed.identity());
        fields.put("tried", recomputed.tried());
        fields.put("verdict", claim.verdict().name());
        fields.values().removeIf(String::isEmpty);
        return fields;
    }

    static String reported(Claim claim) {
        if (claim.reported().isEmpty()) {
            return "not known";
        }
        double value = claim.reported().getAsDouble();
        boolean direction = claim.recomputed().tolerance().orElseThrow() instanceof Tolerance.Direction;
        return direction ? value > 0 ? "> 0" : "< 0" : Numbers.text(value);
    }

    private static String tolerance(Claim claim) {
        return claim.recomputed().tolerance().map(t -> t.text(claim.unit())).orElse("");
    }

    static String skill(OptionalDouble skill) {
        if (skill.isEmpty()) {
            return "-";
        }
        return skill.getAsDouble() < -9.9 ? "< -9" : String.format(Locale.ROOT, "%.2f", skill.getAsDouble());
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1).stripTrailing() + "…";
    }

    /// Lines of at most `width`, broken at spaces where there are any; at least one line.
    private static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text.strip();
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int end = space > 0 ? space : width;
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).strip();
        }
        lines.add(rest);
        return lines;
    }
}
