package throughline.fab;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// People, as far as machines wait for them. A station that nobody of a crew serves does not need that crew.
///
/// @param people  in the order in which they are asked; names unique
/// @param absence when none of them takes new work
public record Crew(List<Person> people, Absence absence) {
    /// Nobody is needed.
    public static final Crew NONE = new Crew(List.of(), Absence.NEVER);

    public Crew {
        people = List.copyOf(people);
        Set<String> names = people.stream().map(Person::name).collect(Collectors.toSet());
        if (names.size() != people.size()) {
            throw new IllegalArgumentException("crew has two people of one name in %s"
                    .formatted(people.stream().map(Person::name).toList()));
        }
    }

    /// One of them.
    ///
    /// @param name     of the person
    /// @param stations served, in the order of preference
    public record Person(String name, List<String> stations) {
        public Person {
            stations = List.copyOf(stations);
        }
    }

    /// Shift changes and the like: at each multiple of a time the whole crew is away for a while. Work begun is
    /// finished first and does not make the absence longer.
    ///
    /// @param everyMinutes from one to the next, the first after this time; positive
    /// @param minutes      away, less than that; 0 for never
    public record Absence(double everyMinutes, double minutes) {
        /// They are always there.
        public static final Absence NEVER = new Absence(1, 0);

        public Absence {
            if (!(everyMinutes > minutes && minutes >= 0)) {
                throw new IllegalArgumentException(
                        "absence: minutes [%s] must be at least 0 and less than every [%s min]"
                                .formatted(minutes, everyMinutes));
            }
        }
    }

    /// Whether somebody serves a station.
    boolean serves(String station) {
        return people.stream().anyMatch(person -> person.stations().contains(station));
    }
}
