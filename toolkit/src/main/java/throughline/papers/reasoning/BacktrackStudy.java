package throughline.papers.reasoning;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
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
/// show(BacktrackStudy.figure(study.shares(Cancel.onInterrupt(), Progress.NONE), "CountDown"));
/// study.run(Path.of("out/backtrack"), Cancel.onInterrupt(), Progress.NONE);   // results.csv
/// ```
public final class BacktrackStudy {
    private final List<BacktrackRun> runs;

    /// @param tasks whose puzzles are drawn now
    /// @param seed  of puzzles, weights and samples
    public BacktrackStudy(List<BacktrackTask> tasks, long seed) {
        this(tasks, BacktrackRun::puzzles, seed);
    }

    private BacktrackStudy(List<BacktrackTask> tasks, BiFunction<BacktrackTask, Long, PuzzleSet> puzzles, long seed) {
        List<BacktrackRun> all = new ArrayList<>();
        for (BacktrackTask task : tasks) {
            PuzzleSet set = puzzles.apply(task, seed);
            for (BacktrackForm form : task.forms()) {
                all.add(BacktrackRun.of(task, form, set, seed));
            }
        }
        runs = List.copyOf(all);
    }

    /// A study to choose settings by: it tests on puzzles that are held out of the training ones, and sees none of
    /// those that others are tested on.
    ///
    /// @param tasks whose puzzles are drawn now
    /// @param seed  of puzzles, weights and samples
    public static BacktrackStudy validation(List<BacktrackTask> tasks, long seed) {
        return new BacktrackStudy(tasks, BacktrackRun::validation, seed);
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

    /// Trains and tests all, side by side, and says what was solved at which cost.
    ///
    /// @param progress in steps of all trainings, from several threads
    /// @return training by training; incomplete when cancelled
    public List<BacktrackShare> shares(Cancel cancel, Progress progress) {
        List<Optional<Tested>> tested = all(run -> run.run(Optional.empty(), cancel, progress));
        List<BacktrackShare> shares = new ArrayList<>();
        for (int r = 0; r < runs.size(); r++) {
            tested.get(r).map(runs.get(r)::shares).ifPresent(shares::addAll);
        }
        return shares;
    }

    /// Solved puzzles over compute: a line for each form and stage, search by its budget, answers by their number.
    ///
    /// @param shares of a study
    /// @param puzzle family that is drawn
    public static Plot figure(List<BacktrackShare> shares, String puzzle) {
        Plot plot = Plot.of(
                puzzle + ": search against direct answers, trained here",
                Axis.of("multiply-adds", "").logarithmic(),
                Axis.of("solved", "%"));
        Map<String, List<BacktrackShare>> lines = shares.stream()
                .filter(share -> share.puzzle().equals(puzzle))
                .filter(share ->
                        share.form().equals("direct") == share.measure().equals(BacktrackShare.TRIES))
                .collect(Collectors.groupingBy(
                        share -> share.form() + ", " + share.stage(), LinkedHashMap::new, Collectors.toList()));
        for (var line : lines.entrySet()) {
            double[] costs = line.getValue().stream()
                    .mapToDouble(BacktrackShare::multiplyAdds)
                    .toArray();
            double[] solved = line.getValue().stream()
                    .mapToDouble(share -> share.solved().mean())
                    .toArray();
            plot = plot.line(line.getKey(), costs, solved);
        }
        return plot;
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
            WholeFile.write(
                    folder.resolve("results.csv"), (BacktrackShare.HEADINGS + done).getBytes(StandardCharsets.UTF_8));
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
                .map(tested ->
                        run.shares(tested).stream().map(BacktrackShare::line).collect(Collectors.joining()));
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
