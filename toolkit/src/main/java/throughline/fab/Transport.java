package throughline.fab;

import java.util.List;
import java.util.Map;

/// What carries lots between stations, and from where they are released to where they leave.
///
/// @param vehicles      how many there are; with 0 lots change places at no cost of time
/// @param capacity      lots a vehicle carries at a time, from one place to one other, 1 or more
/// @param loadMinutes   to put one lot on a vehicle
/// @param unloadMinutes to take one lot off
/// @param travel        how long the ways are, empty or loaded
public record Transport(int vehicles, int capacity, double loadMinutes, double unloadMinutes, Travel travel) {
    /// The place where lots are released, and where vehicles stand at the start.
    public static final String SOURCE = "SOURCE";
    /// The place where finished lots leave.
    public static final String OUT = "OUT";
    /// Lots change places at no cost of time.
    public static final Transport NONE = new Transport(0, 1, 0, 0, (from, to) -> 0);

    public Transport {
        if (vehicles < 0 || capacity < 1 || !(loadMinutes >= 0) || !(unloadMinutes >= 0)) {
            throw new IllegalArgumentException(
                    "transport: vehicles [%d], capacity [%d], load [%s min] and unload [%s min] must be at least 0, 1, 0 and 0"
                            .formatted(vehicles, capacity, loadMinutes, unloadMinutes));
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
