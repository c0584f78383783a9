package throughline.papers.reasoning;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import throughline.data.WholeFile;
import throughline.learning.Torch;
import throughline.papers.reasoning.BacktrackRun.Tested;
import throughline.reasoning.puzzles.PuzzleSet;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.spec.Workers;

/// All trainings of the Backtrack paper's study: CountDown by solutions, traces and short traces, Sudoku by solutions
/// and traces.
///
/// ```java
/// var study = new BacktrackStudy(BacktrackTask.of("small"), 1);
/// study.run(Path.of("out/backtrack"), Cancel.onInterrupt(), Progress.NONE);   // results.csv
/// ```
public final class BacktrackStudy {
    private static final String HEADINGS = "puzzle,form,stage,measure,at,multiply_adds,solved,standard_error\n";

    private final List<BacktrackRun> runs;

    /// @param tasks whose puzzles are drawn now
    /// @param seed  of puzzles, weights and samples
    public BacktrackStudy(List<BacktrackTask> tasks, long seed) {
        List<BacktrackRun> all = new ArrayList<>();
        for (BacktrackTask task : tasks) {
            PuzzleSet set = BacktrackRun.puzzles(task, seed);
            for (BacktrackForm form : task.forms()) {
                all.add(BacktrackRun.of(task, form, set, seed));
            }
        }
        runs = List.copyOf(all);
    }

    /// The trainings of a form, in the order of the tasks.
    List<BacktrackRun> runs(BacktrackForm form) {
        return runs.stream().filter(run -> run.form() == form).toList();
    }

    /// Trains and tests all, side by side.
    ///
    /// @param progress in steps of all trainings, from several threads
    /// @return by `puzzle form`, and `puzzle form, GRPO`; incomplete when cancelled
    Map<String, BacktrackOutcome> run(Cancel cancel, Progress progress) {
        Map<String, BacktrackOutcome> outcomes = new TreeMap<>();
        List<Optional<Tested>> tested = all(run -> run.run(Optional.empty(), cancel, progress));
        for (int r = 0; r < runs.size(); r++) {
            String name = runs.get(r).name();
            tested.get(r).ifPresent(one -> {
                outcomes.put(name, one.taught());
                one.rewarded().ifPresent(rewarded -> outcomes.put(name + ", GRPO", rewarded));
            });
        }
        return outcomes;
    }

    /// Trains what a folder does not hold yet, and writes it there: weights and results of each model, and
    /// `results.csv` of all.
    ///
    /// @param progress in steps of the training that is under way, from several threads
    /// @return whether all is done; otherwise the same call goes on
    /// @throws BadInput when the folder cannot be written, or holds weights of another training
    public boolean run(Path folder, Cancel cancel, Progress progress) {
        try {
            Files.createDirectories(folder);
            List<Optional<String>> rows = all(run -> rows(run, folder, cancel, progress));
            String done = rows.stream().flatMap(Optional::stream).collect(Collectors.joining());
            WholeFile.write(folder.resolve("results.csv"), (HEADINGS + done).getBytes(StandardCharsets.UTF_8));
            return rows.stream().allMatch(Optional::isPresent);
        } catch (IOException e) {
            throw new BadInput("folder [%s] cannot be read or written (%s)", folder, e.getMessage());
        }
    }

    private static Optional<String> rows(BacktrackRun run, Path folder, Cancel cancel, Progress progress) {
        String stem = run.name().toLowerCase(Locale.ROOT).replace(' ', '-');
        Path file = folder.resolve(stem + ".csv");
        try {
            if (Files.exists(file)) {
                return Optional.of(Files.readString(file));
            }
        } catch (IOException e) {
            throw new BadInput("%s cannot be read: [%s]", file, e);
        }
        Optional<String> rows = run.run(Optional.of(folder.resolve(stem + ".weights")), cancel, progress)
                .map(tested -> run.rows("taught", tested.taught())
                        + tested.rewarded()
                                .map(after -> run.rows("GRPO", after))
                                .orElse(""));
        rows.ifPresent(text -> WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8)));
        return rows;
    }

    /// On a GPU one at a time: they would share it, and its memory.
    private <T> List<T> all(Function<BacktrackRun, T> work) {
        List<Supplier<T>> tasks =
                runs.stream().map(run -> (Supplier<T>) () -> work.apply(run)).toList();
        return Torch.device().isGpu() ? Workers.all(tasks, 1) : Workers.all(tasks);
    }
}
