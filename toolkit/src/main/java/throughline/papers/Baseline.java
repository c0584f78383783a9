package throughline.papers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
        entries.forEach(entry -> entry.claim()
                .ifPresent(claim -> verdicts.put(new Key(entry.paper().id(), claim.what()), claim.verdict())));
        return new Baseline(verdicts);
    }

    /// Reads a baseline, or what `lab papers --csv` writes: any table with columns `paper`, `claim` and `verdict`.
    public static Baseline parse(String csv) {
        List<List<String>> lines = Csv.parse(csv);
        List<String> header = lines.getFirst();
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
        List<String> complaints = new ArrayList<>();
        Set<Key> gone = new LinkedHashSet<>(verdicts.keySet());
        for (Entry entry : entries) {
            Optional<Claim> claim = entry.claim();
            if (claim.isPresent()) {
                Key key = new Key(entry.paper().id(), claim.get().what());
                Verdict before = verdicts.get(key);
                gone.remove(key);
                if (before == null) {
                    complaints.add("%s is new: write the baseline anew".formatted(key));
                } else if (!claim.get().recomputed().timed() && entry.verdict().worseThan(before)) {
                    complaints.add("%s was %s and is %s".formatted(key, before, entry.verdict()));
                }
            }
        }
        gone.forEach(key -> complaints.add("%s is gone; it was %s".formatted(key, verdicts.get(key))));
        return complaints;
    }
}
