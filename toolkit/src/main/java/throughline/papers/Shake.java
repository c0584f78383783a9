package throughline.papers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Changes reported values and recomputes. For each set of rows that some claims were fitted on, all other rows are
/// changed at once, and those claims may not move by a bit; only when one does is each row changed alone, to find
/// which.
///
/// A row grows by ten percent and by a share of its own beyond that, so that a ratio of two smuggled rows moves too.
final class Shake {
    private final Paper paper;
    private final Cancel cancel;
    private final Published published;
    private final List<Leak> leaks = new ArrayList<>();

    Shake(Paper paper, Cancel cancel) {
        this.paper = paper;
        this.cancel = cancel;
        this.published = Published.of(paper.reported());
    }

    List<Leak> leaks() {
        return leaks(recompute(published, Set.of()));
    }

    /// @param base what comes out when nothing is changed, by the names of the claims in question
    List<Leak> leaks(Map<String, Recomputed> base) {
        Map<Set<String>, Set<String>> claimsByFit = base.values().stream()
                .collect(Collectors.groupingBy(
                        Recomputed::fittedOn,
                        LinkedHashMap::new,
                        Collectors.mapping(Recomputed::what, Collectors.toCollection(LinkedHashSet::new))));
        claimsByFit.forEach((fittedOn, claims) -> {
            Set<String> others = new LinkedHashSet<>(published.keys());
            others.removeAll(fittedOn);
            Set<String> moved = moved(base, claims, others);
            if (!moved.isEmpty()) {
                explain(base, moved, others);
            }
        });
        return leaks;
    }

    private void explain(Map<String, Recomputed> base, Set<String> moved, Set<String> others) {
        Set<String> restless = moved(base, moved, Set.of());
        Map<String, List<String>> culprits = new LinkedHashMap<>();
        for (String row : others) {
            moved(base, moved, Set.of(row)).forEach(claim -> culprits.computeIfAbsent(claim, _ -> new ArrayList<>())
                    .add(row));
        }
        for (String claim : moved) {
            List<String> rows = culprits.getOrDefault(claim, List.of());
            if (cancel.requested()) {
                return;
            }
            if (restless.contains(claim)) {
                leaks.add(new Leak(claim, List.of(), "moves though nothing is changed: it is not reproducible"));
            } else if (rows.isEmpty()) {
                leaks.add(new Leak(claim, rows, "moves when several of " + others + " are changed together"));
            } else {
                leaks.add(new Leak(claim, rows, "moves with " + rows + ", which no constant it names was fitted on"));
            }
        }
    }

    /// Which claims, of some, come out differently or not at all when rows are changed.
    private Set<String> moved(Map<String, Recomputed> base, Set<String> claims, Set<String> rows) {
        if (cancel.requested()) {
            return Set.of();
        }
        Map<String, Recomputed> shaken = recompute(published.changed(rows, this::changed), claims);
        return claims.stream()
                .filter(claim -> !shaken.containsKey(claim) || !base.get(claim).same(shaken.get(claim)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Reported changed(Reported row) {
        if (row.value().isEmpty()) {
            return row;
        }
        int place = List.copyOf(published.keys()).indexOf(row.key());
        double share = 0.1 + 0.01 * place / published.keys().size();
        double value = row.value().getAsDouble();
        return row.withValue(value == 0 ? share : value * (1 + share));
    }

    /// @param awaited claims after which no other is asked for; empty for all of them
    private Map<String, Recomputed> recompute(Published rows, Set<String> awaited) {
        Evidence evidence = new Evidence(rows, awaited);
        try {
            paper.claims(evidence, cancel, Progress.NONE);
        } catch (Evidence.Enough entered) {
            // what would have come after is not in question
        }
        Map<String, Recomputed> byName = new LinkedHashMap<>();
        evidence.claims().forEach(timed -> byName.put(timed.recomputed().what(), timed.recomputed()));
        return byName;
    }
}
