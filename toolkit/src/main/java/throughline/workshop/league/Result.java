package throughline.workshop.league;

import java.util.List;

/// What became of an entry.
///
/// @param entry   it
/// @param trials  one a seed, in the order of the seeds; empty when it failed or was not run
/// @param problem why there are none; empty when there are
public record Result(Entry entry, List<Trial> trials, String problem) {
    /// The problem of those that an interrupt left out.
    static final String INTERRUPTED = "not run: the league was interrupted before";

    public Result {
        trials = List.copyOf(trials);
    }

    /// Whether it has played all seeds.
    public boolean played() {
        return problem.isEmpty();
    }

    /// Whether a run of it drowned: see [Trial]. Then it has no mean.
    public boolean drowned() {
        return trials.stream().anyMatch(Trial::isDrowned);
    }
}
