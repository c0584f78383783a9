package throughline.training.sbp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import throughline.devs.Atomic;

/// A scheduler that looks at inputs only, and finds out about memory when work starts.
final class GreedyScheduler extends Atomic {
    private record Task(Actor actor, int piece) {}

    private record Running(Task task, long from, long to) {}

    private final Actors actors;
    private final double memory;
    private final Map<String, Deque<Task>> lines = new LinkedHashMap<>();
    private final Map<String, Running> running = new LinkedHashMap<>();
    private final Map<String, List<Actor>> readers = new HashMap<>();
    /// How many inputs a task still lacks, and how many readers its result still has.
    private final Map<Task, Integer> lacking = new HashMap<>();

    private final Map<Task, Integer> unread = new LinkedHashMap<>();
    private final List<ActorRun.Action> done = new ArrayList<>();
    private double used;

    GreedyScheduler(Actors actors, int pieces, double memory) {
        super("scheduler");
        this.actors = actors;
        this.memory = memory;
        for (Actor actor : actors.all()) {
            lines.putIfAbsent(actor.queue(), new ArrayDeque<>());
            readers.put(actor.name(), new ArrayList<>());
            actor.inputs().forEach(input -> readers.get(input).add(actor));
        }
        for (int piece = 0; piece < pieces; piece++) {
            for (Actor actor : actors.all()) {
                Task task = new Task(actor, piece);
                lacking.put(task, actor.inputs().size());
                if (actor.inputs().isEmpty()) {
                    lines.get(actor.queue()).add(task);
                }
            }
        }
        start(0);
    }

    private void start(long now) {
        lines.forEach((queue, line) -> {
            if (!running.containsKey(queue)
                    && !line.isEmpty()
                    && used + line.getFirst().actor.bytes() <= memory) {
                Task task = line.removeFirst();
                used += task.actor.bytes();
                running.put(queue, new Running(task, now, now + Actors.TICK.seconds(task.actor.seconds())));
            }
        });
    }

    @Override
    protected long timeAdvance() {
        long next = running.values().stream().mapToLong(Running::to).min().orElse(NEVER);
        return next == NEVER ? NEVER : next - now();
    }

    @Override
    protected void internalTransition() {
        List<Task> ready = new ArrayList<>();
        for (Running one : List.copyOf(running.values())) {
            if (one.to == now()) {
                running.remove(one.task.actor.queue());
                end(one, ready);
            }
        }
        ready.sort(Comparator.comparingInt(Task::piece)
                .thenComparingInt(task -> actors.all().indexOf(task.actor)));
        ready.forEach(task -> lines.get(task.actor.queue()).add(task));
        start(now());
    }

    private void end(Running ended, List<Task> ready) {
        Actor actor = ended.task.actor;
        int piece = ended.task.piece;
        done.add(new ActorRun.Action(actor.name(), piece, ended.from, ended.to));
        unread.put(ended.task, readers.get(actor.name()).size());
        release(ended.task);
        for (Actor input : actors.all()) {
            if (actor.inputs().contains(input.name())) {
                Task read = new Task(input, piece);
                unread.merge(read, -1, Integer::sum);
                release(read);
            }
        }
        for (Actor reader : readers.get(actor.name())) {
            Task next = new Task(reader, piece);
            if (lacking.merge(next, -1, Integer::sum) == 0) {
                ready.add(next);
            }
        }
    }

    private void release(Task task) {
        if (unread.get(task) == 0) {
            unread.remove(task);
            used -= task.actor.bytes();
        }
    }

    List<ActorRun.Action> done() {
        return done;
    }

    /// The head of each line, and who holds the memory.
    List<String> waiting() {
        List<String> holders = unread.keySet().stream()
                .map(task -> "%s %d with %s".formatted(task.actor.name(), task.piece, task.actor.bytes()))
                .toList();
        List<String> waiting = new ArrayList<>();
        for (Deque<Task> line : lines.values()) {
            if (!line.isEmpty()) {
                Task head = line.getFirst();
                waiting.add("%s %d waits for %s bytes of %s, held by %s; behind it %d"
                        .formatted(
                                head.actor.name(), head.piece, head.actor.bytes(), memory, holders, line.size() - 1));
            }
        }
        return waiting;
    }
}
