package throughline.fab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.devs.Component;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// What single tools did, piece by piece: the rows of a Gantt chart, or of a trace that Perfetto opens
/// ([throughline.data.Timeline]).
///
/// ```java
/// Table pieces = Activities.of(fab, 1, 10, 12, List.of("Litho_FE_98"));
/// show(Figure.from(pieces).by("activity").gantt("tool", "from [h]", "to [h]"));
/// ```
public final class Activities {
    private static final Tick TICK = Tick.MILLISECOND;

    private record Piece(Machine.Phase phase, long from, long to, String lots) {}

    private final Machine machine;
    private final List<Piece> done = new ArrayList<>();
    private List<Piece> ahead = List.of();

    private Activities(Machine machine) {
        this.machine = machine;
    }

    /// Simulates a fab and tells what the tools of some stations did in a span of time.
    ///
    /// @param fromDay  start of the span, 0 or more
    /// @param toDay    its end, later
    /// @param stations by name, at least one
    /// @return a row a piece of time in which a tool was not idle: `tool`, `activity`, `lots`, `from [h]` and `to
    ///         [h]` since the start of the run; by tool, then by time
    /// @throws BadInput when the span is none, or a station is unknown
    public static Table of(Fab fab, long seed, double fromDay, double toDay, List<String> stations) {
        if (!(fromDay >= 0 && toDay > fromDay)) {
            throw new BadInput("activities: from day [%s] to day [%s] is no span of time", fromDay, toDay);
        }
        FabModel model = new FabModel(fab, new Streams(seed));
        Simulation simulation = new Simulation(model);
        long from = TICK.days(fromDay);
        long to = TICK.days(toDay);
        simulation.runUntil(from);
        List<Activities> inOrder = new ArrayList<>();
        for (String station : stations) {
            for (Machine machine : stage(fab, model, station).machines()) {
                Activities activities = new Activities(machine);
                inOrder.add(activities);
                simulation.observe(machine.component(), (time, component) -> activities.changed(time));
            }
        }
        simulation.runUntil(to);
        return table(inOrder, from, to);
    }

    private static Stage stage(Fab fab, FabModel model, String station) {
        List<String> names = fab.stations().stream().map(Station::name).toList();
        if (!names.contains(station)) {
            throw new BadInput("fab %s has no station [%s]; it has %s", fab.name(), station, names);
        }
        return model.stage(station);
    }

    /// Notes what came of what lay ahead, and what lies ahead now.
    private void changed(long now) {
        for (Piece piece : ahead) {
            if (piece.from() < now) {
                done.add(new Piece(piece.phase(), piece.from(), Math.min(now, piece.to()), piece.lots()));
            }
        }
        String lots = machine.holding().stream().map(Lot::toString).collect(Collectors.joining(" "));
        List<Piece> next = new ArrayList<>();
        long at = now;
        while (at != Component.NEVER) {
            long ends = machine.phaseEnds(at);
            next.add(new Piece(machine.phase(at), at, ends, lots));
            at = ends;
        }
        ahead = next;
    }

    private static Table table(List<Activities> machines, long from, long to) {
        StringColumn tools = StringColumn.create("tool");
        StringColumn activities = StringColumn.create("activity");
        StringColumn lots = StringColumn.create("lots");
        DoubleColumn starts = DoubleColumn.create("from [h]");
        DoubleColumn ends = DoubleColumn.create("to [h]");
        for (Activities each : machines) {
            each.changed(to);
            for (Piece piece : joined(each.done)) {
                if (piece.phase() != Machine.Phase.IDLE) {
                    tools.append(each.machine.name());
                    activities.append(piece.phase().name().toLowerCase(Locale.ROOT));
                    lots.append(piece.lots());
                    starts.append(TICK.toHours(Math.max(from, piece.from())));
                    ends.append(TICK.toHours(piece.to()));
                }
            }
        }
        return Table.create("activities", tools, activities, lots, starts, ends);
    }

    /// Pieces of one phase with the same lots that follow each other are one.
    private static List<Piece> joined(List<Piece> pieces) {
        List<Piece> joined = new ArrayList<>();
        for (Piece piece : pieces) {
            Piece last = joined.isEmpty() ? null : joined.getLast();
            if (last != null
                    && last.to() == piece.from()
                    && last.phase() == piece.phase()
                    && last.lots().equals(piece.lots())) {
                joined.set(joined.size() - 1, new Piece(last.phase(), last.from(), piece.to(), last.lots()));
            } else if (piece.to() > piece.from()) {
                joined.add(piece);
            }
        }
        return joined;
    }
}
