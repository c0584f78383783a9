package throughline.papers;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The verdicts that stand, committed as `paper,claim,verdict`, so that a change which makes one worse is seen.
///
/// @param verdicts by claim, in the order of the ledger
public record Baseline(Map<Key, Verdict> verdicts) {
    public Baseline {
        verdicts = Collections.unmodifiableMap(new LinkedHashMap<>(verdicts));
    }

    /// A claim of a paper.
    public record Key(String paper, String claim) {
        @Override
        public String toString() {
            return paper + ": " + claim;
        }
    }

    /// The verdicts of a recomputed ledger; papers that are not built have none.
    public static Baseline of(List<Entry> entries) {
        Map<Key, Verdict> verdicts = new LinkedHashMap<>();
        entries.forEach(entry -> key(entry).ifPresent(key -> verdicts.put(key, entry.verdict())));
        return new Baseline(verdicts);
    }

    /// Reads a baseline, or what `lab papers --csv` writes: any table with columns `paper`, `claim` and `verdict`.
    public static Baseline parse(String csv) {
        List<List<String>> lines = Csv.parse(csv);
        List<String> header = lines.isEmpty() ? List.of() : lines.getFirst();
        int paper = header.indexOf("paper");
        int claim = header.indexOf("claim");
        int verdict = header.indexOf("verdict");
        if (paper < 0 || claim < 0 || verdict < 0) {
            throw new IllegalArgumentException("a baseline has columns paper, claim, verdict; found " + header);
        }
        Map<Key, Verdict> verdicts = new LinkedHashMap<>();
        lines.stream()
                .skip(1)
                .filter(line -> !line.get(claim).isEmpty())
                .forEach(line ->
                        verdicts.put(new Key(line.get(paper), line.get(claim)), Verdict.valueOf(line.get(verdict))));
        return new Baseline(verdicts);
    }

    /// As committed.
    public String csv() {
        StringBuilder out = new StringBuilder(Csv.line(List.of("paper", "claim", "verdict")));
        verdicts.forEach((key, verdict) -> out.append(Csv.line(List.of(key.paper(), key.claim(), verdict.name()))));
        return out.toString();
    }

    /// What stands worse now, one line each: a worse verdict ([Verdict#worseThan]), a claim that is gone, a claim
    /// that the baseline does not hold yet. The verdict of a timed claim depends on the machine's load and is not
    /// compared.
    public List<String> complaints(List<Entry> entries) {
        Set<Key> gone = new LinkedHashSet<>(verdicts.keySet());
        entries.forEach(entry -> key(entry).ifPresent(gone::remove));
        return Stream.concat(
                        entries.stream().map(this::complaint).flatMap(Optional::stream),
                        gone.stream().map(key -> "%s is gone; it was %s".formatted(key, verdicts.get(key))))
                .toList();
    }

    /// What is wrong with one claim, as in [#complaints]; empty if nothing is.
    Optional<String> complaint(Entry entry) {
        return key(entry).flatMap(key -> {
            Verdict before = verdicts.get(key);
            if (before == null) {
                return Optional.of("%s is new: write the baseline anew".formatted(key));
            }
            boolean worse = !entry.claim().orElseThrow().recomputed().timed()
                    && entry.verdict().worseThan(before);
            return worse
                    ? Optional.of("%s was %s and is %s".formatted(key, before, entry.verdict()))
                    : Optional.empty();
        });
    }

    /// The verdicts on these papers only.
    public Baseline on(Set<String> papers) {
        Map<Key, Verdict> chosen = new LinkedHashMap<>(verdicts);
        chosen.keySet().removeIf(key -> !papers.contains(key.paper()));
        return new Baseline(chosen);
    }

    private static Optional<Key> key(Entry entry) {
        return entry.claim().map(claim -> new Key(entry.paper().id(), claim.what()));
    }
}
