package throughline.learning;

import java.util.ArrayList;
import java.util.List;
import throughline.spec.BadInput;

/// Cut-offs in the time of the test runs.
///
/// Test windows are dealt to folds by the step at which their answers begin: a window whose answers reach beyond the
/// next cut-off is asked all the same, and none is lost between two folds or at the end of a run.
///
/// @param first first cut-off: a step of the test runs
/// @param step  steps from one cut-off to the next
/// @param kept  how many steps before a cut-off are learnt from; [#ALL] for all of them
record Rolling(int first, int step, int kept) {
    static final int ALL = Integer.MAX_VALUE;

    Rolling {
        Checks.atLeast(1, "step", step);
        Checks.atLeast(1, "kept", kept);
    }

    List<Fold> folds(Task task, Split split) {
        Windows train = task.windows(split.train());
        Windows validation = task.windows(split.validation());
        Windows test = task.windows(split.test());
        int longest = split.test().stream().mapToInt(Series::length).max().orElse(0);
        int last = longest - task.horizon();
        if (first < task.lags() || first > last) {
            throw new BadInput(
                    "first cut-off [%d]; with %d lags, a horizon of %d and runs of up to %d steps it lies from %d to %d",
                    first, task.lags(), task.horizon(), longest, task.lags(), last);
        }
        List<Fold> folds = new ArrayList<>();
        // A step beyond the longest run makes one fold, as any other that leaves the run does.
        int apart = Math.min(step, longest);
        for (int cutoff = first; cutoff <= last; cutoff += apart) {
            int next = cutoff + apart <= last ? cutoff + apart : longest;
            folds.add(new Fold(
                    cutoff,
                    learntFrom(train, cutoff).and(test.between(from(cutoff), cutoff)),
                    learntFrom(validation, cutoff),
                    test.between(cutoff - task.lags(), Math.min(longest, next + task.horizon() - 1))));
        }
        return folds;
    }

    private int from(int cutoff) {
        return kept == ALL ? 0 : Math.max(0, cutoff - kept);
    }

    /// Other runs are seen whole, or as much of them as of the test runs.
    private Windows learntFrom(Windows others, int cutoff) {
        return kept == ALL ? others : others.between(from(cutoff), cutoff);
    }
}
