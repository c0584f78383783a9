package throughline.fab;

import throughline.random.Distribution;

/// What takes a tool out of work again and again: maintenance or breakdowns.
///
/// @param name    unique among a tool's calendars, such as `pm`; its random stream has this name, so `process` is taken
/// @param trigger when it is due
/// @param minutes how long it takes
/// @param effect  what happens to the work under way
/// @param phase   of a machine that it has: [Machine.Phase#MAINTENANCE] or [Machine.Phase#DOWN]
public record Calendar(String name, Trigger trigger, Distribution minutes, Effect effect, Machine.Phase phase) {
    /// Maintenance when it waits for the work under way, else a breakdown.
    public Calendar(String name, Trigger trigger, Distribution minutes, Effect effect) {
        this(name, trigger, minutes, effect, effect == Effect.WAITS ? Machine.Phase.MAINTENANCE : Machine.Phase.DOWN);
    }

    public Calendar {
        if (phase != Machine.Phase.MAINTENANCE && phase != Machine.Phase.DOWN) {
            throw new IllegalArgumentException(
                    "calendar [%s]: phase [%s] must be MAINTENANCE or DOWN".formatted(name, phase));
        }
        if (name.equals(Machine.STREAM)) {
            throw new IllegalArgumentException(
                    "calendar [%s]: processing times are drawn from the stream of that name; choose another"
                            .formatted(name));
        }
        if (effect.suspends() && !(trigger instanceof Trigger.Planned || trigger instanceof Trigger.Recurring)) {
            throw new IllegalArgumentException(
                    "calendar [%s]: work can be suspended at times that are planned or recur, not at [%s]"
                            .formatted(name, trigger));
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

        /// After `first`, and then a time after each end, taking it to begin when it is due and to last what it takes
        /// by itself.
        ///
        /// @param first    minutes
        /// @param interval minutes, from an end to the next begin
        record Recurring(Distribution first, Distribution interval) implements Trigger {}

        /// After every so many wafers, counted anew from each time.
        ///
        /// @param first  wafers before the first one, 1 or more
        /// @param wafers before each further one, 1 or more
        record Wafers(int first, int wafers) implements Trigger {
            public Wafers {
                if (first < 1 || wafers < 1) {
                    throw new IllegalArgumentException(
                            "wafer calendar: first [%d] and wafers [%d] must be at least 1".formatted(first, wafers));
                }
            }
        }

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
        /// The tool stops at once and goes on afterwards where it was, with what it holds. Lots that are still inside
        /// from earlier loads, behind a [Step.Cascade], go on undisturbed.
        SUSPENDS,
        /// As [#SUSPENDS], but a tool at rest is not taken: only work is delayed.
        DELAYS,
        /// The tool stops at once, and the lots on it are scrapped.
        SCRAPS;

        /// Whether work goes on after it where it was.
        boolean suspends() {
            return this == SUSPENDS || this == DELAYS;
        }
    }
}
