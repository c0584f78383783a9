package throughline.fab;

import java.util.List;

/// One machine.
///
/// @param name      unique in its station
/// @param calendars that take it out of work
public record Tool(String name, List<Calendar> calendars) {
    public Tool {
        calendars = List.copyOf(calendars);
        List<String> names = calendars.stream().map(Calendar::name).toList();
        if (names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException("tool %s has two calendars of one name in %s".formatted(name, names));
        }
    }

    /// Whether a breakdown may take it and scrap what it holds.
    boolean mayScrap() {
        return calendars.stream().anyMatch(calendar -> calendar.effect() == Calendar.Effect.SCRAPS);
    }
}
