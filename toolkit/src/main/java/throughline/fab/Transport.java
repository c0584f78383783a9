package throughline.fab;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import throughline.random.Distribution;

/// What carries lots between stations, and from where they are released to where they leave.
///
/// @param vehicles      how many there are; with 0 lots change places at no cost of time
/// @param capacity      lots a vehicle carries at a time, from one place to one other, 1 or more
/// @param loadMinutes   to put one lot on a vehicle
/// @param unloadMinutes to take one lot off
/// @param travel        how long the ways are, empty or loaded
/// @param delay         without vehicles: how long a lot is on its way between stations, whatever else is carried
public record Transport(
        int vehicles, int capacity, double loadMinutes, double unloadMinutes, Travel travel, Delay delay) {
    /// The place where lots are released, and where vehicles stand at the start.
    public static final String SOURCE = "SOURCE";
    /// The place where finished lots leave.
    public static final String OUT = "OUT";
    /// Lots change places at no cost of time.
    public static final Transport NONE = delays(Delay.NONE);

    /// Vehicles that carry the lots.
    public Transport(int vehicles, int capacity, double loadMinutes, double unloadMinutes, Travel travel) {
        this(vehicles, capacity, loadMinutes, unloadMinutes, travel, Delay.NONE);
    }

    /// Transport as a time alone, drawn anew for each way of each lot. Coming into the fab and leaving it take none.
    public static Transport delays(Delay delay) {
        return new Transport(0, 1, 0, 0, (from, to) -> 0, delay);
    }

    public Transport {
        if (vehicles < 0 || capacity < 1 || !(loadMinutes >= 0) || !(unloadMinutes >= 0)) {
            throw new IllegalArgumentException(
                    "transport: vehicles [%d], capacity [%d], load [%s min] and unload [%s min] must be at least 0, 1, 0 and 0"
                            .formatted(vehicles, capacity, loadMinutes, unloadMinutes));
        }
    }

    /// How long a way takes.
    @FunctionalInterface
    public interface Delay {
        /// No time.
        Delay NONE = (from, to) -> Optional.empty();

        /// @param from a station
        /// @param to   a station, which may be the same
        /// @return minutes; empty when the lot is there at once
        Optional<Distribution> minutes(String from, String to);
    }

    /// Delays between zones, whatever the station in them; where the table has no line, a lot is there at once.
    ///
    /// @param zones   of the stations, by name
    /// @param minutes by the zone from which, then the zone to which
    record Zones(Map<String, String> zones, Map<String, Map<String, Distribution>> minutes) implements Delay {
        public Zones {
            zones = Map.copyOf(zones);
            minutes = Map.copyOf(minutes);
        }

        @Override
        public Optional<Distribution> minutes(String from, String to) {
            String here = zones.get(from);
            String there = zones.get(to);
            return here == null || there == null
                    ? Optional.empty()
                    : Optional.ofNullable(minutes.getOrDefault(here, Map.of()).get(there));
        }
    }

    /// Minutes of travel.
    @FunctionalInterface
    public interface Travel {
        /// @param from a station, [Transport#SOURCE] or [Transport#OUT]
        /// @param to   another, or the same
        double minutes(String from, String to);

        /// Places in a row, each hop to the next taking the same time.
        ///
        /// @param places in order, with [Transport#SOURCE] and [Transport#OUT]
        static Travel line(double hopMinutes, List<String> places) {
            List<String> row = List.copyOf(places);
            return (from, to) -> hopMinutes * Math.abs(index(row, from) - index(row, to));
        }

        /// A table of ways by `from`, then `to`; staying takes no time.
        static Travel table(Map<String, Map<String, Double>> minutes) {
            return (from, to) -> {
                Double time = from.equals(to)
                        ? Double.valueOf(0)
                        : minutes.getOrDefault(from, Map.of()).get(to);
                if (time == null) {
                    throw new IllegalArgumentException("no way from [%s] to [%s]".formatted(from, to));
                }
                return time;
            };
        }

        private static int index(List<String> row, String place) {
            int i = row.indexOf(place);
            if (i < 0) {
                throw new IllegalArgumentException("no place [%s] on the line; there are %s".formatted(place, row));
            }
            return i;
        }
    }
}
