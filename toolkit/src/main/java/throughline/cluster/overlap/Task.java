package throughline.cluster.overlap;

import java.util.List;

/// A piece of work of a [PhaseMachine], which makes it.
///
/// @param index    of the task, in the order in which they were added
/// @param lane     where it is drawn, and whose idle time it ends
/// @param name     for people
/// @param resource that serves it
/// @param amount   in the unit of the resource, 0 or more; a task of 0 is a meeting point
/// @param earliest seconds before which it does not start
/// @param after    tasks that must have ended
public record Task(
        int index, String lane, String name, Resource resource, double amount, double earliest, List<Task> after) {
    public Task {
        after = List.copyOf(after);
    }

    // Two tasks are one only if they are the same: comparing parts would walk through all that they follow.
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return index;
    }

    @Override
    public String toString() {
        return "%s of %s".formatted(name, lane);
    }
}
