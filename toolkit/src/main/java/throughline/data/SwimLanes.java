package throughline.data;

import java.util.List;
import java.util.stream.Collectors;

/// A path that comes back to the same places: one lane a place, one stop after the other from left to right.
///
/// @param title what to see, as a sentence
/// @param lanes from the top
/// @param stops in the order of the path
public record SwimLanes(String title, List<Lane> lanes, List<Stop> stops) implements Drawing {
    public SwimLanes {
        lanes = List.copyOf(lanes);
        stops = List.copyOf(stops);
        for (Stop stop : stops) {
            if (stop.lane() < 0 || stop.lane() >= lanes.size()) {
                throw new IllegalArgumentException("stop %s is on lane [%d]; there are %d, from 0"
                        .formatted(stop.name(), stop.lane(), lanes.size()));
            }
        }
    }

    /// A place.
    ///
    /// @param name  of it
    /// @param notes short lines about it
    public record Lane(String name, List<String> notes) {
        public Lane {
            notes = List.copyOf(notes);
        }
    }

    /// A visit to a place.
    ///
    /// @param lane  of the place, from 0
    /// @param name  of the visit
    /// @param notes short lines about it
    public record Stop(int lane, String name, List<String> notes) {
        public Stop {
            notes = List.copyOf(notes);
        }
    }

    /// The part of the path from one stop to before another.
    ///
    /// @param from index of the first stop
    /// @param to   index after the last
    public SwimLanes part(int from, int to) {
        return new SwimLanes(title, lanes, stops.subList(from, to));
    }

    @Override
    public SwimLanes titled(String other) {
        return new SwimLanes(other, lanes, stops);
    }

    @Override
    public String text() {
        return stops.stream()
                .map(stop -> "%s %s".formatted(lanes.get(stop.lane()).name(), stop.name()))
                .collect(Collectors.joining(" > ", title + " (", ")"));
    }
}
