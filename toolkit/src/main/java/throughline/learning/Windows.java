package throughline.learning;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.Predicate;
import java.util.stream.Stream;
import throughline.spec.BadInput;

/// The windows of a task over several runs: run after run, by ascending start, never across two runs. A list of views,
/// made when asked for; it holds a few numbers a run.
public final class Windows extends AbstractList<Window> implements RandomAccess {
    private final Task task;
    private final List<Part> parts;
    /// `before[p]` windows lie in the parts before part p.
    private final int[] before;

    /// A stretch of one run that windows may lie in.
    ///
    /// @param from first step
    /// @param to   the step after the last
    private record Part(View view, int from, int to) {}

    private Windows(List<Part> parts, Task task) {
        this.task = task;
        this.parts = parts;
        before = new int[parts.size() + 1];
        for (int p = 0; p < parts.size(); p++) {
            Part part = parts.get(p);
            part.view().requireKnobs(parts.getFirst().view().names());
            long starts = (long) part.to() - part.from() - task.lags() - task.horizon() + 1;
            before[p + 1] =
                    Math.addExact(before[p], starts <= 0 ? 0 : Math.toIntExact((starts - 1) / task.stride() + 1));
        }
    }

    static Windows of(Task task, List<Series> runs) {
        return new Windows(
                runs.stream()
                        .map(run -> new Part(View.of(task, run), 0, run.length()))
                        .toList(),
                task);
    }

    /// The task.
    public Task task() {
        return task;
    }

    /// The runs, including those too short for a window, each once.
    public List<Series> runs() {
        return parts.stream().map(part -> part.view().series()).distinct().toList();
    }

    /// How many windows there are.
    @Override
    public int size() {
        return before[parts.size()];
    }

    @Override
    public Window get(int index) {
        Objects.checkIndex(index, size());
        int found = Arrays.binarySearch(before, index);
        int p = found < 0 ? -found - 2 : lastOf(found);
        Part part = parts.get(p);
        return new Window(task, part.view(), part.from() + (index - before[p]) * task.stride(), null);
    }

    /// Parts without a window share their `before` with the part after them; the last of these holds the window.
    private int lastOf(int found) {
        int p = found;
        while (before[p + 1] == before[p]) {
            p++;
        }
        return p;
    }

    /// These windows as far as they lie, with their answers, in some steps of each run.
    ///
    /// @param from first step that may be seen
    /// @param to   the step after the last that may be seen or answered
    public Windows between(int from, int to) {
        return new Windows(
                parts.stream()
                        .map(part -> new Part(part.view(), Math.max(from, part.from()), Math.min(to, part.to())))
                        .toList(),
                task);
    }

    /// These windows of some of the runs.
    public Windows only(Predicate<Series> chosen) {
        return new Windows(
                parts.stream().filter(part -> chosen.test(part.view().series())).toList(), task);
    }

    /// Windows of the same stretches of the same runs every so many steps.
    ///
    /// @param stride at least 1
    public Windows every(int stride) {
        return new Windows(parts, task.every(stride));
    }

    /// These windows and then others.
    ///
    /// @throws BadInput if they are of another task
    public Windows and(Windows others) {
        if (!others.task.equals(task)) {
            throw new BadInput("windows of [%s] cannot be joined to windows of %s", others.task, task);
        }
        List<Part> all = new ArrayList<>(parts);
        all.addAll(others.parts);
        return new Windows(List.copyOf(all), task);
    }

    /// Requires that other windows ask as these do, as those that a fit is validated by must.
    ///
    /// @throws BadInput if they are of another task, or their runs have other knobs
    void requireAlike(Windows others) {
        if (!task.asksAs(others.task)) {
            throw new BadInput("windows of [%s] cannot validate a fit for %s", others.task, task);
        }
        if (!parts.isEmpty() && !others.parts.isEmpty()) {
            others.parts.getFirst().view().requireKnobs(parts.getFirst().view().names());
        }
    }

    /// What the task sees of each run.
    Stream<View> views() {
        return parts.stream().map(Part::view);
    }

    /// The stretches that these windows may lie in, `[input][step]` of each: all that a statistic of them may see.
    Stream<double[][]> stretches() {
        return parts.stream().map(part -> Arrays.stream(part.view().inputs())
                .map(column -> Arrays.copyOfRange(column, part.from(), Math.max(part.from(), part.to())))
                .toArray(double[][]::new));
    }

    /// These windows.
    ///
    /// @throws BadInput if there are none, naming the longest run and the length that a window needs
    Windows orElseThrow(String side) {
        if (isEmpty()) {
            int longest = parts.stream()
                    .mapToInt(part -> Math.max(0, part.to() - part.from()))
                    .max()
                    .orElse(0);
            throw new BadInput(
                    "%s: no window in %d runs, the longest of [%d] steps; %d lags and a horizon of %d need %d",
                    side, runs().size(), longest, task.lags(), task.horizon(), task.lags() + task.horizon());
        }
        return this;
    }
}
