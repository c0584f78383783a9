package throughline.fab;

import throughline.random.Distribution;

/// What takes a tool out of work again and again: maintenance or breakdowns.
///
/// @param name    unique among a tool's calendars, such as `pm`; its random stream has this name, so `process` is taken
/// @param trigger when it is due
/// @param minutes how long it takes
/// @param effect  what happens to the work under way
public record Calendar(String name, Trigger trigger, Distribution minutes, Effect effect) {
    public Calendar {
        if (name.equals(Machine.STREAM)) {
            throw new IllegalArgumentException(
                    "calendar [%s]: processing times are drawn from the stream of that name; choose another"
                            .formatted(name));
        }
    }

    /// When the work of a calendar is due.
    public sealed interface Trigger {
        /// At set times, whether or not the last one was late: `first`, then each interval after the time that was
        /// planned before.
        ///
        /// @param firstMinutes 0 or more
        /// @param interval     minutes, positive
        record Planned(double firstMinutes, Distribution interval) implements Trigger {}

        /// A time after the end of the last one; the first after the start of the run.
        ///
        /// @param interval minutes
        record SinceRepair(Distribution interval) implements Trigger {}

        /// After every so many loads.
        ///
        /// @param loads 1 or more
        record Usage(int loads) implements Trigger {
            public Usage {
                if (loads < 1) {
                    throw new IllegalArgumentException(
                            "usage calendar: loads [%d] must be at least 1".formatted(loads));
                }
            }
        }
    }

    /// What happens to the work under way when a calendar is due.
    public enum Effect {
        /// The tool finishes what it has first.
        WAITS,
        /// The tool stops at once, and the lots on it are scrapped.
        SCRAPS
    }
}
