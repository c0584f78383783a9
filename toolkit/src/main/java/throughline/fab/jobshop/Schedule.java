package throughline.fab.jobshop;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

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

    /// A row for each piece of time of a machine, by machine and start, for a Gantt chart:
    /// `Figure.from(schedule.table()).by("job").gantt("machine", "start", "end")`.
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

    private static void append(Table table, int machine, Slot slot, String state, long start, long end) {
        table.stringColumn("machine").append("machine " + machine);
        table.stringColumn("job").append(slot == null ? "shut down" : "job " + slot.job);
        table.stringColumn("operation").append(slot == null ? "" : Integer.toString(slot.step));
        table.stringColumn("state").append(state);
        table.longColumn("start").append(start);
        table.longColumn("end").append(end);
    }
}
