package throughline.fab.jobshop;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.data.Plot;
import throughline.data.Plot.Axis;

/// Who was where and when.
///
/// @param instance that was played
/// @param mode     what became of finished jobs
/// @param slots    operations that were started, by job and step
/// @param downs    shut-downs of machines, in the order of their starts
/// @param deadlock how it ended, if the jobs are not finished
public record Schedule(JobShop instance, Mode mode, List<Slot> slots, List<Down> downs, Optional<Deadlock> deadlock) {
    public Schedule {
        slots = List.copyOf(slots);
        downs = List.copyOf(downs);
    }

    /// One operation.
    ///
    /// @param job      from 0
    /// @param step     of the job, from 0
    /// @param machine  from 0
    /// @param start    of processing
    /// @param finish   of processing
    /// @param released when the job left the machine; `finish` or later
    public record Slot(int job, int step, int machine, long start, long finish, long released) {}

    /// A machine that was shut down.
    ///
    /// @param machine from 0
    /// @param start   of the shut-down
    /// @param end     when it was up again
    public record Down(int machine, long start, long end) {}

    /// When the last job was finished.
    ///
    /// @throws IllegalStateException after a deadlock, naming it
    public long makespan() {
        if (deadlock.isPresent()) {
            throw new IllegalStateException("no makespan: " + deadlock.get());
        }
        return slots.stream().mapToLong(Slot::finish).max().orElseThrow();
    }

    /// The operations of a machine in the order in which it did them.
    public List<Slot> on(int machine) {
        return slots.stream()
                .filter(slot -> slot.machine == machine)
                .sorted(Comparator.comparingLong(Slot::start))
                .toList();
    }

    /// The time in which finished jobs kept machines, of all machines together.
    public long blocked() {
        return slots.stream().mapToLong(slot -> slot.released - slot.finish).sum();
    }

    /// A row for each piece of time of a machine, by machine and start.
    ///
    /// Columns `machine`, `job` (`shut down` when the machine is down), `operation` (step of the job from 0, or
    /// empty), `state` (`processing`, `blocked` or `down`), `start` and `end`.
    public Table table() {
        StringColumn machines = StringColumn.create("machine");
        StringColumn jobs = StringColumn.create("job");
        StringColumn operations = StringColumn.create("operation");
        StringColumn states = StringColumn.create("state");
        LongColumn starts = LongColumn.create("start");
        LongColumn ends = LongColumn.create("end");
        Table table = Table.create(instance.name(), machines, jobs, operations, states, starts, ends);
        for (int machine = 0; machine < instance.machines(); machine++) {
            for (Slot slot : on(machine)) {
                append(table, machine, slot, "processing", slot.start, slot.finish);
                if (slot.released > slot.finish) {
                    append(table, machine, slot, "blocked", slot.finish, slot.released);
                }
            }
            for (Down down : downs) {
                if (down.machine == machine) {
                    append(table, machine, null, "down", down.start, down.end);
                }
            }
        }
        return table;
    }

    /// A Gantt chart: machines over time, jobs as colours with their numbers, hatched where a finished job blocks its
    /// machine, with a dark strip where the machine is shut down.
    ///
    /// A job has the same colour in every chart of an instance; [throughline.data.Multiples] puts charts of several
    /// schedules under one another, on the same axis of time.
    ///
    /// @param title what to see
    public Plot gantt(String title) {
        List<String> machines = IntStream.range(0, instance.machines())
                .mapToObj(machine -> "machine " + machine)
                .toList();
        Plot plot = Plot.of(title, Axis.of("time", "units"), Axis.of("machine", machines));
        for (int job = 0; job < instance.jobs().size(); job++) {
            List<Piece> own = pieces(job);
            plot = plot.spans(
                    "job " + job,
                    Piece.machines(own),
                    Piece.starts(own),
                    Piece.ends(own),
                    own.stream().map(Piece::label).toList());
        }
        if (mode.blocks()) {
            List<Piece> blocked = slots.stream()
                    .map(Schedule::blocked)
                    .filter(piece -> piece.end > piece.start)
                    .toList();
            plot = plot.hatches("blocked", Piece.machines(blocked), Piece.starts(blocked), Piece.ends(blocked));
        }
        List<Piece> down = downs.stream()
                .map(each -> new Piece(each.machine, each.start, each.end, ""))
                .toList();
        return down.isEmpty()
                ? plot
                : plot.strips("shut down", Piece.machines(down), Piece.starts(down), Piece.ends(down));
    }

    /// Where a job was: with its number while it was processed, without while it blocked.
    private List<Piece> pieces(int job) {
        return slots.stream()
                .filter(slot -> slot.job == job)
                .flatMap(slot -> Stream.of(
                        new Piece(slot.machine, slot.start, slot.finish, Integer.toString(job)), blocked(slot)))
                .filter(piece -> piece.end > piece.start)
                .toList();
    }

    private static Piece blocked(Slot slot) {
        return new Piece(slot.machine, slot.finish, slot.released, "");
    }

    private record Piece(int machine, long start, long end, String label) {
        static double[] machines(List<Piece> pieces) {
            return pieces.stream().mapToDouble(Piece::machine).toArray();
        }

        static double[] starts(List<Piece> pieces) {
            return pieces.stream().mapToDouble(Piece::start).toArray();
        }

        static double[] ends(List<Piece> pieces) {
            return pieces.stream().mapToDouble(Piece::end).toArray();
        }
    }

    private static void append(Table table, int machine, Slot slot, String state, long start, long end) {
        table.stringColumn("machine").append("machine " + machine);
        table.stringColumn("job").append(slot == null ? "shut down" : "job " + slot.job);
        table.stringColumn("operation").append(slot == null ? "" : Integer.toString(slot.step));
        table.stringColumn("state").append(state);
        table.longColumn("start").append(start);
        table.longColumn("end").append(end);
    }
}
