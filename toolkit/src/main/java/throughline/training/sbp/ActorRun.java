package throughline.training.sbp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What actors did.
///
/// @param actors  that ran
/// @param pieces  that each was to act on
/// @param actions in the order of their start
/// @param waiting who could not go on, and what for want of; empty when all is done
public record ActorRun(Actors actors, int pieces, List<Action> actions, List<String> waiting) {
    public ActorRun {
        actions = List.copyOf(actions);
        waiting = List.copyOf(waiting);
    }

    /// One action.
    ///
    /// @param actor by name
    /// @param piece from 0
    /// @param from  ticks of a nanosecond
    /// @param to    ticks of a nanosecond
    public record Action(String actor, int piece, long from, long to) {}

    /// Of a register.
    private record Use(long from, long to, int unread) {
        Use readUntil(long end) {
            return new Use(from, Math.max(to, end), unread - 1);
        }
    }

    /// Whether all stopped before all was done.
    public boolean deadlocked() {
        return !waiting.isEmpty();
    }

    /// Seconds until the last action ends.
    public double seconds() {
        return Actors.TICK.toSeconds(
                actions.stream().mapToLong(Action::to).max().orElse(0));
    }

    /// Seconds between two results of the last actor, over the second half of the pieces.
    public double interval() {
        String last = actors.all().getLast().name();
        List<Action> results =
                actions.stream().filter(action -> action.actor().equals(last)).toList();
        int half = results.size() / 2;
        if (half < 1) {
            return Double.NaN;
        }
        long ticks =
                results.getLast().to() - results.get(results.size() - 1 - half).to();
        return Actors.TICK.toSeconds(ticks) / half;
    }

    /// The most registers of an actor in use at once: from the start of an action until all who read its result are
    /// done.
    public int peak(String actor) {
        return (int) most(changes(actor, 1));
    }

    /// The most bytes of registers in use at once.
    public double peakBytes() {
        List<long[]> changes = new ArrayList<>();
        actors.all().forEach(actor -> changes.addAll(changes(actor.name(), Math.round(actor.bytes()))));
        return most(changes);
    }

    private List<long[]> changes(String actor, long size) {
        List<String> readers = actors.all().stream()
                .filter(other -> other.inputs().contains(actor))
                .map(Actor::name)
                .toList();
        Map<Integer, Use> uses = new HashMap<>();
        for (Action action : actions) {
            if (action.actor().equals(actor)) {
                uses.put(action.piece(), new Use(action.from(), action.to(), readers.size()));
            }
        }
        for (Action action : actions) {
            if (readers.contains(action.actor())) {
                uses.computeIfPresent(action.piece(), (_, use) -> use.readUntil(action.to()));
            }
        }
        List<long[]> changes = new ArrayList<>();
        for (Use use : uses.values()) {
            changes.add(new long[] {use.from, size});
            if (use.unread == 0) {
                changes.add(new long[] {use.to, -size});
            }
        }
        return changes;
    }

    private static double most(List<long[]> changes) {
        changes.sort(Comparator.<long[]>comparingLong(change -> change[0]).thenComparingLong(change -> change[1]));
        long now = 0;
        long most = 0;
        for (long[] change : changes) {
            now += change[1];
            most = Math.max(most, now);
        }
        return most;
    }
}
