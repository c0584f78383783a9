package throughline.workshop.queues;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The lots that went through a machine, from an empty machine to an empty machine.
///
/// @param arrived when each lot came, in hours, ascending
/// @param left    when it left, in hours, as long as `arrived`
public record Visits(double[] arrived, double[] left) {
    private record Event(double hour, int lot, int change) {}

    public Visits {
        if (arrived.length != left.length || arrived.length == 0) {
            throw new IllegalArgumentException("[%d] arrivals and [%d] departures: as many of both, and at least one"
                    .formatted(arrived.length, left.length));
        }
    }

    /// Hours from coming to leaving, in the mean over lots: W of Little's law.
    public double meanHours() {
        return IntStream.range(0, arrived.length)
                .mapToDouble(i -> left[i] - arrived[i])
                .average()
                .orElseThrow();
    }

    /// Hours from the first instant, 0, to the last departure.
    public double lasted() {
        return Arrays.stream(left).max().orElseThrow();
    }

    /// Lots an hour: lambda of Little's law.
    public double rate() {
        return arrived.length / lasted();
    }

    /// The time average of the lots in the system, counted from event to event: L of Little's law.
    public double meanLots() {
        double area = 0;
        double since = 0;
        int lots = 0;
        for (Event event : events()) {
            area += lots * (event.hour - since);
            since = event.hour;
            lots += event.change;
        }
        return area / lasted();
    }

    /// How many lots are there from each event on, for a figure.
    ///
    /// @param events at most so many, the first ones
    /// @return hour, what happened, to which lot, and how many lots are there from then on
    public Table table(int events) {
        DoubleColumn hours = DoubleColumn.create("hour");
        StringColumn what = StringColumn.create("event");
        IntColumn which = IntColumn.create("lot");
        IntColumn there = IntColumn.create("lots there");
        int lots = 0;
        for (Event event : events().subList(0, Math.min(events, 2 * arrived.length))) {
            lots += event.change;
            hours.append(event.hour);
            what.append(event.change > 0 ? "comes" : "leaves");
            which.append(event.lot);
            there.append(lots);
        }
        return Table.create("events", hours, what, which, there);
    }

    private List<Event> events() {
        List<Event> events = new ArrayList<>(2 * arrived.length);
        for (int i = 0; i < arrived.length; i++) {
            events.add(new Event(arrived[i], i, 1));
            events.add(new Event(left[i], i, -1));
        }
        events.sort(Comparator.comparingDouble(Event::hour));
        return events;
    }
}
