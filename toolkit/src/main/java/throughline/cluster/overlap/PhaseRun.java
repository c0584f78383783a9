package throughline.cluster.overlap;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What a [PhaseMachine] did.
public final class PhaseRun {
    private final List<Piece> pieces;
    private final Map<Task, Piece> byTask = new HashMap<>();

    /// A task that has ended.
    ///
    /// @param from tick of a nanosecond at which it started
    /// @param to   tick at which it ended
    public record Piece(Task task, long from, long to) {
        /// Seconds at which it started.
        public double start() {
            return PhaseMachine.TICK.toSeconds(from);
        }

        /// Seconds at which it ended.
        public double end() {
            return PhaseMachine.TICK.toSeconds(to);
        }
    }

    PhaseRun(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
        this.pieces.forEach(piece -> byTask.put(piece.task, piece));
    }

    /// All tasks that have ended, in the order in which they were added.
    public List<Piece> pieces() {
        return pieces;
    }

    /// When a task started and ended.
    ///
    /// @throws IllegalArgumentException when it has not ended, or is of another machine
    public Piece piece(Task task) {
        Piece piece = byTask.get(task);
        if (piece == null) {
            throw new IllegalArgumentException("[%s] has not ended in this run".formatted(task));
        }
        return piece;
    }

    /// Seconds until the last task ended.
    public double seconds() {
        return PhaseMachine.TICK.toSeconds(
                pieces.stream().mapToLong(Piece::to).max().orElse(0));
    }

    /// Seconds in which a lane had no task under way, from its first start to its last end: its blocked time.
    public double idle(String lane) {
        List<Piece> own = pieces.stream()
                .filter(piece -> piece.task.lane().equals(lane))
                .sorted(Comparator.comparingLong(Piece::from))
                .toList();
        long idle = 0;
        long until = own.isEmpty() ? 0 : own.getFirst().from;
        for (Piece piece : own) {
            idle += Math.max(0, piece.from - until);
            until = Math.max(until, piece.to);
        }
        return PhaseMachine.TICK.toSeconds(idle);
    }

    /// A row for each task that took time: `lane`, `task`, `from [s]` and `to [s]`; a Gantt chart, lane by lane.
    public Table table() {
        StringColumn lanes = StringColumn.create("lane");
        StringColumn names = StringColumn.create("task");
        DoubleColumn from = DoubleColumn.create("from [s]");
        DoubleColumn to = DoubleColumn.create("to [s]");
        for (Piece piece : pieces) {
            if (piece.to > piece.from) {
                lanes.append(piece.task.lane());
                names.append(piece.task.name());
                from.append(piece.start());
                to.append(piece.end());
            }
        }
        return Table.create("phases", lanes, names, from, to);
    }
}
