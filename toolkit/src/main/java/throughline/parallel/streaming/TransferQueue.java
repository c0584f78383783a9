package throughline.parallel.streaming;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// Samples on their way through the tasks of a post-training job, a table that is filled and read at the same time.
///
/// ```java
/// var response = new Column<>("response", int[].class);
/// var logProbability = new Column<>("log probability", float[].class);
/// var reference = new Task("reference", List.of(response), 64, Order.FIFO);
/// var update = new Task("update", List.of(response, logProbability), 64, Order.BALANCED);
/// try (var queue = new TransferQueue(List.of(reference, update), TransferQueue.Size.of(2048))) {
///     queue.put(7, response, new int[] {3, 1, 4});        // from a thread of the rollout
///     queue.next(reference, 0, cancel);                   // from a thread of group 0 of the reference model
/// }
/// ```
///
/// Any number of threads may write and read; they are meant to be virtual ones. Every row goes to every task exactly
/// once, with all columns that the task needs, to whichever of its groups asks first. Payloads are handed on, not
/// copied, so nobody may change them; they are let go when the last task has read the row, and no more than
/// [Size#inFlight] rows are held. What stays of a row is a few bits.
///
/// Source: AsyncFlow (arXiv 2507.01663), TransferQueue.
public final class TransferQueue implements AutoCloseable {
    /// How much a queue holds.
    ///
    /// @param rows     in all, 1 or more; their indices are 0 to rows - 1, and they may begin in any order
    /// @param inFlight rows held at a time; a writer that would begin one more waits
    /// @param units    shards of the data plane, 1 or more
    public record Size(int rows, int inFlight, int units) {
        public Size {
            if (rows < 1 || inFlight < 1 || units < 1) {
                throw new BadInput(
                        "a queue of [%d] rows, [%d] in flight, [%d] storage units: each must be at least 1",
                        rows, inFlight, units);
            }
        }

        /// So many rows, all of which may be in flight, in four storage units.
        public static Size of(int rows) {
            return new Size(rows, rows, 4);
        }
    }

    /// Who reads a column, and as which of its columns.
    private record Subscriber(Controller controller, int column) {}

    /// Of each, a balanced order keeps a number.
    private static final int MOST_GROUPS = 1 << 20;

    private final Size size;
    private final List<Column<?>> columns = new ArrayList<>();
    private final Map<Column<?>, Integer> index = new HashMap<>();
    private final List<List<Subscriber>> subscribers = new ArrayList<>();
    private final Map<Task, Controller> controllers = new LinkedHashMap<>();
    private final Map<Task, int[]> wanted = new HashMap<>();
    private final StorageUnit[] units;
    private final Admission admission;

    /// A queue for some tasks; its columns are those that they need.
    ///
    /// @throws BadInput when there is no task, two tasks or two columns share a name, or so few rows may be in
    ///                  flight that the tasks could wait for each other for ever: it takes one more than all
    ///                  tasks can be short of a full micro-batch together
    public TransferQueue(List<Task> tasks, Size size) {
        this.size = size;
        checkNames(tasks);
        for (Task task : tasks) {
            Controller controller = new Controller(task, size.rows());
            controllers.put(task, controller);
            int[] needs = new int[task.needs().size()];
            for (int i = 0; i < needs.length; i++) {
                needs[i] = index.computeIfAbsent(task.needs().get(i), this::addColumn);
                subscribers.get(needs[i]).add(new Subscriber(controller, i));
            }
            wanted.put(task, needs);
        }
        checkNamesOfColumns();
        units = new StorageUnit[size.units()];
        for (int i = 0; i < units.length; i++) {
            units[i] = new StorageUnit(List.copyOf(columns), tasks.size(), units.length);
        }
        admission = new Admission(size.inFlight());
        checkLiveness(tasks);
    }

    private int addColumn(Column<?> column) {
        columns.add(column);
        subscribers.add(new ArrayList<>());
        return columns.size() - 1;
    }

    private static void checkNames(List<Task> tasks) {
        if (tasks.isEmpty()) {
            throw new BadInput("a queue has no task; it needs at least one");
        }
        if (tasks.stream().map(Task::name).distinct().count() < tasks.size()) {
            throw new BadInput("two tasks of a queue share a name: %s", tasks);
        }
    }

    private void checkNamesOfColumns() {
        if (columns.stream().map(Column::name).distinct().count() < columns.size()) {
            throw new BadInput("two columns of a queue share a name: %s", columns);
        }
    }

    private void checkLiveness(List<Task> tasks) {
        long needed = 1 + tasks.stream().mapToLong(task -> task.batch() - 1).sum();
        if (size.inFlight() < Math.min(needed, size.rows())) {
            throw new BadInput(
                    "[%d] rows in flight could leave every task short of a full micro-batch; allow at least %d",
                    size.inFlight(), Math.min(needed, size.rows()));
        }
    }

    /// Writes a cell. Waits while the row is new and as many rows as may be are in flight.
    ///
    /// @param row     index, from 0 to rows - 1
    /// @param payload not null; whoever reads the row sees this very object
    /// @throws BadInput              when no task needs the column, the row is out of range, or the cell was
    ///                               written before
    /// @throws CancellationException when the queue is closed, or was sealed before the row began
    public <T> void put(int row, Column<T> column, T payload) throws InterruptedException {
        Integer at = index.get(column);
        if (at == null) {
            throw new BadInput("no task needs column [%s]; the queue has %s", column, columns);
        }
        if (row < 0 || row >= size.rows()) {
            throw new BadInput("row [%d] is out of range; rows are 0 to %d", row, size.rows() - 1);
        }
        if (payload == null) {
            throw new BadInput("row [%d], column %s: the payload is null", row, column);
        }
        if (admission.closed()) {
            throw new CancellationException("row [%d] cannot be written: the queue is closed".formatted(row));
        }
        StorageUnit unit = units[row % units.length];
        if (!unit.write(row, at, payload)) {
            admission.begin(row, unit);
            unit.write(row, at, payload);
        }
        long weight = column.weight(payload);
        for (Subscriber subscriber : subscribers.get(at)) {
            subscriber.controller.announce(row, subscriber.column, weight);
        }
    }

    /// The next micro-batch of a task; waits until there is one.
    ///
    /// @param group  which of the task's data-parallel groups asks, 0 to 1,048,575
    /// @param cancel ends the waiting
    /// @return empty when the task has consumed all rows, the queue is closed, or a cancel is requested
    /// @throws BadInput when the queue has no such task, or there is no such group
    public Optional<Batch> next(Task task, int group, Cancel cancel) throws InterruptedException {
        if (group < 0 || group >= MOST_GROUPS) {
            throw new BadInput("group [%d] of task %s must be 0 to %d", group, task, MOST_GROUPS - 1);
        }
        int[] rows = controller(task).take(group, cancel);
        if (rows.length == 0) {
            return Optional.empty();
        }
        int[] needs = wanted.get(task);
        Object[][] payloads = new Object[rows.length][needs.length];
        int gone = 0;
        for (int i = 0; i < rows.length; i++) {
            if (units[rows[i] % units.length].read(rows[i], needs, payloads[i])) {
                gone++;
            }
        }
        admission.release(gone);
        return Optional.of(new Batch(task, rows, payloads));
    }

    /// Says that no further row will begin. Those that have begun go through all tasks as before.
    public void seal() {
        int rows = admission.seal();
        controllers.values().forEach(controller -> controller.expect(rows));
    }

    /// Ends all waiting: readers get nothing more, writers a [CancellationException]. What was not consumed can
    /// still be counted, by [#consumed(Task)] and [#ready(Task)].
    @Override
    public void close() {
        admission.close();
        controllers.values().forEach(Controller::close);
    }

    /// How many rows wait for a task, all their columns there.
    public int ready(Task task) {
        return controller(task).ready();
    }

    /// The rows that a task has consumed: a bit each.
    public BitSet consumed(Task task) {
        return controller(task).consumed();
    }

    /// How many rows have begun and not been read by all tasks.
    public int inFlight() {
        return admission.inFlight();
    }

    /// How many rows have begun.
    public int begun() {
        return admission.begun();
    }

    private Controller controller(Task task) {
        Controller controller = controllers.get(task);
        if (controller == null) {
            throw new BadInput("the queue has no task [%s]; it has %s", task, controllers.keySet());
        }
        return controller;
    }
}
