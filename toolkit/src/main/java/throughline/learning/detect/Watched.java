package throughline.learning.detect;

import java.util.List;
import throughline.learning.Series;

/// A run of one unit with the truth about it. A detector is given the [#series()] alone.
///
/// @param series what can be seen
/// @param wrong  when something was wrong; may overlap
/// @param known  when everybody knows that the unit stands, as after an alarm; nothing is learnt or judged there
public record Watched(Series series, List<Episode> wrong, List<Episode> known) {
    public Watched {
        wrong = List.copyOf(wrong);
        known = List.copyOf(known);
    }

    /// Whether something is wrong at a step, and nobody knows.
    public boolean wrongAt(int step) {
        return judgedAt(step) && at(wrong, step);
    }

    /// Whether what a detector says at a step matters.
    public boolean judgedAt(int step) {
        return !at(known, step);
    }

    private boolean at(List<Episode> episodes, int step) {
        double time = series.time(step);
        return episodes.stream().anyMatch(episode -> episode.holds(time));
    }
}
