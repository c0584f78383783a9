package throughline.workshop.league;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import throughline.data.Estimate;

/// Gives out places, and shares those that the seeds cannot tell apart.
///
/// Multiple comparisons with the best (Hsu, "Constrained simultaneous confidence intervals for multiple comparisons
/// with the best", Annals of Statistics 12, 1984): what has to hold together is not all pairs of k entries, but
/// only the k - 1 that the truly best one is in, whichever it is. Under common random numbers each pair is
/// compared seed by seed with Student's t, and Bonferroni's inequality joins the k - 1 intervals (as Nelson,
/// Swann, Goldsman and Song screen, "Simple procedures for selecting the best simulated system", Operations
/// Research 49, 2001). So the truly best entry is among those on place 1 with a probability of 95 % at least: it
/// would have to be told worse than the leader, and each of those intervals fails with 5 % / (k - 1) at most.
///
/// Those that drowned ([Trial]) share the last place. Places between are given out the same way among those that
/// are left, each with the lead of its own leader; that all of them are right together nobody promises.
final class Places {
    /// With which probability what is said holds.
    static final double CONFIDENCE = 0.95;

    private final Objective objective;
    private final double probability;

    private Places(Objective objective, int entries) {
        this.objective = objective;
        probability = 1 - (1 - CONFIDENCE) / Math.max(1, entries - 1);
    }

    /// @param results those that have played, with 2 seeds or more
    /// @return in the order of places, then of means, then of names
    static List<Place> of(Objective objective, List<Result> results) {
        Places places = new Places(objective, results.size());
        List<Result> left = new ArrayList<>(
                results.stream().filter(result -> !result.drowned()).toList());
        left.sort(Comparator.comparingDouble(
                        (Result result) -> objective.sign() * places.own(result).mean())
                .thenComparing(result -> result.entry().name()));
        List<Place> given = new ArrayList<>();
        Result leader = left.isEmpty() ? null : left.getFirst();
        while (!left.isEmpty()) {
            Result first = left.getFirst();
            List<Result> together = left.stream()
                    .filter(result -> !places.toldWorse(result, first))
                    .toList();
            int place = given.size() + 1;
            for (Result result : together) {
                Estimate behind = places.behind(result, leader);
                given.add(Place.of(
                        result,
                        place,
                        together.size() > 1,
                        places.own(result),
                        behind,
                        behind.halfWidth(places.probability)));
            }
            left.removeAll(together);
        }
        List<Result> drowned = results.stream()
                .filter(Result::drowned)
                .sorted(Comparator.comparing(result -> result.entry().name()))
                .toList();
        int last = given.size() + 1;
        drowned.forEach(result -> given.add(Place.drowned(result, last, drowned.size() > 1)));
        return given;
    }

    /// Whether the seeds tell an entry from another, among so many entries: below 0 when it is better, above when it is
    /// worse, else 0.
    static int told(Objective objective, Result one, Result another, int entries) {
        if (one.drowned() || another.drowned()) {
            return Boolean.compare(one.drowned(), another.drowned());
        }
        Places places = new Places(objective, entries);
        return places.toldWorse(one, another) ? 1 : places.toldWorse(another, one) ? -1 : 0;
    }

    private boolean toldWorse(Result one, Result another) {
        Estimate behind = behind(one, another);
        return behind.mean() - behind.halfWidth(probability) > 0;
    }

    private Estimate own(Result result) {
        return Estimate.of(values(result));
    }

    /// By how much one is worse than another, seed by seed.
    private Estimate behind(Result one, Result another) {
        double[] differences = values(one);
        double[] others = values(another);
        for (int i = 0; i < differences.length; i++) {
            differences[i] = objective.sign() * (differences[i] - others[i]);
        }
        return Estimate.of(differences);
    }

    private double[] values(Result result) {
        return result.trials().stream().mapToDouble(objective::of).toArray();
    }
}
