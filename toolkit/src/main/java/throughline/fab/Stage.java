package throughline.fab;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    private final StageBuffer buffer;
    private final List<Machine> machines = new ArrayList<>();

    Stage(Station station, Setups setups, Collection<String> destinations, Streams streams) {
        super(station.name());
        buffer = add(new StageBuffer("buffer", station, setups, destinations));
        couple(arriving, buffer.arriving);
        couple(buffer.finished, finished);
        buffer.exits().forEach((to, port) -> {
            Out<Lot> exit = out("to" + to, Lot.class);
            exits.put(to, exit);
            couple(port, exit);
        });
        for (int i = 0; i < station.tools().size(); i++) {
            addMachine(i, station, streams);
        }
    }

    private void addMachine(int i, Station station, Streams streams) {
        Tool tool = station.tools().get(i);
        Streams own = streams.below(tool.name());
        Machine machine = add(new Machine(i, tool, station, own.named("process")));
        machines.add(machine);
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
                case Calendar.Trigger.Planned _ -> {}
            }
        }
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
        return machines;
    }
}
