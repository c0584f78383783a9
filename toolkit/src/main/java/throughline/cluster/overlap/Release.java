package throughline.cluster.overlap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;

/// Starts each task when all that it follows have ended and its earliest start has come.
final class Release extends Atomic {
    final In<Task> finished = in("finished", Task.class);

    private final List<Out<Task>> starts = new ArrayList<>();
    private final Map<Resource, Integer> places;
    private final List<Task> tasks;
    private final List<List<Task>> followers = new ArrayList<>();
    /// How many of those that a task follows have not ended.
    private final int[] missing;
    private final long[] from;
    private final long[] to;
    private final TreeSet<Task> ready = new TreeSet<>(Comparator.comparingInt(Task::index));
    private final PriorityQueue<Task> early =
            new PriorityQueue<>(Comparator.comparingDouble(Task::earliest).thenComparingInt(Task::index));

    Release(List<Task> tasks, Map<Resource, Integer> places) {
        super("release");
        this.tasks = tasks;
        this.places = places;
        missing = new int[tasks.size()];
        from = new long[tasks.size()];
        to = new long[tasks.size()];
        Arrays.fill(to, NEVER);
        places.forEach((resource, place) -> starts.add(out("start" + place, Task.class)));
        for (Task task : tasks) {
            followers.add(new ArrayList<>());
            missing[task.index()] = task.after().size();
            task.after().forEach(before -> followers.get(before.index()).add(task));
        }
        tasks.stream().filter(task -> missing[task.index()] == 0).forEach(task -> release(task, 0));
    }

    Out<Task> start(int place) {
        return starts.get(place);
    }

    /// Tasks that have ended, in the order in which they were added.
    List<PhaseRun.Piece> pieces() {
        return tasks.stream()
                .filter(task -> to[task.index()] != NEVER)
                .map(task -> new PhaseRun.Piece(task, from[task.index()], to[task.index()]))
                .toList();
    }

    private static long earliest(Task task) {
        return PhaseMachine.TICK.seconds(task.earliest());
    }

    private void release(Task task, long now) {
        if (earliest(task) <= now) {
            ready.add(task);
        } else {
            early.add(task);
        }
    }

    @Override
    protected long timeAdvance() {
        if (!ready.isEmpty()) {
            return 0;
        }
        return early.isEmpty() ? NEVER : Math.max(0, earliest(early.peek()) - now());
    }

    @Override
    protected void output() {
        ready.forEach(this::send);
        if (ready.isEmpty()) {
            early.stream().filter(task -> earliest(task) <= now()).forEach(this::send);
        }
    }

    private void send(Task task) {
        starts.get(places.get(task.resource())).send(task);
    }

    @Override
    protected void internalTransition() {
        if (ready.isEmpty()) {
            while (!early.isEmpty() && earliest(early.peek()) <= now()) {
                ready.add(early.poll());
            }
        }
        ready.forEach(task -> from[task.index()] = now());
        ready.clear();
    }

    @Override
    protected void externalTransition(long elapsed) {
        for (Task task : finished) {
            to[task.index()] = now();
            for (Task follower : followers.get(task.index())) {
                if (--missing[follower.index()] == 0) {
                    release(follower, now());
                }
            }
        }
    }
}
