package throughline.workshop.circular;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/// What was right of some suspicions. It tells how many, not which.
///
/// @param right    claims suspected of the fault they have
/// @param mistaken claims suspected of another fault than they have
/// @param honest   claims suspected that have none
/// @param missed   claims with a fault that are not suspected
/// @param hints    one at most for each way of being wrong
public record Judgement(int right, int mistaken, int honest, int missed, List<String> hints) {
    public Judgement {
        hints = List.copyOf(hints);
    }

    static Judgement of(SortedMap<String, Fault> suspected, SortedMap<String, Fault> truth) {
        List<String> right = new ArrayList<>();
        List<String> mistaken = new ArrayList<>();
        List<String> honest = new ArrayList<>();
        suspected.forEach((claim, fault) -> {
            Fault is = truth.get(claim);
            (is == null ? honest : is == fault ? right : mistaken).add(claim);
        });
        List<String> missed = truth.keySet().stream()
                .filter(claim -> !suspected.containsKey(claim))
                .toList();
        List<String> hints = new ArrayList<>();
        honest.stream()
                .limit(1)
                .forEach(claim -> hints.add("[%s] is honest: %s (%s)."
                        .formatted(
                                claim,
                                suspected.get(claim).honest(),
                                suspected.get(claim).instrument())));
        mistaken.stream()
                .limit(1)
                .forEach(claim -> hints.add("[%s] deserves suspicion, but of something else: look at %s."
                        .formatted(claim, truth.get(claim).instrument())));
        missed.stream()
                .limit(1)
                .forEach(claim -> hints.add("A claim that you have not named shows on %s: try it on all."
                        .formatted(truth.get(claim).instrument())));
        return new Judgement(right.size(), mistaken.size(), honest.size(), missed.size(), hints);
    }

    /// Whether every fault was found and named, and nobody honest suspected.
    public boolean solved() {
        return mistaken + honest + missed == 0;
    }

    /// The judgement in words.
    public String text() {
        String counts = "%d right".formatted(right)
                + (mistaken == 0 ? "" : ", %d circular in another way".formatted(mistaken))
                + (honest == 0 ? "" : ", %d honest".formatted(honest))
                + (missed == 0 ? "" : ", some not found");
        return solved() ? counts + ": all found." : counts + ".\n" + String.join("\n", hints);
    }

    @Override
    public String toString() {
        return text();
    }
}
