package throughline.data;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import throughline.spec.Cancel;

/// The simulation of one part: its runs, one after the other, into its files. A run whose model throws is left out:
/// the part is given up and made again without it, so that it holds whole runs only.
///
/// @param <S>    the model's specification
/// @param sweep  whose part it is
/// @param folder where to
/// @param part   its number
record PartWork<S extends Record>(Sweep<S> sweep, PartFolder folder, int part) {
    /// Makes the part.
    ///
    /// @param cancel when requested, nothing is left of it
    /// @param tick   told once for each run that has been tried
    /// @return its receipt; nothing after a cancel
    /// @throws RuntimeException when its files cannot be written
    Optional<Receipt> make(Cancel cancel, Runnable tick) {
        SortedMap<Integer, String> failed = new TreeMap<>();
        Runnable told = tick;
        while (true) {
            int before = failed.size();
            try (PartFiles files = new PartFiles(folder, part)) {
                simulate(files, failed, cancel, told);
                if (cancel.requested()) {
                    return Optional.empty();
                }
                if (failed.size() == before) {
                    return Optional.of(files.commit(failed));
                }
            }
            told = () -> {};
        }
    }

    private void simulate(PartFiles files, SortedMap<Integer, String> failed, Cancel cancel, Runnable tick) {
        int first = part * Sweep.RUNS_A_PART;
        for (int run = first; run < first + sweep.runsOf(part) && !cancel.requested(); run++) {
            if (!failed.containsKey(run)) {
                try {
                    sweep.recipe().model().run(run, sweep.configuration(run), sweep.seed(run), files.traces(), cancel);
                } catch (RuntimeException e) {
                    files.check();
                    failed.put(run, Failure.message(e));
                }
            }
            if (!cancel.requested()) {
                tick.run();
            }
        }
    }
}
