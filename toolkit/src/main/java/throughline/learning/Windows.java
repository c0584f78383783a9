package throughline.learning;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.stream.Stream;
import throughline.spec.BadInput;

/// The windows of a task over several runs: run after run, by ascending start, never across two runs. A list of views,
/// made when asked for; it holds one number a run.
public final class Windows extends AbstractList<Window> implements RandomAccess {
    private final Task task;
    private final List<Series> runs;
    private final View[] views;
    /// `before[r]` windows lie in the runs before run r.
    private final int[] before;

    Windows(Task task, List<Series> runs) {
        this.task = task;
        this.runs = List.copyOf(runs);
        this.views = runs.stream().map(run -> View.of(task, run)).toArray(View[]::new);
        this.before = new int[views.length + 1];
        for (int r = 0; r < views.length; r++) {
            if (views[r].knobs().length != views[0].knobs().length) {
                throw new BadInput(
                        "run %s has [%d] of the knobs %s, run %s has %d; runs of one table have the same",
                        runs.get(r).run(),
                        views[r].knobs().length,
                        task.knobs(),
                        runs.getFirst().run(),
                        views[0].knobs().length);
            }
            int starts = runs.get(r).length() - task.lags() - task.horizon() + 1;
            before[r + 1] = Math.addExact(before[r], starts <= 0 ? 0 : (starts - 1) / task.stride() + 1);
        }
    }

    /// The task.
    public Task task() {
        return task;
    }

    /// The runs, including those too short for a window.
    public List<Series> runs() {
        return runs;
    }

    /// How many windows there are.
    @Override
    public int size() {
        return before[views.length];
    }

    @Override
    public Window get(int index) {
        Objects.checkIndex(index, size());
        int found = Arrays.binarySearch(before, index);
        int r = found < 0 ? -found - 2 : lastOf(found);
        return new Window(task, views[r], (index - before[r]) * task.stride());
    }

    /// What the task sees of each run.
    Stream<View> views() {
        return Arrays.stream(views);
    }

    /// Runs without a window share their `before` with the run after them; the last of these holds the window.
    private int lastOf(int found) {
        int r = found;
        while (before[r + 1] == before[r]) {
            r++;
        }
        return r;
    }

    /// These windows.
    ///
    /// @throws BadInput if there are none, naming the longest run and the length that a window needs
    Windows orElseThrow(String side) {
        if (isEmpty()) {
            int longest = runs.stream().mapToInt(Series::length).max().orElse(0);
            throw new BadInput(
                    "%s: no window in %d runs, the longest of [%d] steps; %d lags and a horizon of %d need %d",
                    side, runs.size(), longest, task.lags(), task.horizon(), task.lags() + task.horizon());
        }
        return this;
    }
}
