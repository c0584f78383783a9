package throughline.parallel.streaming;

import java.util.List;
import throughline.spec.BadInput;

/// A task of the job: which columns it reads, how many rows at a time, and which of those that are ready first.
///
/// @param name  unique within its queue, not blank
/// @param needs columns that a row must have before the task sees it, at least one
/// @param batch rows in a micro-batch, 1 or more; the last one may be smaller
/// @param order which rows come first, such as [Order#FIFO]
public record Task(String name, List<Column<?>> needs, int batch, Order order) {
    public Task {
        needs = List.copyOf(needs);
        if (name.isBlank()) {
            throw new BadInput("a task's name [%s] must not be blank", name);
        }
        if (needs.isEmpty()) {
            throw new BadInput("task %s needs no column; name at least one", name);
        }
        if (needs.stream().distinct().count() < needs.size()) {
            throw new BadInput("task %s needs a column twice: %s", name, needs);
        }
        if (batch < 1) {
            throw new BadInput("task %s: batch [%d] must be at least 1 row", name, batch);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
