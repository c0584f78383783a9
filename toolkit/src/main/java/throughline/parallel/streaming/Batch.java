package throughline.parallel.streaming;

import java.util.List;
import java.util.stream.IntStream;
import throughline.spec.BadInput;

/// A micro-batch: rows that one task consumes, with the columns it needs.
public final class Batch {
    private final Task task;
    private final int[] rows;
    private final Object[][] payloads;

    /// @param payloads by row of the batch, then in the order of the task's columns
    Batch(Task task, int[] rows, Object[][] payloads) {
        this.task = task;
        this.rows = rows;
        this.payloads = payloads;
    }

    /// The task that consumes it.
    public Task task() {
        return task;
    }

    /// How many rows it has, 1 or more.
    public int size() {
        return rows.length;
    }

    /// Global index of one of its rows.
    ///
    /// @param i from 0 to size - 1
    public int row(int i) {
        return rows[i];
    }

    /// The payload of one of its rows.
    ///
    /// @param i from 0 to size - 1
    /// @throws BadInput when the task does not need that column, naming those it needs
    public <T> T get(int i, Column<T> column) {
        return column.type().cast(payloads[i][index(column)]);
    }

    /// All payloads of a column, row by row.
    ///
    /// @throws BadInput as [#get(int, Column)]
    public <T> List<T> column(Column<T> column) {
        int at = index(column);
        return IntStream.range(0, rows.length)
                .mapToObj(i -> column.type().cast(payloads[i][at]))
                .toList();
    }

    private int index(Column<?> column) {
        int at = task.needs().indexOf(column);
        if (at < 0) {
            throw new BadInput("task %s does not need column [%s]; it needs %s", task, column, task.needs());
        }
        return at;
    }
}
