package throughline.fab;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import throughline.devs.Coupled;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.random.Streams;

/// A station as a coupled model: its buffer, its machines, and the clocks of their calendars.
public final class Stage extends Coupled {
    final In<Lot> arriving = in("arriving", Lot.class);
    final Out<Lot> finished = out("finished", Lot.class);
    final Out<Lot> scrapped = out("scrapped", Lot.class);

    private final Map<String, Out<Lot>> exits = new TreeMap<>();
    final Map<String, Desk<Job>> operators = new TreeMap<>();
    final Map<String, Desk<Job>> technicians = new TreeMap<>();

    final Map<String, Desk<Claim>> places = new TreeMap<>();

    private final StageBuffer buffer;

    /// @param setups       of the fab
    /// @param names        all stations
    /// @param destinations the other stations that routes lead to from here
    Stage(
            Station station,
            Fab fab,
            SetupTable setups,
            List<String> names,
            Collection<String> destinations,
            Streams streams) {
        super(station.name());
        Needs needs = new Needs(
                fab.operators().serves(station.name()),
                fab.technicians().serves(station.name()),
                fab.limited().stream().map(Station::name).collect(Collectors.toSet()));
        buffer = add(new StageBuffer("buffer", station, fab, needs, setups, names, destinations, streams));
        couple(arriving, buffer.arriving);
        couple(buffer.finished, finished);
        couple(buffer.scrap, scrapped);
        buffer.exits().forEach((to, port) -> {
            Out<Lot> exit = out("to" + to, Lot.class);
            exits.put(to, exit);
            couple(port, exit);
        });
        for (int i = 0; i < buffer.loads.size(); i++) {
            attend(i, station, needs, streams);
        }
    }

    private void attend(int i, Station station, Needs needs, Streams streams) {
        Tool tool = station.tools().get(i);
        Streams own = streams.below(tool.name());
        AttendedMachine machine = add(new AttendedMachine(i, tool, station, needs, own.named(Machine.STREAM)));
        buffer.attend(i, machine);
        openDesks(machine, needs);
        couple(buffer.loads.get(i), machine.load);
        couple(machine.report, buffer.reports);
        couple(machine.scrap, scrapped);
        for (Calendar calendar : tool.calendars()) {
            CalendarClock clock =
                    add(new CalendarClock(tool.name() + "-" + calendar.name(), calendar, own.named(calendar.name())));
            couple(clock.call, machine.call);
            switch (calendar.trigger()) {
                case Calendar.Trigger.SinceRepair _ -> couple(machine.over, clock.over);
                case Calendar.Trigger.Usage _ -> couple(machine.worked, clock.worked);
                case Calendar.Trigger.Planned _, Calendar.Trigger.Recurring _, Calendar.Trigger.Wafers _ -> {}
            }
        }
    }

    private void openDesks(AttendedMachine machine, Needs needs) {
        if (needs.operator()) {
            operators.put(machine.fullName(), outside("operator" + machine.name(), machine.operators, Job.class));
        }
        if (needs.technician()) {
            technicians.put(machine.fullName(), outside("technician" + machine.name(), machine.technicians, Job.class));
        }
        if (!needs.limited().isEmpty()) {
            places.put(machine.fullName(), outside("place" + machine.name(), machine.places, Claim.class));
        }
    }

    /// A machine's desk, to be reached from outside of the stage.
    private <T> Desk<T> outside(String name, Desk<T> inner, Class<T> type) {
        Desk<T> desk = new Desk<>(out(name + "Ask", type), out(name + "Over", type), in(name, type));
        couple(inner.ask(), desk.ask());
        couple(inner.over(), desk.over());
        couple(desk.granted(), inner.granted());
        return desk;
    }

    Map<String, Out<Lot>> exits() {
        return exits;
    }

    /// The queue.
    public StageBuffer buffer() {
        return buffer;
    }

    /// The machines, in the order of the station's tools.
    public List<Machine> machines() {
        return buffer.machines();
    }
}
